import { beforeAll, expect, test } from 'vitest';
import { readRows, readTables } from '../../../testing/built-tables.ts';
import type { Row } from '../../../testing/built-tables.ts';
import { openCohortBuilds } from '../../../testing/cohort-builds.ts';

const builds = await openCohortBuilds();

const people = `---
name: screened
description: People who are screened for a trial.
type: profile-template
---

\`\`\`yaml profile
profile_name: Screened
count: 1500
seed: 11
as_of: 2025-01-01
demographics: { age: { min: 40, max: 70 }, gender: { F: 0.5, M: 0.5 }, geography: { state: [RI, DE, TX] } }
conditions: [ { code: I10, prevalence: 1 } ]
labs: { systolic: { distribution: uniform, min: 100, max: 180 } }
products: [patientsim, trialsim]
\`\`\`
`;

interface Shares {
  readonly nausea: number;
  readonly dropout: number;
}

const trial = ({ nausea, dropout }: Shares): string => `---
name: two-arms
description: A trial of two arms.
type: journey-template
profile: screened
---

\`\`\`yaml journey
journey_name: Trial
pattern: protocol
duration: 220 days
start: 2024-02-08
study:
  id: T-1
  phase: 2
  indication: High blood pressure
  sponsor: Nobody
  sites: 7
  screening_failure: 0.2
  dropout: { share: ${dropout}, shape: 0.5 }
  arms:
    - code: ACT
      allocation: 2
      treatments: [ { treatment: drug, dose: 100, unit: mg, days: 28 }, { treatment: other, dose: 5, unit: mg } ]
      adverse_events: { nausea: ${nausea}, neutropenia: { share: 0.5, grades: [0, 0, 1, 1] }, headache: { share: 0.3, grades: [0, 1, 0, 0] } }
    - code: PBO
      allocation: 1
      treatments: { treatment: placebo, dose: 0, unit: mg, days: 28 }
      adverse_events: { nausea: 0.05 }
  dose_modifications:
    - { adverse_event: neutropenia, grade: 3, factor: 0.5, treatments: [drug] }
    - { adverse_event: neutropenia, grade: 4, stop: true, treatments: [other] }
    - { adverse_event: headache, grade: 2, hold: 28 days, treatments: [drug] }
phases:
  - name: Screening
    duration: 0-28 days
    events:
      - { event: trial_screening, timing: { day: 0 }, observations: [systolic, heart_rate] }
      - { event: trial_randomization, timing: { after: trial_screening, days: 10 } }
  - name: Treatment
    duration: 28-196 days
    cycle: { length: 28 days, count: 6 }
    events:
      - { event: study_dose, timing: { day: 0, any_day: true } }
      - { event: study_visit, timing: { day: 0 }, window: 3 days, probability: 0.9, observations: [systolic] }
    hold: { condition: "systolic > 170", duration: 7 days }
  - name: Follow-up
    duration: 196-220 days
    events:
      - { event: end_of_study_visit, timing: { day: 210, variance: 5 }, window: 2 days, observations: [systolic, ecog] }
\`\`\`
`;

async function built(shares: Shares, asOf?: string): Promise<string> {
  const files = {
    'generation/templates/profiles/screened.md': people,
    'generation/templates/journeys/two-arms.md': trial(shares),
  };
  return builds.build(await builds.tree(files), { what: 'two-arms', ...(asOf === undefined ? {} : { asOf }) });
}

let file = '';
beforeAll(async () => {
  file = await built({ nausea: 0.4, dropout: 0.3 });
}, 60_000);

async function one(sql: string): Promise<Row> {
  return (await readRows(file, sql))[0] ?? {};
}

test('what a study declares is what comes out, and the report says so', async () => {
  const lines = await readRows(
    file,
    `select concat_ws(', ', quantity, nullif(part, ''), "among") as line, target, verdict from meta.fidelity where section = 'study' order by rowid`,
  );
  expect(lines.map(({ line }) => line)).toEqual([
    'screening failure, screened',
    'arm, ACT, randomized',
    'arm, PBO, randomized',
    'dropout, treated',
    'nausea, treated in ACT',
    'nausea, treated in PBO',
    'neutropenia, treated in ACT',
    'headache, treated in ACT',
  ]);
  expect(lines.filter(({ verdict }) => verdict === 'off')).toEqual([]);
  expect(lines.slice(0, 4).map(({ target }) => Number(Number(target).toFixed(4)))).toEqual([0.2, 0.6667, 0.3333, 0.3]);
});

