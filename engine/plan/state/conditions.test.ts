/** What happened before decides what happens next. */
import { expect, test } from 'vitest';
import { answerTo, openCohortBuilds } from '../../testing/cohort-builds.ts';
import { difference, readRows, readTables, rowsOfPersons } from '../../testing/built-tables.ts';
import { yearOfEvents } from '../../testing/year-of-events.ts';
import { planRequest } from '../../pipeline.ts';

const builds = await openCohortBuilds();

const PROFILE = `---
name: deciding-people
description: People whose treatment depends on their values.
type: profile-template
---

\`\`\`yaml
profile_name: Deciding people
count: 600
seed: 3
as_of: 2025-06-30
demographics: { age: { min: 40, max: 80 } }
conditions: [ { code: E11.9, prevalence: 1 } ]
labs:
  a1c: { distribution: normal, mean: 8.4, std_dev: 1, min: 5.5, max: 13 }
products: [patientsim]
\`\`\`
`;

const files = (...events: readonly string[]): Record<string, string> => ({
  'generation/templates/profiles/deciding-people.md': PROFILE,
  'generation/templates/journeys/deciding.md': yearOfEvents('deciding', events, { profile: 'deciding-people' }),
});

async function built(...events: readonly string[]): Promise<string> {
  return builds.build(await builds.tree(files(...events)), { what: 'deciding' });
}

const FIRST =
  '{ id: first_drug, type: prescription, medication: metformin, days_supply: 90, timing: { day: 7 }, effects: [ { attribute: a1c, change: -1, over: 90 days } ] }';
const SECOND =
  '{ id: second_drug, type: prescription, medication: semaglutide, days_supply: 28, timing: { day: 180, variance: 3 }, condition: "a1c > 8.0", effects: [ { attribute: a1c, change: -1.5, over: 60 days } ] }';
const check = (month: number): string =>
  `{ id: check_${month}, type: lab_order, observations: [a1c], timing: { month: ${month} } }`;

/** One row a person: the true value at first, what was measured, and whether they took the second drug. */
const PEOPLE = `
  select a.number as baseline, max(value) filter (event::varchar = 'check_9') as later,
    bool_or(status::varchar = 'happened') filter (event::varchar = 'second_drug') as taken
  from core.attributes a join core.timeline t using (person_id)
    left join patientsim.observations on person_id = patient_id and effective_time = moment
  where a.name::varchar = 'a1c'
  group by person_id, a.number`;

test('a value that the first drug has lowered decides on the second, which lowers it again', async () => {
  const file = await built(FIRST, SECOND, check(9));
  const [row] = await readRows(
    file,
    `select count(*) filter (taken <> (baseline - 1 > 8.0)) as wrong, count(*) filter (taken) as taken,
       avg(later::double - baseline) filter (taken) as of_both, avg(later::double - baseline) filter (not taken and baseline > 6.5) as of_one
     from (${PEOPLE})`,
  );
  expect(Number(row?.wrong)).toBe(0);
  expect(Number(row?.taken)).toBeGreaterThan(100);
  expect(Number(row?.of_both)).toBeCloseTo(-2.5, 1);
  expect(Number(row?.of_one)).toBeCloseTo(-1, 1);
});

test('a condition can ask for the value at a time of the journey', async () => {
  const file = await built(FIRST, SECOND.replace('a1c > 8.0', 'a1c > 8.0 at day 7'), check(9));
  const [row] = await readRows(file, `select count(*) filter (taken <> (baseline > 8.0)) as wrong from (${PEOPLE})`);
  expect(Number(row?.wrong)).toBe(0);
});

test('a condition can ask for what was measured last', async () => {
  const file = await built(check(1), check(5), FIRST, SECOND.replace('a1c > 8.0', "latest('a1c') > 8.0"), check(9));
  const [row] = await readRows(
    file,
    `select count(*) filter (status::varchar <> if(value > 8.0, 'happened', 'skipped')) as wrong, count(*) as people
     from core.timeline t join patientsim.observations on person_id = patient_id and month(effective_time) = 6
         and year(effective_time) = 2024
     where event::varchar = 'second_drug'`,
  );
  expect(Number(row?.people)).toBe(600);
  expect(Number(row?.wrong)).toBe(0);
});

