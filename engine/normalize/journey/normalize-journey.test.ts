import { expect, test } from 'vitest';
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { EventUse, Journey, Offset } from '../../model/index.ts';
import { bare, libraryOf, placesOf, specification } from '../../testing/authored.ts';

function read(text: string): { readonly journey: Journey | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const { library, diagnostics } = libraryOf(specification('way.md', 'journey', text));
  return { journey: library.journeys[0], diagnostics };
}

const around = (events: string): string => `
journey_name: Way
duration: 12 months
phases:
  - { name: Early, duration: 0-30 days, events: [visit, labs] }
  - name: Late
    duration: 30-180 days
    events:
      - ${events}
`;

const say = ({ months, days, minutes }: Offset): string =>
  [months && `${months}mo`, days && `${days}d`, minutes && `${minutes}min`].filter(Boolean).join(' ') || '0';

const when = ({ timing: { anchor, earliest, latest } }: EventUse): string =>
  `${anchor.kind === 'event' ? `${anchor.id} + ` : ''}${say(earliest)}..${say(latest)}`;

/** The event in the second phase. */
function place(event: string): EventUse {
  const { journey, diagnostics } = read(around(event));
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const use = journey?.phases[1]?.events[0];
  if (use === undefined) throw new Error(event);
  return use;
}

test('bare events take the timings of the catalogue, from the start of their phase', () => {
  const { journey, diagnostics } = read(`
journey_name: Outline
duration: 12 months
phases:
  - { name: Diagnosis, duration: 0-30 days, events: [visit, labs, diagnosis, call] }
  - { name: Stable, duration: 30-180 days, events: [checkup] }
`);
  expect(diagnostics).toEqual([]);
  expect(journey).toMatchObject({
    id: 'way',
    title: 'Outline',
    start: { kind: 'trailing', days: 365 },
    duration: { months: 12 },
  });
  expect(journey?.phases[0]?.events.map(when)).toEqual(['0..0', 'visit + 0..4d', 'labs + 3d..3d', '0..30d']);
  const [checkup] = journey?.phases[1]?.events ?? [];
  expect(checkup && when(checkup)).toBe('30d..30d');
  expect(checkup?.recurrence).toMatchObject({ every: { months: 3 }, count: 2, until: { days: 180 } });
});

test.each([
  ['call', '30d..180d'],
  ['{ event: call, timing: { day: 90, variance: 7 } }', '83d..97d'],
  ['{ event: call, timing: { day: [40, 50] } }', '40d..50d'],
  ['{ event: call, timing: { month: 6, variance: 1 } }', '5mo..7mo'],
  ['{ event: call, timing: { month: 2, day: 3 } }', '2mo 3d..2mo 3d'],
  ['{ event: call, timing: { week: 10, variance_pct: 10 } }', '63d..77d'],
  ['{ event: call, timing: { after: labs, days: 2, variance: 3 } }', 'labs + 0..5d'],
  ['{ event: call, timing: { before: labs, days: 14, variance: 2 } }', 'labs + -16d..-12d'],
  [
    '{ event: call, timing: { before: labs, days: { distribution: gamma, mean: 9, std_dev: 4, min: 2.5, max: 20 } } }',
    'labs + -20d..-2d',
  ],
  ['{ event: call, timing: { after: labs, day: { distribution: uniform, min: 1, max: 3 } } }', 'labs + 1d..3d'],
  ['{ event: call, timing: { day: { distribution: normal, mean: 60, std_dev: 9, min: 40, max: 80 } } }', '40d..80d'],
  ['{ event: call, timing: { after: labs } }', 'labs + 0..0'],
  ['{ event: call, timing: { after: labs, hours: 36 } }', 'labs + 2160min..2160min'],
  ['{ event: call, timing: { day: -14, variance: 3 } }', '-17d..-11d'],
  ['{ event: call, timing: "day 32-34" }', '32d..34d'],
  ['{ event: call, timing: "week 6" }', '42d..42d'],
  ['{ event: call, timing: "day -14" }', '-14d..-14d'],
  ['{ event: call, timing: T-2hr }', '-120min..-120min'],
  ['{ event: call, timing: same_day }', '0..0'],
  ['{ event: call, depends_on: labs, delay: { days_min: 2, days_max: 5 } }', 'labs + 2d..5d'],
  ['{ event: call, depends_on: labs, delay: { distribution: { type: uniform, min: 1, max: 3 } } }', 'labs + 1d..3d'],
  ['{ event: call, depends_on: labs, delay: 2-4 weeks }', 'labs + 14d..28d'],
  ['{ event: call, depends_on: labs, delay: { days: 4, days_max: 9 } }', 'labs + 4d..9d'],
  ['{ event: call, depends_on: labs, delay: { days: 4, distribution: poisson, days_max: 9 } }', 'labs + 0..9d'],
  ['{ event: call, depends_on: labs }', 'labs + 0..0'],
  ['{ event: call, timing: { day: 90 }, window: 3 days }', '87d..93d'],
  ['{ event: call, timing: { day: 90 }, window: -1/+3 days }', '89d..93d'],
  ['{ event: call, timing: { day: 90 }, window: ±3 days }', '87d..93d'],
  ['{ event: call, timing: { day: 90 }, window: { after: 1 week } }', '90d..97d'],
  ['{ event: call, timing: { day: 90, variance: 5 }, window: 3 days }', '85d..95d'],
  ['{ event: call, timing: { after: labs, days: 2 }, window: 1 week }', 'labs + 0..9d'],
  ['{ event: call, timing: { before: labs, days: 2 }, window: 7 }', 'labs + -9d..0'],
  ['{ event: visit }', '30d..30d'],
])('%s happens at %s', (event, moment) => {
  expect(when(place(event))).toBe(moment);
});