test('half-way nobody has completed, and what is to come is neither missed nor told', async () => {
  const shares = { nausea: 0.4, dropout: 0.3 };
  const half = await built(shares, '2024-05-15');
  const rowsOf = async (sql: string): Promise<readonly [readonly Row[], readonly Row[]]> => [
    await readRows(half, sql),
    await readRows(file, sql),
  ];
  const [begun, whole] = await rowsOf(`select count(*)::int as screened, count(arm_id)::int as randomized,
    count(*) filter (disposition = 'SCREEN FAILURE')::int as failed from trialsim.subjects`);
  expect(begun).toEqual(whole);
  const subjects = await readRows(
    half,
    `select disposition::text in ('COMPLETED', 'SCREEN FAILURE') as standing, randomized_on is not null as randomized,
       disposition is null as open, ended_on is null as lasts, count(*)::int > 30 as many from trialsim.subjects group by all order by all`,
  );
  expect(subjects).toEqual([
    { standing: false, randomized: true, open: false, lasts: false, many: true },
    { standing: true, randomized: false, open: false, lasts: false, many: true },
    { standing: null, randomized: true, open: true, lasts: true, many: true },
  ]);
  for (const sql of [
    `select subject_id, visit_id, visited_on::text as day from trialsim.visits where visited_on <= date '2024-05-15' order by all`,
    `select subject_id, timeline_id, term::text as term from trialsim.deviations where happened_on <= date '2024-05-15' order by all`,
    `select subject_id, start_on::text as day, treatment::text as treatment, dose from trialsim.exposures where start_on <= date '2024-05-15' order by all`,
    `select subject_id, term::text as term, grade from trialsim.adverse_events
      where not coalesce(led_to_leaving, false) and start_on <= date '2024-05-15' order by all`,
  ]) {
    const [now, later] = await rowsOf(sql);
    expect(now.length).toBeGreaterThan(50);
    expect(now).toEqual(later);
  }
  const [last] = await readRows(
    half,
    `select (select max(visited_on) from trialsim.visits) <= date '2024-05-15' as visits, (select max(happened_on) from trialsim.deviations) <= date '2024-05-15' as deviations,
       (select max(end_on)::text from trialsim.exposures) as exposures, (select max(coalesce(end_on, start_on)) from trialsim.adverse_events) <= date '2024-05-15' as adverse`,
  );
  expect(last).toEqual({ visits: true, deviations: true, exposures: '2024-05-15', adverse: true });
  const lines = await readRows(half, `select quantity, people, verdict from meta.fidelity where section = 'study'`);
  expect(lines.find(({ quantity }) => quantity === 'dropout')).toMatchObject({ people: '0' });
  expect(lines.filter(({ verdict }) => verdict === 'off')).toEqual([]);
});

test('sites enroll as many as they are to, and adverse events last as long as declared', async () => {
  const lines = await readRows(
    file,
    `select concat_ws(', ', quantity, nullif(part, ''), nullif("among", ''), measure) as line, verdict from meta.fidelity
      where section = 'study conduct' and (quantity = 'sites' or part = 'over') order by rowid`,
  );
  expect(lines.map(({ line }) => line)).toEqual([
    'sites, mean',
    'sites, subjects by site, shape',
    'adverse events, over, days that they lasted, share',
  ]);
  expect(lines.map(({ verdict }) => verdict)).toEqual(['exact', 'as declared', 'as declared']);
});

test('who leaves does so early by a hazard that falls, and has nothing of the study afterwards', async () => {
  const { early, late, after } = await one(`
    with gone as (select subject_id, ended_on, ended_on - first_dose_on as days from trialsim.subjects
      where randomized_on is not null and disposition <> 'COMPLETED')
    select count(*) filter (days < 48)::int as early, count(*) filter (days >= 144)::int as late,
      (select count(*)::int from gone join trialsim.visits v using (subject_id) where v.visited_on > ended_on) as after
    from gone`);
  expect(Number(early)).toBeGreaterThan(2 * Number(late));
  expect(after).toBe(0);
});

