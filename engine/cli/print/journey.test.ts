import { expect, test } from 'vitest';
import type { Journey, Offset } from '../../model/index.ts';
import { formatJourney } from './journey.ts';

const at = { file: 'a.md', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
const days = (count: number): Offset => ({ months: 0, days: count, minutes: 0 });

const visit = {
  name: 'visit',
  type: 'encounter',
  title: 'Visit',
  encounterClass: 'AMB',
  conditions: [],
  observations: [],
  medication: undefined,
  at,
} as const;

const journey: Journey = {
  id: 'recovery',
  title: 'Recovery',
  profile: undefined,
  duration: days(90),
  start: { kind: 'trailing', days: 365, at },
  phases: [
    {
      name: 'Operation',
      from: days(0),
      to: days(30),
      events: [
        {
          id: 'visit',
          definition: visit,
          timing: { anchor: { kind: 'journey' }, earliest: days(0), latest: days(2), minuteOfDay: undefined, at },
          recurrence: undefined,
          probability: { kind: 'constant', value: 1, at },
          at,
        },
      ],
      at,
    },
    {
      name: 'Rehabilitation',
      from: days(30),
      to: days(90),
      events: [
        {
          id: 'check',
          definition: visit,
          timing: {
            anchor: { kind: 'event', id: 'visit' },
            earliest: days(40),
            latest: days(40),
            minuteOfDay: undefined,
            at,
          },
          recurrence: { every: days(7), count: 4, until: days(90), at },
          probability: { kind: 'constant', value: 0.8, at },
          at,
        },
      ],
      at,
    },
  ],
  at,
};

test('a phase that others lead to is drawn from the first day on which anybody can come into it', () => {
  const [first, second] = journey.phases;
  if (first === undefined || second === undefined) throw new Error('The journey has two phases.');
  const [visited] = first.events;
  if (visited === undefined) throw new Error('The phase has an event.');
  const leaving = {
    ...visited,
    id: 'away',
    timing: { ...visited.timing, earliest: days(20), latest: days(30) },
    leaves: { group: 'phase Operation', kind: 'phase' as const, to: 'Rehabilitation' },
  };
  const entered = {
    ...visited,
    id: 'enter',
    timing: { ...visited.timing, anchor: { kind: 'entry' as const, phase: 'Rehabilitation' } },
  };
  const phases = [
    { ...first, events: [leaving] },
    { ...second, from: days(0), to: days(60), events: [entered] },
  ];
  expect(formatJourney({ ...journey, phases })).toContain(
    'Rehabilitation            ········▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒····  up to 60 days once entered, from day 20 on',
  );
});

test('a journey is drawn as bars on one time line, with when its events happen', () => {
  expect(`\n${formatJourney(journey)}`).toMatchInlineSnapshot(`
    "
    Recovery: 90 days

    Operation                 ████████████························  day 0-30
      visit                   encounter      day 0-2

    Rehabilitation            ············████████████████████████  day 30-90
      check                   encounter      40 days after visit, every 7 days, at most 4 times, 80 %"
  `);
});
