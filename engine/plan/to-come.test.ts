import { expect, test } from 'vitest';
import { readRows } from '../testing/built-tables.ts';
import { openCohortBuilds } from '../testing/cohort-builds.ts';
import { yearOfEvents } from '../testing/year-of-events.ts';

const builds = await openCohortBuilds();

test('a journey that goes on behind as_of is planned there, makes no rows and ends nothing yet', async () => {
  const loaded = await builds.tree({
    'generation/templates/journeys/begun.md': yearOfEvents(
      'begun',
      [
        '{ id: visit, type: encounter, class: AMB, timing: { day: 1 }, recurrence: { every: 60, unit: days, count: 6 } }',
        '{ id: pill, type: prescription, timing: { day: 2 }, details: { medication: metformin, days_supply: 30, refills: 11 } }',
        '{ id: call, type: outreach, timing: { day: 80 }, recurrence: { every: 20, unit: days, count: 4 }, probability: 0.5 }',
        '{ id: surgery, type: admission, class: IMP, timing: { day: 100 } }',
        '{ id: bloods, type: lab_order, observations: [a1c], timing: { before: surgery, days: 20 } }',
        '{ id: stay, type: admission, class: IMP, timing: { day: 88, any_day: true } }',
        '{ id: home, type: discharge, timing: { after: stay, days: 9 } }',
        '{ id: leaving, type: disenrollment, timing: { day: 130 } }',
        '{ id: death, type: death, timing: { day: 140 } }',
      ],
      { start: '2024-10-01' },
    ),
    'generation/templates/journeys/at-seventy-two.md': yearOfEvents(
      'at-seventy-two',
      [
        '{ id: greeting, type: outreach, timing: { day: 0 } }',
        '{ id: checkup, type: encounter, class: AMB, timing: { day: 1 }, recurrence: { every: 90, unit: days, count: 4 } }',
      ],
      { start: '{ age: 72 }' },
    ),
    'generation/templates/journeys/looking-ahead.md': yearOfEvents(
      'looking-ahead',
      [
        '{ id: greeting, type: outreach, timing: { day: 5 } }',
        '{ id: late_call, type: outreach, timing: { day: 150 } }',
        `{ id: ahead, type: outreach, timing: { day: 40 }, condition: "has_event('late_call') at month 6" }`,
        `{ id: unaware, type: outreach, timing: { day: 40 }, condition: "not has_event('late_call') at month 6" }`,
        `{ id: back, type: outreach, timing: { day: 80 }, condition: "has_event('greeting') at month 2" }`,
        `{ id: beyond, type: outreach, timing: { day: 200 }, condition: "has_event('late_call') at month 6" }`,
      ],
      { start: '2024-10-01' },
    ),
    'generation/cohorts/going-on.md':
      '---\nname: going-on\ndescription: Journeys that go on.\ntype: cohort\n---\n\n```yaml cohort\ncohort_name: going on\nprofile: medicare-diabetic\njourneys: [begun, at-seventy-two, looking-ahead]\ncount: 300\nproducts: [patientsim, membersim, rxmembersim]\n```\n',
  });
  const file = await builds.build(loaded, { what: 'going-on' });
  const told = await readRows(
    file,
    `select concat_ws(' ', event, occurrence, status, skipped_because) as line, count(*)::int as people from core.timeline
      where journey = 'begun' and event <> 'call' group by all order by min(moment), line`,
  );
  expect(told.map(({ line, people }) => [line, people])).toEqual(
    [
      'visit 0 happened',
      'pill 0 happened',
      'visit 1 happened',
      'bloods 0 happened',
      'stay 0 happened',
      'home 0 planned not yet due',
      'surgery 0 planned not yet due',
      'visit 2 planned not yet due',
      'leaving 0 planned not yet due',
      'death 0 planned not yet due',
      'visit 3 planned not yet due',
      'visit 4 planned not yet due',
      'visit 5 planned not yet due',
    ].map((line) => [line, 300]),
  );
  const asked = await readRows(
    file,
    `select distinct concat_ws(' ', event, status, skipped_because) as line from core.timeline
      where journey = 'looking-ahead' order by line`,
  );
  expect(asked.map(({ line }) => line)).toEqual([
    'ahead skipped its condition did not hold',
    'back happened',
    'beyond planned not yet due',
    'greeting happened',
    'late_call planned not yet due',
    'unaware skipped its condition did not hold',
  ]);
  const [aged] = await readRows(
    file,
    `select count(*) filter (status = 'happened' and moment::date > date '2025-01-01')::int as wrong,
       count(*) filter (status = 'planned' and moment::date <= date '2025-01-01')::int as early,
       count(*) filter (status = 'planned') > 5 as planned, count(*) filter (status = 'happened') > 100 as happened
     from core.timeline where journey = 'at-seventy-two'`,
  );
  expect(aged).toEqual({ wrong: 0, early: 0, planned: true, happened: true });
  const [made] = await readRows(
    file,
    `select (select count(*)::int from core.persons where death_date is not null) as dead,
       (select count(*)::int from membersim.enrollments where end_date is not null or status = 'ended') as ended,
       (select max(start_time)::date <= date '2025-01-01' from patientsim.encounters) as encounters,
       (select count(*)::int from patientsim.encounters e join core.timeline on timeline_id = encounter_id
         where event = 'stay' and e.status = 'in-progress' and discharge_disposition is null and end_time::date = date '2025-01-06') as inside,
       (select count(*)::int from membersim.claims c join core.timeline on timeline_id = c.event_id where event = 'stay') as billed,
       (select greatest(max(service_to), max(received_date)) <= date '2025-01-01' from membersim.claims) as claims,
       (select max(filled_on) <= date '2025-01-01' from rxmembersim.fills) as fills,
       (select max(effective_time)::date <= date '2025-01-01' from patientsim.observations) as observations,
       (select coalesce(max(closed_date) <= date '2025-01-01', true) from membersim.care_gaps) as gaps`,
  );
  expect(made).toEqual({
    dead: 0,
    ended: 0,
    encounters: true,
    inside: 300,
    billed: 0,
    claims: true,
    fills: true,
    observations: true,
    gaps: true,
  });
  const [calls] = await readRows(
    file,
    `select (select people::int from meta.fidelity where quantity like '%call' and part = 'happens') as asked, count(*)::int as come,
       (select verdict from meta.fidelity where quantity like '%call' and part = 'happens') as verdict
     from core.timeline where event = 'call' and moment::date <= date '2025-01-01'`,
  );
  expect(calls?.['asked']).toBe(calls?.['come']);
  expect(calls?.['verdict']).toBe('as declared');
});