test('nothing is measured of a value that a division by 0 leaves a person without, and no condition on it holds', async () => {
  const given = 'distribution: normal, mean: 8.4, std_dev: 1, min: 5.5, max: 13';
  const profile = PROFILE.replace(given, 'distribution: derived, formula: "6 + 1 / (age - 60)"').replace('80', '62');
  const tree = await builds.tree(
    {
      ...files(FIRST, check(5), SECOND.replace('a1c > 8.0', "latest('a1c') > 0 or a1c > 0")),
      'generation/templates/profiles/deciding-people.md': profile,
    },
    ['normalize-expression-zero'],
  );
  const [row] = await readRows(
    await builds.build(tree, { what: 'deciding', count: 200 }),
    `select count(*) filter (number is null) > 3 as lacking, count(*) filter ((number is null) <> (status = 'skipped')) = 0 as decided,
       count(*) filter ((number is null) <> (value is null)) = 0 as measured, max(value) < 8 as usual
     from core.timeline join core.attributes using (person_id) left join patientsim.observations on patient_id = person_id
     where event = 'second_drug' and attributes.name = 'a1c'`,
  );
  expect(row).toEqual({ lacking: true, decided: true, measured: true, usual: true });
});

test('a condition can count what happened, within a time', async () => {
  const visit =
    '{ id: visit, type: er_visit, class: EMER, timing: { day: 10 }, recurrence: { every: 30, unit: days, count: 6 }, probability: 0.5 }';
  const plan = (id: string, condition: string): string =>
    `{ id: ${id}, type: care_plan, timing: { day: 185 }, condition: "${condition}" }`;
  const file = await built(
    visit,
    plan('often', "count_events('er_visit') >= 4"),
    plan('lately', "has_event('visit', 40 days)"),
    plan('never', "not has_event('er_visit')"),
    plan('long_ago', "days_since('visit') > 40"),
  );
  const [row] = await readRows(
    file,
    `with visits as (
       select person_id, count(*) filter (status::varchar = 'happened' and event::varchar = 'visit') as visits,
         max(occurrence) filter (status::varchar = 'happened' and event::varchar = 'visit') as last,
         list(event::varchar) filter (status::varchar = 'happened') as met
       from core.timeline group by person_id)
     select count(*) filter (list_contains(met, 'often') <> (visits >= 4)) as often,
       count(*) filter (list_contains(met, 'lately') <> coalesce(last >= 5, false)) as lately,
       count(*) filter (coalesce(list_contains(met, 'never'), false) <> (visits = 0)) as never,
       count(*) filter (list_contains(met, 'long_ago') <> coalesce(last < 5, false)) as long_ago
     from visits`,
  );
  expect(Object.values(row ?? {}).map(Number)).toEqual([0, 0, 0, 0]);
});

/** A journey with these keys beside its phases. */
async function branching(keys: string): Promise<string> {
  const made = files(
    FIRST,
    check(1),
    check(9),
    '{ id: a1c_check, type: lab_order, observations: [a1c], timing: { day: 180 } }',
  );
  const path = 'generation/templates/journeys/deciding.md';
  return builds.build(
    await builds.tree({ ...made, [path]: (made[path] ?? '').replace(/```\n$/, `${keys}\n\`\`\`\n`) }),
    {
      what: 'deciding',
    },
  );
}

const INTENSIFY = `branching:
  - after: a1c_check
    branches:
      - { name: intensify, condition: "a1c > 8.0", choose: [ { weight: 0.4, events: [ { id: advice, type: outreach } ] }, { weight: 0.6, events: [ { id: second_drug, event: rx_semaglutide, effects: [ { attribute: a1c, change: -1.5, over: 60 days } ] } ] } ] }
      - { name: continue, else: true, events: [] }`;