test('a subject is the same person in the chart, and a visit of the study an encounter with the values of the study', async () => {
  const { visits, encounters, others, identities, subjects } = await one(`select
    (select count(*)::int from trialsim.visits) as visits,
    (select count(*)::int from trialsim.visits join patientsim.encounters using (encounter_id)
     where patient_id = subject_id and start_time::date = visited_on) as encounters,
    (select count(*)::int from trialsim.assessments a where not exists (
       select 1 from patientsim.observations o where o.patient_id = a.subject_id and o.encounter_id = a.visit_id
         and o.value = a.value and o.effective_time::date = a.measured_on)) as others,
    (select count(*)::int from core.identities i join trialsim.subjects s using (person_id)
     where i.system = 'trialsim' and i.value = s.usubjid) as identities,
    (select count(*)::int from trialsim.subjects) as subjects`);
  expect(encounters).toBe(visits);
  expect(others).toBe(0);
  expect(identities).toBe(subjects);
});

test('subjects are as old as they are on the day of consent, also where it is their birthday, and severities are those of SDTM', async () => {
  const { aged, birthdays, severities } = await one(`select
    (select bool_and(s.age = date_sub('year', p.birth_date, s.consented_on)) from trialsim.subjects s join core.persons p using (person_id)) as aged,
    (select count(*)::int from trialsim.subjects s join core.persons p using (person_id)
     where strftime(p.birth_date, '%m-%d') = strftime(s.consented_on, '%m-%d')) as birthdays,
    (select string_agg(distinct concat_ws(' ', grade, severity), ', ' order by concat_ws(' ', grade, severity)) from trialsim.adverse_events) as severities`);
  expect(birthdays).toBeGreaterThan(1);
  expect(aged).toBe(true);
  expect(severities).toBe('1 MILD, 2 MODERATE, 3 SEVERE, 4 SEVERE');
});

test('measurements have the units of SDTM, and scores have none', async () => {
  const { units } =
    await one(`select string_agg(distinct concat_ws(' ', test_code, unit), ', ' order by concat_ws(' ', test_code, unit)) as units
    from trialsim.assessments`);
  expect(units).toBe('ECOG101, HR beats/min, SYSBP mmHg');
});

test('subjects are enrolled by sites of their own state', async () => {
  const { elsewhere, sites } = await one(`select count(*) filter (p.state::text <> t.state)::int as elsewhere,
    count(distinct s.site_id)::int as sites from trialsim.subjects s join trialsim.sites t using (site_id)
    join core.persons p using (person_id) where p.state in (select state from trialsim.sites)`);
  expect(elsewhere).toBe(0);
  expect(sites).toBe(7);
});

test('an adverse event halves, holds or ends exactly the treatments that its rule names, from its onset on', async () => {
  const { wrong, halved, stopped, held } = await one(`
    with hits as (select x.exposure_id, x.subject_id, x.treatment, x.dose, x.given, x.start_on,
        count(*) filter (a.term = 'neutropenia' and a.start_on < x.start_on) as neutropenia,
        count(*) filter (a.term = 'neutropenia' and a.grade = 4 and a.start_on < x.start_on) as worst,
        count(*) filter (a.term = 'headache' and a.start_on < x.start_on and x.start_on <= a.start_on + 28) as headache
      from trialsim.exposures x left join trialsim.adverse_events a using (subject_id)
      where x.adjustment_reason is distinct from 'PROTOCOL RULE' group by all)
    select count(*) filter (treatment = 'drug' and given and dose <> 100 * 0.5 ** least(neutropenia, 4)
        or treatment = 'drug' and given = (headache > 0)
        or treatment = 'other' and (worst > 0 or dose <> 5))::int as wrong,
      count(*) filter (treatment = 'drug' and dose = 50)::int as halved,
      count(*) filter (not given)::int as held,
      (select count(distinct subject_id)::int from trialsim.adverse_events a where grade = 4
       and not exists (select 1 from trialsim.exposures x where x.subject_id = a.subject_id and x.treatment = 'other'
         and x.start_on > a.start_on)) as stopped
    from hits`);
  expect(wrong).toBe(0);
  const { on_dosing_days, not_held } = await one(`
    with begun as (select x.subject_id, x.start_on from trialsim.exposures x join trialsim.adverse_events a using (subject_id, start_on)
      where x.treatment = 'drug' and x.given and a.term = 'headache')
    select count(*)::int as on_dosing_days, count(*) filter (next.given)::int as not_held from begun
      join trialsim.exposures next on next.subject_id = begun.subject_id and next.treatment = 'drug'
        and next.start_on > begun.start_on and next.start_on <= begun.start_on + 28`);
  expect(Number(on_dosing_days)).toBeGreaterThan(0);
  expect(not_held).toBe(0);
  expect(await one('select phase from trialsim.studies')).toEqual({ phase: 'PHASE II TRIAL' });
  for (const count of [halved, stopped, held]) expect(Number(count)).toBeGreaterThan(20);
});