const TURNING = `---
name: turning
description: Much that is left open for long.
type: journey-template
profile: medicare-diabetic
---

\`\`\`yaml
journey_name: Turning
duration: 18 months
start: 2024-09-02
phases:
  - name: First
    duration: 0-200 days
    events:
      - { id: surgery, type: admission, class: IMP, timing: { day: 130, variance: 15 }, probability: 0.5 }
      - { id: bloods, type: outreach, timing: { before: surgery, days: 20 } }
      - { id: follow_up, type: outreach, timing: { after: surgery, days: 9 } }
      - { id: leaving, type: withdrawal, timing: { day: [90, 250] }, probability: 0.2 }
      - { id: flare, type: outreach, timing: { day: 40 }, recurrence: { every: 31, unit: days, count: 5 }, probability: 0.3 }
      - { id: diary, type: outreach, timing: { day: 5 }, recurrence: { every: 14, unit: days, count: 20, until: "count_events('flare') >= 1" }, probability: 0.5 }
    transitions:
      - { to: Worse, event: flare, probability: 0.5 }
      - { to: Better, after: 150-200 days }
  - { name: Worse, duration: 90 days, transitions: [ { to: Care, after: 30 days } ], events: [ { id: alarm, type: outreach, timing: { day: 5 } } ] }
  - { name: Better, duration: 90 days, events: [ { id: praise, type: outreach, timing: { day: 3 } } ] }
  - { name: Care, duration: 90 days, events: [ { id: nursed, type: outreach, timing: { day: 3 } } ] }
  - name: Far
    duration: 400-540 days
    events:
      - { id: transplant, type: outreach, timing: { day: 500 }, probability: 0.5 }
      - { id: listing, type: outreach, timing: { before: transplant, days: 480 } }
  - name: Parting
    duration: 230-350 days
    branching:
      - branches:
          - { name: left, probability: 0.4, events: [ { id: left_call, type: outreach, timing: { day: 260 } }, { id: left_note, type: outreach, timing: { before: left_call, days: 145 } } ] }
          - { name: right, else: true, events: [ { id: right_call, type: outreach, timing: { day: 270 } } ] }
\`\`\`
`;
const STARTED = yearOfEvents('started', ['{ id: greeting, type: outreach, timing: { day: 3 } }'], {
  start: '{ event: flare, journey: turning }',
});

