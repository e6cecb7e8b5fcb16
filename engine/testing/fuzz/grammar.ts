/** Random specifications, most of them sound. */
import {
  anyOf,
  chance,
  condition,
  distinct,
  distribution,
  list,
  map,
  question,
  sharesOf,
  words,
} from './distributions.ts';
import type { Make } from './distributions.ts';
import { duration, name, number, rhythm, share, time } from './words.ts';

const named =
  (kind: Parameters<typeof name>[0]): Make =>
  (random) =>
    name(kind, random);

/** A map from some of the names to what is made for each. */
function each(kind: Parameters<typeof name>[0], make: Make, most = 3): Make {
  return (random, depth) => {
    const pair = (): readonly [string, unknown] => [name(kind, random), make(random, depth + 1)];
    return new Map([pair(), ...random.times(most - 1, pair)]);
  };
}

const illness: Make = anyOf(
  named('code'),
  map({ code: named('code'), prevalence: chance }, { severity: sharesOf('mild', 'moderate', 'severe') }),
);
const place: Make = anyOf(
  words('urban', 'rural', 'national'),
  map({ state: words('TX', 'MA', ['TX', 'MA']) }),
  map({ county_fips: words('48201') }),
  map({ distribution: words('population_weighted') }),
);
const demographics: Make = map(
  {},
  {
    age: anyOf(
      distribution,
      map({
        distribution: words('normal'),
        mean: words(50, 72),
        std_dev: words(8),
        min: words(18, 65),
        max: words(95),
      }),
    ),
    gender: anyOf(sharesOf('M', 'F'), words('F', 'female')),
    race: sharesOf('White', 'Asian', 'Other'),
    language: sharesOf('English', 'Spanish'),
    household: sharesOf('single', 'couple', 'family'),
    geography: place,
  },
);
const correlation: Make = anyOf(
  map({ between: distinct(named('code'), 2), odds_ratio: words(0.2, 1, 2.1, 9) }),
  map({ between: words(['bmi', 'score'], ['age', 'bmi'], ['bmi', 'I10']), rank_correlation: words(-0.4, 0, 0.3, 0.9) }),
);

export const profile: Make = map(
  { profile_name: words('People', 'select') },
  {
    count: words(1, 10, 1000),
    seed: words(0, 7, -7),
    as_of: words('2025-01-01', '2024-02-29'),
    sampling: words('independent', 'stratified'),
    products: distinct(named('product')),
    demographics,
    conditions: list(illness, 4),
    correlations: list(correlation, 2),
    attributes: each('own', distribution, 4),
    labs: each('observation', distribution, 1),
    medications: list(anyOf(named('drug'), map({ drug: named('drug') }, { prevalence: chance, given: condition }))),
    utilization: each('event', distribution),
    coverage: map({ type: named('payer') }, { plans: sharesOf('HMO', 'PPO') }),
    journeys: list(
      words('new-member-onboarding', 'diabetic-first-year', { journey: 'surgical-episode', probability: 0.5 }),
      2,
    ),
    source: words('populationsim'),
  },
);

const timing: Make = anyOf(
  time,
  map({ day: words(0, 3, 30, -14) }, { variance: words(0, 2), time: words('08:30') }),
  map({ month: words(1, 6) }),
  map({ after: named('event'), days: words(0, 2, 30) }, { variance: words(1), variance_pct: words(20) }),
);
const effect: Make = map(
  { attribute: named('own'), change: words(-1.1, 2) },
  { over: words('90 days'), for: words('60 days') },
);
const event: Make = anyOf(
  named('event'),
  map(
    { event: named('event') },
    { timing, probability: chance, recurrence: rhythm, effects: list(effect, 2), condition: question },
  ),
  map(
    { id: words('own_visit', 'own_call', 'own_end'), type: named('type') },
    {
      timing,
      recurrence: anyOf(
        rhythm,
        map({ every: words(1, 28), unit: words('days', 'months') }, { count: words(2, 6), until: question }),
      ),
      probability: anyOf(chance, map({ given: question, then: share, else: share })),
      details: map(
        {},
        {
          medication: named('drug'),
          days_supply: words(30),
          refills: words(0, 5),
          observations: distinct(named('observation')),
        },
      ),
    },
  ),
);
const branch: Make = (random, depth) =>
  map(
    { name: words('one', 'two', 'three') },
    {
      condition: question,
      probability: share,
      events: list(event, 2),
      choose: words([
        { event: 'labs', weight: 0.4 },
        { event: 'a1c_check', weight: 0.6 },
      ]),
      end: words(true),
    },
  )(random, depth);
const branching: Make = (random, depth) =>
  list(
    map({ after: named('event'), branches: anyOf(distinct(branch, 3), each('own', branch)) }, { name: words('fork') }),
    2,
  )(random, depth);
const phase: Make = map(
  { name: words('First', 'Second', 'Third'), duration, events: distinct(event, 4) },
  { probability: share, branching },
);

export const journey: Make = map(
  { journey_name: words('Course', 'select'), duration, phases: distinct(phase, 3) },
  {
    start: words('diagnosis_date', 'enrollment_date', '2024-05-01'),
    branching,

    pattern: words('linear', 'lifecycle'),
  },
);

export const cohort: Make = map(
  { cohort_name: words('some'), profile: words('medicare-diabetic', 'commercial-healthy') },
  {
    journeys: list(words('surgical-episode', 'diabetic-first-year'), 2),
    count: words(1, 50),
    seed: number,
    as_of: words('2025-01-01'),
    products: distinct(named('product')),
    demographics,
    conditions: list(illness),
  },
);
export const events: Make = map({
  events: each(
    'own',
    map(
      { type: named('type') },
      {
        timing,
        observations: distinct(named('observation')),
        medication: named('drug'),
        days_supply: words(30),
        class: words('AMB'),
        recurrence: rhythm,
        effects: list(effect),
      },
    ),
  ),
});
export const distributions: Make = map({ distributions: each('own', distribution) });
export const phrases: Make = map({
  phrases: list(
    map(
      {
        phrase: words('night owls', 'city folk', 'x y'),
        set: words({ 'demographics.age': 40 }, { count: 5 }, { 'demographics.geography': 'urban' }),
      },
      { covers: list(named('event')) },
    ),
  ),
});