test('a time of day alone leaves the day open', () => {
  const use = place('{ event: call, timing: { time: "08:30" } }');
  expect([when(use), use.timing.minuteOfDay]).toEqual(['30d..180d', 510]);
});

test.each([
  ['weekly', '7d', 22],
  ['monthly', '1mo', 6],
  ['3x_week', '2d 480min', 65],
  ['{ every: 28, unit: days, count: 6 }', '28d', 6],
  ['{ every: 2 weeks }', '14d', 11],
])('recurrence %s', (recurrence, every, count) => {
  const use = place(`{ event: call, recurrence: ${recurrence} }`);
  expect([use.recurrence && say(use.recurrence.every), use.recurrence?.count]).toEqual([every, count]);
});

test('an event of its own needs no catalogue, and a rate is a probability', () => {
  const use = place(
    '{ id: insulin, type: prescription, details: { medication: insulin, days_supply: 28 }, fill_rate: 0.9 }',
  );
  expect(bare(use)).toMatchObject({
    id: 'insulin',
    definition: { title: 'Insulin', medication: { drug: { value: 'insulin' }, daysSupply: 28, refills: 0 } },
    probability: { kind: 'constant', value: 0.9 },
  });
});

test('an event of its own takes what it leaves out from the catalogue entry named like its type', () => {
  const encounters = specification('encounters.md', 'events', 'events: { er_visit: { type: er_visit, class: EMER } }');
  const text = around('{ id: fall, type: er_visit }');
  const { library, diagnostics } = libraryOf(encounters, specification('way.md', 'journey', text));
  expect(diagnostics).toEqual([]);
  expect(library.journeys[0]?.phases[1]?.events[0]?.definition.encounterClass).toBe('EMER');
});

test('a condition confines an event to those for whom it holds', () => {
  const use = place(`{ event: call, condition: "has_condition('I10')", probability: 0.5 }`);
  expect(use.probability).toMatchObject({ kind: 'given', holds: { value: 0.5 }, fails: { value: 0 } });
});

test('the same event in a later phase is called by its phase too', () => {
  expect(place('visit').id).toBe('late/visit');
});

test.each([
  ['12 months', '12mo'],
  ['2 years', '24mo'],
  ['90 days', '90d'],
  ['280 days + 42 days', '322d'],
  ['2-4 weeks', '28d'],
  ['200', '200d'],
])('a duration of %s is %s', (text, length) => {
  const { journey } = read(`duration: ${text}\nevents: [call]`);
  expect(journey && say(journey.duration)).toBe(length);
});

test('lengths of phases follow each other, windows stand where they say', () => {
  const { journey } = read(`
phases:
  - { name: One, duration: 1 month, events: [call] }
  - { name: Two, duration: 2 weeks }
  - { name: Three, duration: weeks 14-27 }
`);
  expect(journey?.phases.map(({ from, to }) => `${say(from)}..${say(to)}`)).toEqual([
    '0..1mo',
    '1mo..1mo 14d',
    '98d..196d',
  ]);
  expect(journey && say(journey.duration)).toBe('196d');
});

test('flat events wait for the one before', () => {
  const { journey, diagnostics } = read(`
journey: { journey_id: flat, duration_days: 60, events: [ visit, { event: call, delay: { days: 3 } }, { event: rx, completion_rate: 0.8, delay: 1 week } ] }
`);
  expect(diagnostics).toEqual([]);
  expect(journey?.phases[0]?.events.map(when)).toEqual(['0..0', 'visit + 3d..3d', 'call + 7d..7d']);
});

