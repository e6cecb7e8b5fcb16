import { expect, test } from 'vitest';
import { readRows } from '../../testing/built-tables.ts';
import { openCohortBuilds } from '../../testing/cohort-builds.ts';
import { yearOfEvents } from '../../testing/year-of-events.ts';

const builds = await openCohortBuilds();

const PROFILE = `---
name: moving-people
description: People whose numbers move.
type: profile-template
---

\`\`\`yaml
profile_name: Moving people
count: 400
seed: 3
as_of: 2025-06-30
demographics: { age: { min: 40, max: 80 } }
conditions: [ { code: E11.9, prevalence: 1 } ]
labs:
  a1c: { distribution: normal, mean: 8.4, std_dev: 1, min: 5.5, max: 13 }
products: [patientsim]
\`\`\`
`;

const journey = (...events: readonly string[]): string => yearOfEvents('moving', events, { profile: 'moving-people' });

const check = (day: number): string =>
  `{ id: check_${day}, type: lab_order, observations: [a1c], timing: { day: ${day} } }`;
const drug = (effect: string): string =>
  `{ id: drug, type: prescription, medication: metformin, days_supply: 30, timing: { day: 21 }, probability: 0.5, effects: [ ${effect} ] }`;
const moving = (day: number, effect: string): string =>
  `{ id: moving_${day}, type: milestone, timing: { day: ${day} }, effects: [ { attribute: a1c, ${effect} } ] }`;

/** Mean difference of the measurements at `day` from those at day 10, among people who took the drug and the others. */
async function moves(...events: readonly string[]): Promise<(day: number) => Promise<readonly [number, number]>> {
  const loaded = await builds.tree({
    'generation/templates/profiles/moving-people.md': PROFILE,
    'generation/templates/journeys/moving.md': journey(check(10), ...events),
  });
  const file = await builds.build(loaded, { what: 'moving' });
  return async (day) => {
    const rows = await readRows(
      file,
      `with measured as (
         select patient_id as person_id, event::varchar as event, value::double as value
         from patientsim.observations join core.timeline on person_id = patient_id and moment = effective_time
         where event::varchar like 'check%'
       )
       select d.status::varchar as status, avg(l.value - f.value) as change
       from measured f join measured l using (person_id) join core.timeline d using (person_id)
       where f.event = 'check_10' and l.event = 'check_${day}' and d.event::varchar = 'drug'
       group by all order by status`,
    );
    const [taken, others] = rows.map(({ change }) => Number(change));
    return [taken ?? NaN, others ?? NaN];
  };
}

test('an effect comes about over its time and stays', async () => {
  const at = await moves(drug('{ attribute: a1c, change: -1.2, over: 100 days }'), check(70), check(200));
  const [half, none] = await at(70);
  const [whole] = await at(200);
  expect(half).toBeCloseTo(-0.6, 1);
  expect(whole).toBeCloseTo(-1.2, 1);
  expect(none).toBeCloseTo(0, 1);
});

test('an effect begins after its onset and wears off as it came', async () => {
  const at = await moves(
    drug('{ attribute: a1c, change: -1, onset: 30 days, over: 10 days, duration: 60 days }'),
    check(45),
    check(75),
    check(116),
    check(200),
  );
  const taken = await Promise.all([45, 75, 116, 200].map(async (day) => (await at(day))[0]));
  for (const [index, expected] of [0, -1, -0.5, 0].entries()) expect(taken[index]).toBeCloseTo(expected, 1);
});

test('a percentage and a factor are of the value that the person began with', async () => {
  const percent = await moves(drug('{ attribute: a1c, change: -10% }'), check(100));
  const factor = await moves(drug('{ attribute: a1c, multiply: 0.9 }'), check(100));
  expect((await percent(100))[0]).toBeCloseTo(-0.84, 1);
  expect((await factor(100))[0]).toBe((await percent(100))[0]);
});

test('a change is drawn for each person where it is a distribution', async () => {
  const at = await moves(drug('{ attribute: a1c, change: { distribution: uniform, min: -2, max: 0 } }'), check(100));
  expect((await at(100))[0]).toBeCloseTo(-1, 0.5);
});