test('ways part by a value at the moment of the event before, and what lies on them moves it again', async () => {
  const file = await branching(INTENSIFY);
  const [row] = await readRows(
    file,
    `with people as (
       select person_id, a.number as baseline,
         bool_or(event::varchar in ('advice', 'second_drug') and status::varchar = 'happened') as intensified,
         bool_or(event::varchar = 'second_drug' and status::varchar = 'happened') as taken,
         max(value) filter (event::varchar = 'check_9') as later
       from core.attributes a join core.timeline t using (person_id)
         left join patientsim.observations on person_id = patient_id and effective_time = moment
       where a.name::varchar = 'a1c' group by all)
     select count(*) filter (intensified <> (baseline - 1 > 8)) as wrong, avg(taken::int) filter (intensified) as share,
       avg(later::double - baseline) filter (taken) as of_both, avg(later::double - baseline) filter (intensified and not taken) as of_one
     from people`,
  );
  expect(Number(row?.wrong)).toBe(0);
  expect(Number(row?.share)).toBeCloseTo(0.6, 1);
  expect(Number(row?.of_both)).toBeCloseTo(-2.5, 1);
  expect(Number(row?.of_one)).toBeCloseTo(-1, 1);
});

test('an event that is added moves nothing of what does not depend on it', async () => {
  const before = await readTables(await built(FIRST, SECOND, check(9)));
  const unrelated =
    '{ id: call, type: outreach, timing: { day: 250 }, probability: 0.5, condition: "a1c < 20 and count_events(\'prescription\') > 0" }';
  const after = await readTables(await built(FIRST, SECOND, check(9), unrelated));
  const changed = difference(before, after);
  expect(Object.keys(changed)).toEqual(['core.timeline']);
  expect(changed['core.timeline']?.removed).toEqual([]);
  expect(new Set(changed['core.timeline']?.added.map(({ event }) => event))).toEqual(new Set(['call']));
});

test('people have the same journey whoever else is in the cohort', async () => {
  const loaded = await builds.tree(files(FIRST, SECOND, check(5), check(9)));
  const all = await readTables(await builds.build(loaded, { what: 'deciding' }, { rangeSize: 100 }));
  const some = await readTables(await builds.build(loaded, { what: 'deciding', persons: { from: 101, to: 130 } }));
  expect(difference(rowsOfPersons(some, 101, 130), rowsOfPersons(all, 101, 130))).toEqual({});
});

test('what an event is decided by cannot depend on the event itself', async () => {
  const loaded = await builds.tree(
    files(
      "{ id: raise, type: care_plan, timing: { day: 30, variance: 10 }, condition: 'a1c > 8', effects: [ { attribute: a1c, change: 1 } ] }",
      "{ id: lower, type: care_plan, timing: { day: 30, variance: 10 }, condition: 'a1c > 8', effects: [ { attribute: a1c, change: -1 } ] }",
    ),
  );
  const [request] = answerTo(loaded, { what: 'deciding' }).requests;
  const { diagnostics } = request === undefined ? { diagnostics: [] } : planRequest(loaded, request);
  expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'plan-circle: What an event is decided by depends on the event itself, for it may come before as well: raise → a1c → lower → a1c → raise.',
  ]);
});

test('a phase that recurs with its whole journey is left by what was counted in the cycles so far', async () => {
  const journey = `---
name: deciding
description: Courses that end early.
type: journey-template
profile: deciding-people
---

\`\`\`yaml
journey_name: Courses
pattern: cyclic
start: 2024-01-08
cycle: { length: 8 weeks, count: 3 }
phases:
  - name: Training
    duration: 0-6 weeks
    stop: "count_events('missed') >= 2"
    events:
      - { id: session, type: outreach, timing: { day: 1 }, recurrence: { every: 7, unit: days } }
      - { id: missed, type: milestone, timing: { day: 2 }, probability: 0.5 }
\`\`\`
`;
  const loaded = await builds.tree({ ...files(), 'generation/templates/journeys/deciding.md': journey });
  const file = await builds.build(loaded, { what: 'deciding', count: 60 });
  const held = await readRows(
    file,
    `select missed::int as missed, min(held)::int as least, max(held)::int as most
     from (select person_id, count(*) filter (event = 'missed' and skipped_because is null) as missed,
         count(*) filter (event = 'session' and skipped_because is null) as held
       from core.timeline group by person_id) group by missed order by missed`,
  );
  // Whoever misses two has the first session of that cycle, and of each that follows.
  expect(held).toEqual([
    { missed: 0, least: 18, most: 18 },
    { missed: 1, least: 18, most: 18 },
    { missed: 2, least: 8, most: 13 },
  ]);
});