test.each([
  ['2024-05-01', { kind: 'date', date: '2024-05-01' }],
  ['enrollment_date', { kind: 'enrollment' }],
  ['diagnosis_date', { kind: 'trailing', days: 365 }],
  ['{ trailing_days: 90 }', { kind: 'trailing', days: 90 }],
  ['{ distribution: uniform, trailing_days: 90 }', { kind: 'trailing', days: 90 }],
  ['{ from: 2024-01-01, to: 2024-03-31 }', { kind: 'between', from: '2024-01-01', to: '2024-03-31' }],
  [
    '{ distribution: uniform, min: 2024-01-01, max: 2024-03-31 }',
    { kind: 'between', from: '2024-01-01', to: '2024-03-31' },
  ],
])('start: %s', (start, canonical) => {
  expect(bare(read(`start: ${start}\nduration: 10 days\nevents: [call]`).journey?.start)).toEqual(canonical);
});

test.each([
  ['vist', 'normalize-reference-unknown 13:9'],
  ['{ event: vist, timing: { day: 40 } }', 'normalize-reference-unknown 13:18'],
  ['{ id: x, type: encountr }', 'normalize-word-unknown 13:24'],
  ['{ id: x, type: encounter }', 'normalize-event-incomplete 13:9'],
  ['{ id: x, type: outreach, plan: Medicare Advantage }', 'normalize-event-key-idle 13:40'],
  ['{ id: x, type: procedure, procedures: [scan] }', 'normalize-reference-unknown 13:48'],
  ['{ id: x, type: immunization, vaccines: [flu] }', 'normalize-reference-unknown 13:49'],
  ['{ id: x, type: care_gap, measure: feet }', 'normalize-reference-unknown 13:43'],
  ['{ id: x, type: prescription, medication: insulin }', 'normalize-key-missing 13:50'],
  ['{ event: call, timing: { after: lab } }', 'normalize-anchor-unknown 13:41'],
  ['{ event: call, timing: { dya: 3 } }', 'normalize-key-unknown 13:34'],
  ['{ event: call, timing: sometime }', 'normalize-timing 13:32'],
  ['{ event: call, timing: { day: 3 } }', 'normalize-timing-outside-phase 13:32'],
  ['{ event: call, timing: { day: 400 } }', 'normalize-timing-beyond-journey 13:32'],
  ['{ event: call, timing: { day: [9, 3] } }', 'normalize-bounds 13:39'],
  ['{ event: call, timing: { day: { distribution: poisson, mean: 40 }, week: 2 } }', 'normalize-key-twice 13:76'],
  ['{ event: call, timing: { day: { distribution: poisson, mean: 40 }, variance: 2 } }', 'normalize-key-twice 13:76'],
  ['{ event: call, timing: { after: labs, days: { A: 0.5, B: 0.5 } } }', 'normalize-value-kind 13:53'],
  ['{ event: call, timing: { time: "25:00" } }', 'normalize-value-kind 13:40'],
  ['{ event: call, recurrence: sometimes }', 'normalize-recurrence 13:36'],
  ['{ event: call, recurrence: { every: 1, unit: minute } }', 'normalize-occurrences 13:36'],
  ['{ event: call, recurrence: { every: monthly, until: "a1d < 7" } }', 'normalize-expression-name 13:62'],
  ['{ event: call, until: "a1c < 7" }', 'normalize-without-effect 13:24'],
  ['{ event: call, delay: { distribution: normal, mean: 3 } }', 'normalize-key-missing 13:47'],
  ['{ event: call, delay: { days: 3, mean: 4 } }', 'normalize-without-effect 13:42'],
  ['{ event: call, delay: { days: 3, days_min: 2, days_max: 5 } }', 'normalize-without-effect 13:33'],
  ['{ event: call, delay: { distribution: uniform, days: 5 } }', 'normalize-without-effect 13:33'],
  ['{ event: call, delay: { distribution: fixed, days_min: 2, days_max: 5 } }', 'normalize-without-effect 13:33'],
  ['{ event: call, delay: { days: 3, distribution: exponential, mean: 4 } }', 'normalize-key-twice 13:33'],
  ['{ event: call, delay: { weeks: 3, distribution: { type: exponential, mean: 4 } } }', 'normalize-key-twice 13:33'],
  ['{ event: call, delay: { days: 7, days_max: 3 } }', 'normalize-bounds 13:31'],
  ['{ event: call, delay: { hours: 7, days_min: 5 } }', 'normalize-bounds 13:31'],
  ['{ event: call, depends_on: [visit, lab] }', 'normalize-anchor-unknown 13:44'],
  ['{ journey: nowhere }', 'normalize-journey-unknown 13:20'],
  ['{ event: call, condition: "has_event(\'cal\')" }', 'normalize-reference-unknown 13:46'],
  ['{ event: call, condition: "latest(\'weight\') > 3" }', 'normalize-reference-unknown 13:43'],
  ['{ event: call, effects: [ { attribute: a1c, change: 1, set: 7 } ] }', 'normalize-key-twice 13:64'],
  ['{ event: call, effects: [ { attribute: a1c, change: 1, over: 5-10 days } ] }', 'normalize-length-of-window 13:70'],
  ['{ event: call, effects: [ { attribute: a1c, change: 1, onset: weeks 2-3 } ] }', 'normalize-length-of-window 13:71'],
  ['{ event: call, window: 2-4 days }', 'normalize-length-of-window 13:32'],
  ['{ event: call, delay: { distribution: { A: 0.5, B: 0.5 } } }', 'normalize-value-kind 13:47'],
  ['{ event: call, effects: [ { attribute: a1c, change: much } ] }', 'normalize-value-kind 13:61'],
  ['{ event: call, effects: [ { attribute: a1d, change: 1 } ] }', 'normalize-effect-attribute 13:48'],
  ['{ event: call, effects: [ { attribute: gender, change: 1 } ] }', 'normalize-effect-attribute 13:48'],
  ['{ event: call, effects: [ { attribute: a1c, change: 1, over: -3 } ] }', 'normalize-value-range 13:70'],
  ['{ event: call, probability: 2 }', 'normalize-value-range 13:37'],
  ['{ event: call, probability: { given: colour = 2, then: 1, else: 0 } }', 'normalize-expression-name 13:46'],
  ['{ event: call, class: XYZ }', 'normalize-reference-unknown 13:31'],
  ['{ event: call, observations: [sugar] }', 'normalize-reference-unknown 13:39'],
  ['call\n      - call', 'normalize-event-repeated 14:9'],
])('%s is reported as %s', (event, problem) => {
  expect(placesOf(read(around(event)).diagnostics)).toEqual([problem]);
});