test('an adverse event that holds or ends a treatment breaks off what is given for several days', async () => {
  const { over, broken } = await one(`
    with hits as (select distinct x.exposure_id, x.start_on, x.end_on, a.start_on as since
      from trialsim.exposures x join trialsim.adverse_events a using (subject_id)
      where x.treatment = 'drug' and x.given and a.term = 'headache' and a.start_on between x.start_on and x.start_on + 27)
    select count(*) filter (end_on > since)::int as over, count(*) filter (end_on = since)::int as broken from hits`);
  expect(over).toBe(0);
  expect(Number(broken)).toBeGreaterThan(20);
});

test('a hold of a phase is asked at each dose, and the timeline says when it was met', async () => {
  const { held, apart } = await one(`
    with asked as (select person_id as subject_id, occurrence + 1 as cycle, status = 'happened' as met
      from core.timeline where event = 'Treatment/hold')
    select count(*) filter (not given)::int as held, count(*) filter (given = met)::int as apart
    from trialsim.exposures x join asked using (subject_id, cycle)
    where adjustment_reason is null or adjustment_reason = 'PROTOCOL RULE'`);
  expect(Number(held)).toBeGreaterThan(100);
  expect(apart).toBe(0);
});

test('visits have numbers, names and planned days, no day off leads one out of its window, and those missed or outside are deviations', async () => {
  const planned = await readRows(
    file,
    `select distinct visitnum, concat_ws(' ', visitnum, visit, planned_day, window_low, window_high) as line
     from trialsim.visits order by visitnum`,
  );
  expect(planned.map(({ line }) => line)).toEqual([
    '1 TRIAL SCREENING -28',
    '2 CYCLE 1 DAY 1 1 -3 4',
    '3 CYCLE 2 DAY 1 29 26 32',
    '4 CYCLE 3 DAY 1 57 54 60',
    '5 CYCLE 4 DAY 1 85 82 88',
    '6 CYCLE 5 DAY 1 113 110 116',
    '7 CYCLE 6 DAY 1 141 138 144',
    '8 END OF STUDY VISIT 183 181 185',
  ]);
  const { outside, pushed, late, missed, skipped } = await one(`select
    (select count(*)::int from trialsim.visits where not in_window) as outside,
    (select count(*)::int from trialsim.visits where not in_window and visitnum < 8) as pushed,
    (select count(*)::int from trialsim.deviations where term = 'visit outside its window') as late,
    (select count(*)::int from trialsim.deviations where term = 'visit missed') as missed,
    (select count(*)::int from core.timeline join trialsim.subjects using (person_id)
     where event = 'study_visit' and skipped_because = 'chance' and randomized_on is not null and moment::date <= ended_on) as skipped`);
  expect(late).toBe(outside);
  expect(missed).toBe(skipped);
  expect(Number(outside)).toBeGreaterThan(20);
  expect(pushed).toBe(0);
});

test('a higher share of an adverse event adds it to some subjects of its arm, and beside them moves only for what people leave', async () => {
  const more = await readTables(await built({ nausea: 0.5, dropout: 0.3 }));
  const before = await readTables(file);
  const changed = Object.keys(before).filter((path) => JSON.stringify(before[path]) !== JSON.stringify(more[path]));
  const leavers = new Set(
    (before['trialsim.adverse_events'] ?? []).filter((row) => row.led_to_leaving).map((row) => row.subject_id),
  );
  const lost = changed.flatMap((path) => {
    const kept = new Set((more[path] ?? []).map((row) => JSON.stringify(row)));
    return (before[path] ?? [])
      .filter((row) => !kept.has(JSON.stringify(row)))
      .filter((row) => row.event !== 'adverse event/nausea' && !leavers.has(row.subject_id ?? null))
      .map((row) => ({ path, row }));
  });
  expect(changed).toEqual(expect.arrayContaining(['core.timeline', 'trialsim.adverse_events']));
  expect(lost).toEqual([]);
  const had = new Set((before['trialsim.adverse_events'] ?? []).map((row) => row.adverse_event_id));
  const added = (more['trialsim.adverse_events'] ?? []).filter((row) => !had.has(row.adverse_event_id ?? null));
  expect(new Set(added.map(({ term }) => term))).toEqual(new Set(['nausea']));
  expect(added.length).toBeGreaterThan(20);
});
