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