const EACH = { cycle: '{ length: 10 days }', until: '{ length: 10 days, until: "a1c < 7" }' };

/** A journey of a hundred days that is a cycle of two phases. */
const cycling = (cycle: string, second = ''): Journey | undefined =>
  read(`
journey_name: Way
duration: 100 days
cycle: ${cycle}
phases:
  - { name: A, duration: 5 days, events: [{ event: call, timing: { day: 1 } }] }
  - { name: B, duration: 5 days, ${second} events: [{ event: visit, timing: { day: 6 } }] }
`).journey;

test('the end of cycles of a whole journey is asked as often as there are cycles', () => {
  const uses = cycling(EACH.until)?.phases.flatMap(({ events }) => events) ?? [];
  const counts = uses.map(({ id, recurrence }) => [id, recurrence?.count]);
  expect(counts.filter(([id]) => String(id).startsWith('until'))).toEqual([
    ['until of A', 10],
    ['until of B', 10],
  ]);
});

test('a phase that is over once something holds is over in that cycle of the journey alone', () => {
  const uses = cycling(EACH.cycle, 'stop: "a1c < 7",')?.phases.flatMap(({ events }) => events) ?? [];
  expect(uses.flatMap(({ leaves }) => leaves?.each ?? [])).toEqual(['enter Cycle']);
});

test('an event with an error of its own is not held to be unknown by those that wait for it', () => {
  const { diagnostics } = read(
    around('{ event: call, observations: [sugar] }\n      - { event: visit, timing: { after: call } }'),
  );
  expect(placesOf(diagnostics)).toEqual(['normalize-reference-unknown 13:39']);
  expect(diagnostics[0]?.hint).toContain('a row of the table `observations`');
});