test('nothing that is planned tells what is decided behind as_of, and what a file tells is told by each later one', async () => {
  const loaded = await builds.tree({
    'generation/templates/journeys/turning.md': TURNING,
    'generation/templates/journeys/started.md': STARTED,
  });
  const built = (asOf: string): Promise<string> =>
    builds.build(loaded, { what: 'medicare-diabetic', journeys: ['turning', 'started'], count: 250, asOf });
  const [now, later] = [await built('2025-01-01'), await built('2026-06-01')];
  const told = async (file: string): Promise<ReadonlyMap<string, string>> => {
    const rows = await readRows(
      file,
      `select concat_ws(' ', person_id, event, occurrence) as what, concat_ws(' ', moment, status, skipped_because) as came
       from core.timeline where moment::date <= date '2025-01-01'`,
    );
    return new Map(rows.map(({ what, came }) => [text(what), text(came)]));
  };
  expect(await told(now)).toEqual(await told(later));
  const planned = await readRows(
    now,
    "select distinct event::text as event from core.timeline where status = 'planned' order by event",
  );
  expect(planned.map(({ event }) => event)).toEqual([
    'bloods',
    'diary',
    'enter Care',
    'flare',
    'follow_up',
    'leaving',
    'left_call',

    'nursed',
    'right_call',
    'surgery',
    'transplant',
  ]);
  const [known] = await readRows(
    now,
    `with by_person as (select person_id, string_agg(status || coalesce(' ' || skipped_because, ''), '') filter (event = 'surgery' and moment::date > date '2025-01-01') as surgery,
         min(status) filter (event = 'bloods' and moment::date <= date '2025-01-01') as bloods,
         count(*) filter (event = 'diary' and status = 'planned') as diaries, count(*) filter (event = 'flare' and status = 'happened') as flares,
         count(*) filter (event like 'enter%' or skipped_because like 'after %') as over
       from core.timeline where journey = 'turning' group by person_id)
     select (select bool_and((bloods = 'happened') = (surgery = 'planned not yet due')) and bool_and(bloods = 'happened' or surgery = 'skipped chance')
         and count(distinct bloods) = 2 from by_person where bloods is not null and surgery is not null and over = 0) as led_up,
       (select count(distinct diaries)::int from by_person where flares = 0 and over = 0) as diaries`,
  );
  expect(known).toEqual({ led_up: true, diaries: 1 });
  const far = await readRows(
    now,
    `select string_agg(concat_ws(' ', event, status, skipped_because), ', ' order by event) as line from core.timeline
      where event in ('transplant', 'listing') and person_id not in (select person_id from core.timeline where skipped_because like 'after %')
      group by person_id`,
  );
  expect(new Set(far.map(({ line }) => line))).toEqual(
    new Set([
      'transplant planned not yet due, listing happened',
      'transplant skipped chance, listing skipped what it leads up to does not happen',
    ]),
  );
  const [diary] = await readRows(
    later,
    "select verdict from meta.fidelity where quantity like '%diary' and part = 'happens'",
  );
  expect(diary?.['verdict']).toBe('as declared');
});

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