test('an effect moves a number out of the values that a profile asks for, and never beyond those that anybody has: how many that holds is told', async () => {
  const loaded = await builds.tree({
    'generation/templates/profiles/moving-people.md': PROFILE.replace('min: 5.5, max: 13', 'min: 8, max: 8.6').replace(
      'products:',
      'attributes: { mood: { distribution: uniform, min: 0, max: 10 }, zest: { distribution: uniform, min: 0, max: 10 }, vigor: { distribution: uniform, min: 0, max: 10 } }\nproducts:',
    ),
    'generation/templates/journeys/moving.md': journey(
      moving(21, 'change: -1'),
      moving(71, 'change: -3.5'),
      moving(72, 'change: -3.5'),
      moving(121, 'set: 14'),
      ...[30, 60].map((day) => moving(day, 'change: -2').replace('a1c', 'mood')),
      moving(61, 'change: 0.1').replace('a1c', 'zest'),
      ...[40, 45].map((day) => moving(day, 'change: -4, over: 10 days, duration: 30 days').replace('a1c', 'vigor')),
      ...[50, 100, 150].map(check),
    ),
  });
  const file = await builds.build(loaded, { what: 'moving' });
  const rows = await readRows(
    file,
    `select round(avg(value)::double, 1) as mean
     from patientsim.observations join core.timeline on person_id = patient_id and moment = effective_time
     group by event order by min(moment)`,
  );
  expect(rows).toEqual([{ mean: 7.3 }, { mean: 4.2 }, { mean: 14 }]);
  const held = await readRows(
    file,
    "select quantity, round(actual, 1) as share, people::int as people, verdict from meta.fidelity where part = 'held at its limits' order by 1",
  );
  expect(held).toEqual([
    { quantity: 'a1c', share: 0, people: 400, verdict: 'as declared' },
    { quantity: 'mood', share: 0.4, people: 400, verdict: 'off' },
    { quantity: 'vigor', share: 0.8, people: 400, verdict: 'off' },
    { quantity: 'zest', share: 0, people: 400, verdict: 'as declared' },
  ]);
});

test('what is made of others adds up in each panel, also after what moves one of them, and what is asked of it is what the chart says', async () => {
  const panel = (day: number): string =>
    `{ id: check_${day}, type: lab_order, observations: [total_cholesterol, ldl, hdl, triglycerides], timing: { day: ${day} } }`;
  const statin = drug('{ attribute: ldl, change: -43%, over: 30 days }').replace('metformin', 'atorvastatin');
  const told = `{ id: told, type: care_plan, timing: { day: 130 }, condition: "latest('total_cholesterol') > 180" }`;
  const file = await builds.build(
    await builds.tree({
      'generation/templates/profiles/moving-people.md': PROFILE,
      'generation/templates/journeys/moving.md': journey(panel(10), statin, panel(120), told),
    }),
    { what: 'moving' },
  );
  const [found] = await readRows(
    file,
    `with panels as (pivot (select patient_id, order_id, effective_time as moment, name::text as name, value::double as value from patientsim.observations where order_id is not null)
         on name in ('total_cholesterol', 'ldl', 'hdl', 'triglycerides') using max(value) group by patient_id, order_id, moment),
       whether as (select person_id, bool_or(event = 'told' and status = 'happened') as told, bool_or(event = 'drug' and status = 'happened') as takes
         from core.timeline group by all),
       all_of as (select *, row_number() over (partition by patient_id order by moment) as number from panels join whether on person_id = patient_id)
     select count(*)::int as panels, count(*) filter (total_cholesterol <> round(ldl + hdl + triglycerides / 5))::int as wrong,
       count(*) filter (number = 2 and told <> (total_cholesterol > 180))::int as mistold,
       (avg(total_cholesterol) filter (number = 1 and takes) - avg(total_cholesterol) filter (number = 2 and takes))::double between 30 and 60 as lower
     from all_of`,
  );
  expect(found).toEqual({ panels: 800, wrong: 0, mistold: 0, lower: true });
});