test.each([
  [
    'duration: 10 days\nevents: [call]\nbranching: [ { after: cal, branches: [ { events: [visit] } ] } ]',
    'normalize-anchor-unknown 8:23',
  ],
  [
    'duration: 10 days\nevents: [call]\nbranching: [ { branches: { a: [visit], b: [labs] } } ]',
    'normalize-branch-unreachable 8:31',
  ],
  [
    'duration: 10 days\nevents: [call, visit]\nbranching: [ { after: call, branches: [ { after: visit, events: [labs] } ] } ]',
    'normalize-branch-elsewhere 8:50',
  ],
  [
    'duration: 10 days\nevents: [call]\nbranching: [ { branches: [ { choose: [ { event: visit, weight: 2 } ] } ] } ]',
    'normalize-weights 8:38',
  ],
  ['duration: 10 days\nevents: [call]\ncount: 0', 'normalize-value-range 8:8'],
  ['duration: 10 days\nstart: { from: 2024-01-01 }\nevents: [call]', 'normalize-key-missing 7:8'],
  ['duration: 10 days\nphases: [ { name: A, transitions: [ { to: B } ] } ]', 'normalize-reference-unknown 7:43'],
  [
    'duration: 10 days\nphases: [ { name: A, transitions: [ { to: B } ] }, { name: B, transitions: [ { to: A } ] } ]',
    'normalize-phases-circle 7:84',
  ],
  [
    'duration: 10 days\nphases: [ { name: A, duration: 2 days, stop: "age > 3" }, { name: A, duration: 2 days } ]',
    'normalize-phase-repeated 7:59',
  ],
  ['duration: 9 days\njourney_name: A\nevents: [call]\nphases: [ { name: A } ]', 'normalize-phase-repeated 8:9'],
  ['duration: soon\nevents: [call]', 'normalize-duration 6:11'],
  ['duration: 30-10 days\nevents: [call]', 'normalize-bounds 6:11'],
  ['duration: 9 days\nphases: [ { name: A, duration: -2 days, events: [call] } ]', 'normalize-value-range 7:32'],
  ['duration: -9 days\nphases: [ { name: A, duration: 2 days, events: [call] } ]', 'normalize-value-range 6:11'],
  [
    'duration: 9 days\nphases: [ { name: A, duration: 2 days, events: [call], transitions: [ { to: B, after: -5 days } ] }, { name: B, events: [call] } ]',
    'normalize-value-range 7:87',
  ],
  ['events: [call]', 'normalize-key-missing 6:9'],
  ['duration: 10 days', 'normalize-key-missing 6:1'],
  [
    'duration: 10 days\nstart: { trailing_days: 90, distribution: normal }\nevents: [call]',
    'normalize-without-effect 7:43',
  ],
  ['duration: 10 days\nstart: someday\nevents: [call]', 'normalize-word-unknown 7:8'],
  ['duration: 10 days\npattern: circular\nevents: [call]', 'normalize-word-unknown 7:10'],
  ['duration: 10 days\npattern: cyclic\nevents: [call]', 'normalize-without-effect 7:10'],
  [
    'duration: 10 days\npattern: linear\ncycle: { length: 2 days, count: 2 }\nevents: [call]',
    'normalize-without-effect 7:10',
  ],
  [
    'duration: 10 days\nevents: [call]\nbranches: { a: { probability: 1, timing: { days: 2 }, events: [ { event: rx, timing: { days: 1 } } ] } }',
    'normalize-without-effect 8:42',
  ],
  ['duration: 10 days\nprofile: nobody\nevents: [call]', 'normalize-template-unknown 6:1'],
  ['duration: 10 days\nphases: [ { name: A, duration: 0-60 days } ]', 'normalize-phase-beyond-duration 7:32'],
])('%j is reported as %s', (text, problem) => {
  expect(placesOf(read(text).diagnostics)).toEqual([problem]);
});

test('events that wait for each other are reported with their circle', () => {
  const { diagnostics } = read(
    around('{ event: call, timing: { after: rx } }\n      - { event: rx, timing: { after: call } }'),
  );
  expect(diagnostics[0]?.message).toContain('call → rx → call');
});

test('a broken entry of the catalogue is named where a journey uses it', () => {
  const broken = specification('broken.md', 'events', 'events: { odd: { type: encounter } }');
  const { diagnostics } = libraryOf(broken, specification('way.md', 'journey', 'duration: 9 days\nevents: [odd]'));
  expect(placesOf(diagnostics)).toEqual(['normalize-event-incomplete 6:16', 'normalize-event-broken 7:10']);
});

test('an event about which something is warned stands, and others wait for it', () => {
  const { journey, diagnostics } = read(
    around(
      '{ id: found, type: diagnosis, conditions: [Z98.8], timing: { day: 40 } }\n      - { event: call, timing: { after: found, days: 2 } }',
    ),
  );
  expect(diagnostics.map(({ code }) => code)).toEqual(['normalize-code-unchecked']);
  expect(journey?.phases[1]?.events.map(({ id }) => id)).toEqual(['found', 'call']);
});
