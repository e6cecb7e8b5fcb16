import { expect, test } from 'vitest';
import { readRows } from '../testing/built-tables.ts';
import { openCohortBuilds } from '../testing/cohort-builds.ts';

const builds = await openCohortBuilds();
const JOURNEY = 'generation/templates/journeys/parting.md';

async function parted(branching: string, count = 8000, expected: readonly string[] = []): Promise<string> {
  const text = `---
name: parting
description: Ways that part as a test asks for.
type: journey-template
profile: medicare-diabetic
---

\`\`\`yaml
journey_name: Parting
duration: 12 months
start: 2024-01-08
phases:
  - name: Review
    duration: 0-365 days
    events:
      - { id: review, type: encounter, class: AMB, timing: { day: 30 } }
${branching}
\`\`\`
`;
  const loaded = await builds.tree({ [JOURNEY]: text }, expected);
  return builds.build(loaded, { what: 'parting', count });
}

/** The share of people to whom each event that is no visit happened. */
async function shares(file: string): Promise<Record<string, number>> {
  const rows = await readRows(
    file,
    `select event, branch, avg((status = 'happened')::integer) as share from core.timeline where event <> 'review'
     group by all order by event`,
  );
  return Object.fromEntries(rows.map(({ event, branch, share }) => [`${text(branch)}: ${text(event)}`, Number(share)]));
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const close = (share: number): unknown => expect.closeTo(share, 1);

test('branches by share, by condition and for the rest take each person once, in their order', async () => {
  const file = await parted(`branching:
  - after: review
    branches:
      - { name: oldest, condition: "age > 80", probability: 0.5, events: [ { id: home_visit, type: outreach } ] }
      - { name: called, probability: 0.2, events: [ { id: call, type: outreach, timing: { after: review, days: 7 } } ] }
      - { name: rest, else: true, events: [ { id: letter, type: outreach } ] }`);
  const rows = await readRows(
    file,
    `select age > 80 as old, branch, count(*) as people
     from core.timeline join (select person_id, date_diff('year', birth_date, date '2025-01-01') - (strftime(birth_date, '%m%d') > '0101')::integer as age from core.persons) using (person_id)
     where status = 'happened' and branch is not null group by 1, 2 order by 1, 2`,
  );
  const all = (age: unknown): number =>
    rows.reduce((sum, { old, people }) => sum + (old === age ? Number(people) : 0), 0);
  expect(rows.map(({ old, branch, people }) => [old, branch, Number(people) / all(old)])).toEqual([
    [false, 'called', close(0.2)],
    [false, 'rest', close(0.8)],
    [true, 'oldest', close(0.5)],
    [true, 'called', close(0.2)],
    [true, 'rest', close(0.3)],
  ]);
  const each = await readRows(
    file,
    "select count(*) as people, count(distinct person_id) as persons from core.timeline where status = 'happened' and branch is not null",
  );
  expect(each).toEqual([{ people: '8000', persons: '8000' }]);
  const reasons = await readRows(
    file,
    "select distinct skipped_because as reason from core.timeline where status = 'skipped'",
  );
  expect(reasons).toEqual([{ reason: 'another branch was taken' }]);
});

test('a choice takes one of its events by weight, in a way within a way', async () => {
  const file = await parted(`branch_point:
  after: review
  condition: "age >= 0"
  branches:
    true:
      name: everybody
      choose: [ { event: welcome_outreach, weight: 0.4 }, { event: medication_reminder, weight: 0.6 } ]
      branching:
        - name: second
          branches: { few: { probability: 0.1, events: [ { id: survey, type: screening } ] } }
    false: [ { id: nobody, type: outreach } ]`);
  expect(await shares(file)).toEqual({
    'false: nobody': 0,
    'few: survey': close(0.1),
    'medication_reminder: medication_reminder': close(0.6),
    'welcome_outreach: welcome_outreach': close(0.4),
  });
});

test('a value leads each person to the branch of its name', async () => {
  const file = await parted(`branching:
  - after: review
    value: gender
    branches: { F: [ { id: for_women, type: outreach } ], else: [ { id: for_men, type: outreach, events: [ { id: answer, type: milestone } ] } ] }`);
  const rows = await readRows(
    file,
    `select sex, list(event order by event) as events from (select person_id, sex, event from core.timeline join core.persons using (person_id)
     where status = 'happened' and event <> 'review') group by sex, person_id`,
  );
  const words = new Set(rows.map(({ sex, events }) => `${text(sex)} ${JSON.stringify(events)}`));
  expect([...words].toSorted()).toMatchInlineSnapshot(`
    [
      "F ["for_women"]",
      "M ["for_men","answer"]",
    ]
  `);
});

test('what lies on a branch comes to those who came to the parting of the ways, and not before, whatever it is timed after', async () => {
  const file = await parted(
    `      - { id: result, type: milestone, timing: { after: review, days: [4, 12] }, probability: 0.5 }
    transitions: [ { to: Care, after: 60 days } ]
  - name: Care
    duration: 0-365 days
    events:
      - { id: check, type: milestone, timing: { day: [4, 12] }, probability: 0.5 }
    branching:
      - after: check
        branches: [ { name: checked, else: true, events: [ { id: own_day, type: milestone, timing: { day: 8 } } ] } ]
branching:
  - after: result
    branches:
      - name: told
        else: true
        events:
          - { id: soon, type: milestone, timing: { after: review, days: 2 } }
          - { id: within, type: milestone, timing: { after: review, days: 8 } }
          - { id: hours, type: milestone, timing: { after: review, hours: 10 } }
          - { id: weekly, type: milestone, timing: { after: review, days: 0 }, recurrence: { every: 7, unit: days, count: 3 } }
          - { id: next, type: milestone, timing: { after: within, days: 1 } }
          - { id: from_start, type: milestone, timing: { day: 32 } }
          - { id: waited, type: milestone, timing: { days: 12 } }
          - { id: words, type: milestone, timing: same_day }
          - { id: near, type: milestone, timing: { before: waited, days: 3 } }
          - { id: early, type: milestone, timing: { before: waited, days: 40 } }
          - { id: lead, type: milestone, timing: { before: soon, days: 5 } }
          - { id: hour, type: milestone, timing: { before: soon, hours: 30 } }
          - { id: prior, type: milestone, timing: { before: review, days: 3 } }
          - { id: own, type: milestone, timing: { before: result, days: 1 } }`,
    60,
    Array.from({ length: 5 }, () => 'normalize-timing-before-parting'),
  );
  const PARTED = `with parted as (select person_id, event, moment, status from core.timeline where event in ('result', 'check')),
    days as (select person_id, moment::date as day from core.timeline where event = 'review')
    from core.timeline as one join parted on parted.person_id = one.person_id and parted.event = if(one.event = 'own_day', 'check', 'result')
    join days on days.person_id = one.person_id`;
  const early = await readRows(
    file,
    `${PARTED} select one.event where one.event not in ('review', 'result', 'check') and one.phase in ('Review', 'Care')
       and one.event not like '% to %' and one.event not like 'enter %'
       and ((one.status = 'happened') <> (parted.status = 'happened') or one.moment < parted.moment)`,
  );
  expect(early).toEqual([]);
  const told = await readRows(
    file,
    `${PARTED} select distinct one.event, one.moment::date - greatest(day + if(one.event = 'within', 8, 2), parted.moment::date) as late
     where one.event in ('soon', 'within') order by all`,
  );
  expect(told.map(({ event, late }) => `${text(event)} ${Number(late)}`)).toEqual(['soon 0', 'within 0']);
  const waits = await readRows(
    file,
    `${PARTED} select distinct one.event, one.moment::date - parted.moment::date as days
     where one.event in ('waited', 'words', 'near', 'early', 'lead', 'hour', 'prior', 'own') and one.status = 'happened' order by all`,
  );
  expect(waits.map(({ event, days }) => `${text(event)} ${Number(days)}`).toSorted()).toEqual([
    'early 0',
    'hour 0',
    'lead 0',
    'near 9',
    'own 0',
    'prior 0',
    'waited 12',
    'words 0',
  ]);
  const weekly = await readRows(
    file,
    `${PARTED} select count(*) as twice where one.event = 'weekly' group by one.person_id, one.moment having count(*) > 1`,
  );
  expect(weekly).toEqual([]);
});

test('an event on a branch that counts from the start of the journey still waits for where the ways part, and is named', async () => {
  const file = await parted(
    `branching:
  - after: review
    branches:
      - name: all
        else: true
        events:
          - { id: early, type: milestone, timing: { day: 2 } }
          - { id: late, type: milestone, timing: { day: 90 } }
          - { id: monthly, type: milestone, timing: { day: 0 }, recurrence: { every: 20, unit: days, count: 4 } }`,
    20,
    ['normalize-timing-before-parting'],
  );
  const rows = await readRows(
    file,
    `select distinct event, date_diff('day', date '2024-01-08', moment::date) as day from core.timeline where event <> 'review' order by all`,
  );
  expect(rows.map(({ event, day }) => `${text(event)} ${Number(day)}`)).toEqual([
    'early 30',
    'late 90',
    'monthly 30',
    'monthly 40',
    'monthly 60',
  ]);
});

test('a phase with a share and a condition is entered as a whole by those alone', async () => {
  const file = await parted(
    `  - name: Programme
    duration: 60-300 days
    condition: "age > 70"
    probability: 0.5
    events:
      - { id: enrolled, type: outreach, timing: { day: 60 } }
      - { id: lesson, type: outreach, timing: { after: enrolled, days: 14 } }`,
    4000,
  );
  const rows = await readRows(
    file,
    `select count(*) as people, count(*) filter (events = 2)::double / count(*) as share, count(*) filter (events = 1) as halves
     from (select person_id, date_diff('day', any_value(birth_date), date '2025-01-01') / 365.25 as age,
           count(*) filter (event <> 'review' and status = 'happened') as events from core.timeline join core.persons using (person_id) group by 1)
     group by age > 71.1, age < 70.9 having count(*) > 100 order by age > 71.1`,
  );
  expect(rows.map(({ share, halves }) => [Number(share), Number(halves)])).toEqual([
    [0, 0],
    [close(0.5), 0],
  ]);
});
