import { beforeAll, expect, test } from 'vitest';
import { readRows, readTables } from '../../../testing/built-tables.ts';
import type { Row } from '../../../testing/built-tables.ts';
import { openCohortBuilds } from '../../../testing/cohort-builds.ts';

const builds = await openCohortBuilds();

const people = `---
name: asked
description: People who are asked into two studies.
type: profile-template
---

\`\`\`yaml profile
profile_name: Asked
count: 120
seed: 7
as_of: 2025-01-01
demographics: { age: { min: 40, max: 70 }, gender: { F: 0.5, M: 0.5 }, geography: { state: [RI, DE] } }
conditions: [ { code: I10, prevalence: 1 } ]
products: [patientsim, trialsim]
\`\`\`
`;

interface Said {
  readonly name: string;
  readonly study: string;
  readonly more?: string | undefined;
}

/** Both have an arm \`A\` with a treatment \`drug\`. */
const protocol = ({ name, study, more = '' }: Said): string => `---
name: ${name}
description: A study of two arms.
type: journey-template
profile: asked
---

\`\`\`yaml journey
journey_name: ${name}
pattern: protocol
duration: 80 days
start: 2024-02-08
study:
  id: ${study}
  phase: 2
  indication: High blood pressure
  sponsor: Nobody
  sites: 4
  screening_failure: 0.2
  randomization: { block: 4, stratify_by: gender }
  dropout: { share: 0.4 }
  dose_modifications: [ { adverse_event: headache, grade: 1, reduce: 1 } ]
  arms:
    A: { allocation: 1, treatments: { treatment: drug, dose: 10, levels: [5], unit: mg, days: 14 }, adverse_events: { headache: 0.6 } }
    B: { allocation: 1, treatments: { treatment: placebo, dose: 0, unit: mg, days: 14 } }
phases:
  - name: Screening
    duration: 0-20 days
    events:
      - { event: trial_screening, timing: { day: 0 }, observations: [systolic] }
      - { event: trial_randomization, timing: { after: trial_screening, days: 8 } }
  - name: Treatment
    duration: 20-62 days
    cycle: { length: 14 days, count: 3 }
    events:
      - { event: study_dose, timing: { day: 0, any_day: true } }
      - { event: study_visit, timing: { day: 0 }, window: 2 days, probability: 0.8, observations: [systolic] }
      - { event: study_visit, id: taken, timing: { day: 7, variance: 4 }, window: -1/+3 days, probability: { given: "arm == 'A'", then: 0.9, else: 0 }, observations: [systolic] }
${more}\`\`\`
`;

const LATER = '      - { event: protocol_deviation, timing: { after: study_dose, days: 3 }, probability: 0.3 }\n';

const tree = (more?: string): ReturnType<typeof builds.tree> =>
  builds.tree({
    'generation/templates/profiles/asked.md': people,
    'generation/templates/journeys/one.md': protocol({ name: 'one', study: 'ONE' }),
    'generation/templates/journeys/other.md': protocol({ name: 'other', study: 'OTHER', more }),
  });

let alone: Readonly<Record<string, readonly Row[]>> = {};
let both: Readonly<Record<string, readonly Row[]>> = {};
let file = '';
beforeAll(async () => {
  const loaded = await tree();
  alone = await readTables(await builds.build(loaded, { what: 'asked', journeys: ['one'] }));
  file = await builds.build(loaded, { what: 'asked', journeys: ['one', 'other'] }, { rangeSize: 50 });
  both = await readTables(file);
}, 60_000);

/** Rows of the one that are not in the other, without the columns that only one has. */
function missing(of: typeof alone, from: typeof alone): readonly string[] {
  return Object.keys(of).flatMap((path) => {
    const columns = Object.keys(of[path]?.[0] ?? {});
    const lineOf = (row: Row): string => JSON.stringify(columns.map((name) => row[name]));
    const kept = new Set((from[path] ?? []).map(lineOf));
    return (of[path] ?? []).map(lineOf).flatMap((line) => (kept.has(line) ? [] : [`${path} ${line}`]));
  });
}

test('a second study adds rows and moves none of the first', () => {
  expect(missing(alone, both)).toEqual([]);
  const counts = (path: string): readonly number[] => [alone, both].map((tables) => tables[path]?.length ?? 0);
  const own = Object.keys(alone).filter((path) => path.startsWith('trialsim.'));
  expect(own.length).toBe(10);
  const unchanged = own.filter((path) => {
    const [before = 0, after = 0] = counts(path);
    return after <= before;
  });
  expect(unchanged).toEqual([]);
});

test('what is edited in one study leaves the rows of the other', async () => {
  const edited = await readTables(await builds.build(await tree(LATER), { what: 'asked', journeys: ['one', 'other'] }));
  const gone = missing(both, edited);
  expect(gone).toEqual([]);
  const added = missing(edited, both);
  expect(added.length).toBeGreaterThan(20);
  expect(added.filter((line) => !line.includes('"other"') && !line.startsWith('trialsim.deviations'))).toEqual([]);
});

test('subjects have identifiers of their own in each study, and are one person', async () => {
  const lines = await readRows(
    file,
    `select study_id, count(*)::int as subjects, count(distinct person_id)::int as people, min(split_part(usubjid, '-', 1)) as study,
      min(site_id)::int as first_site, max(split_part(usubjid, '-', 2)::int)::int as most_sites,
      count(*) filter (usubjid in (select value from core.identities where system = 'trialsim'))::int as known
     from trialsim.subjects group by study_id order by study_id`,
  );
  const same = { subjects: 120, people: 120, most_sites: 4, known: 120 };
  expect(lines).toEqual([
    { study_id: 1, ...same, study: 'ONE', first_site: 1 },
    { study_id: 2, ...same, study: 'OTHER', first_site: 2001 },
  ]);
});

test('each study randomizes by its own list and draws, and what asks about the arm asks about that of its study', async () => {
  const arms = await readRows(
    file,
    `select a.armcd || b.armcd as both, count(*)::int as people from trialsim.subjects x join trialsim.subjects y using (person_id)
     join trialsim.arms a on a.arm_id = x.arm_id join trialsim.arms b on b.arm_id = y.arm_id
     where x.study_id = 1 and y.study_id = 2 group by all order by 1`,
  );
  expect(arms.map((row) => row.both)).toEqual(['AA', 'AB', 'BA', 'BB']);
  for (const { people: count } of arms) expect(Number(count)).toBeGreaterThan(5);
  const [wrong] = await readRows(
    file,
    `select
      (select count(*)::int from (select journey, stratum, block from core.randomization group by all
        having count(*) = 4 and count(*) filter (arm = 'A') <> 2)) as blocks,
      (select count(*)::int from trialsim.subjects s join trialsim.arms a using (arm_id) join trialsim.studies t on t.study_id = s.study_id
        join core.randomization r on r.person_id = s.person_id and r.journey::text = t.journey where r.arm::text <> a.armcd) as lists,
      (select count(*)::int from trialsim.visits v join core.timeline l on l.timeline_id = v.visit_id join trialsim.subjects s using (subject_id)
        join trialsim.arms a using (arm_id) where l.event = 'taken' and a.armcd <> 'A') as visits,
      (select count(*)::int from trialsim.visits v join core.timeline l on l.timeline_id = v.visit_id join trialsim.subjects s using (subject_id)
        join trialsim.studies t using (study_id) where t.journey <> l.journey::text) as studies`,
  );
  expect(wrong).toEqual({ blocks: 0, lists: 0, visits: 0, studies: 0 });
});

test('a visit that the protocol plans for one arm is missed by nobody of the other', async () => {
  const missed = await readRows(
    file,
    `select armcd, count(*) > 10 as some from trialsim.deviations d join core.timeline l using (timeline_id)
     join trialsim.subjects s using (subject_id) join trialsim.arms using (arm_id)
     where l.event = 'taken' and d.term = 'visit missed' group by all`,
  );
  expect(missed).toEqual([{ armcd: 'A', some: true }]);
});

test('a window may be longer behind than before, and who comes by a range of its own may be outside', async () => {
  const [row] = await readRows(
    file,
    `select min(planned_day - window_low)::int as before, max(window_high - planned_day)::int as after,
      count(*) filter (in_window)::int as inside, count(*) filter (not in_window)::int as outside,
      count(*) filter (in_window <> (study_day between window_low and window_high))::int as wrong
     from trialsim.visits where visit like '%DAY 8'`,
  );
  expect(row).toMatchObject({ before: 1, after: 3, wrong: 0 });
  for (const count of [row?.inside, row?.outside]) expect(Number(count)).toBeGreaterThan(20);
});

test('an adverse event lowers later doses to the next level, and what has no levels stays as it is', async () => {
  const [row] = await readRows(
    file,
    `with doses as (select treatment, dose, adjustment_reason is not null as adjusted, (select count(*) from trialsim.adverse_events a
        where a.subject_id = x.subject_id and a.term = 'headache' and a.start_on < x.start_on) as met from trialsim.exposures x)
     select count(*) filter (dose = 5)::int as lowered,
      count(*) filter (treatment = 'drug' and (dose <> case met when 0 then 10 when 1 then 5 end or adjusted <> (met > 0)))::int as wrong,
      count(*) filter (treatment = 'placebo' and adjusted)::int as others from doses`,
  );
  expect(row).toMatchObject({ wrong: 0, others: 0 });
  expect(Number(row?.lowered)).toBeGreaterThan(20);
});

test('an adverse event that raises later doses says so, and a study may have none', async () => {
  const raised = protocol({ name: 'one', study: 'ONE' })
    .replace('reduce: 1', 'factor: 1.5')
    .replace(', levels: [5]', '');
  const plain = protocol({ name: 'plain', study: 'PLAIN' })
    .replace(/ {2}dropout.*\n.*dose_modifications.*\n/, '')
    .replace(', levels: [5]', '')
    .replace(/, adverse_events: \{.*?\}/, '');
  const loaded = await builds.tree({
    'generation/templates/profiles/asked.md': people,
    'generation/templates/journeys/one.md': raised,
    'generation/templates/journeys/plain.md': plain,
  });
  const quiet = await builds.build(loaded, { what: 'asked', journeys: ['plain'], count: 10 });
  const [none] = await readRows(
    quiet,
    'select count(*) = 0 as none, (select count(*) > 9 from trialsim.exposures) as dosed from trialsim.adverse_events',
  );
  expect(none).toEqual({ none: true, dosed: true });
  const actions = await readRows(
    await builds.build(loaded, { what: 'asked', journeys: ['one'], count: 40 }),
    `select distinct action_taken as action, exists (from trialsim.exposures x where x.subject_id = a.subject_id
        and x.start_on > a.start_on and x.dose > 10) as raised
     from trialsim.adverse_events a join trialsim.subjects using (subject_id) join trialsim.arms using (arm_id)
     where armcd = 'A' and not led_to_leaving and action_taken <> 'NOT APPLICABLE' order by all`,
  );
  expect(actions).toEqual([{ action: 'DOSE INCREASED', raised: true }]);
});

test('who leaves one study goes on with the other', async () => {
  const [row] = await readRows(
    file,
    `select count(*)::int as gone, count(*) filter (y.ended_on > x.ended_on and y.disposition = 'COMPLETED')::int as on
     from trialsim.subjects x join trialsim.subjects y using (person_id)
     where x.study_id = 1 and y.study_id = 2 and x.disposition not in ('COMPLETED', 'SCREEN FAILURE')`,
  );
  expect(Number(row?.gone)).toBeGreaterThan(10);
  expect(Number(row?.on)).toBeGreaterThan(5);
});

test('the report has lines for each study', async () => {
  const lines = await readRows(
    file,
    `select concat_ws(', ', quantity, nullif(part, ''), "among") as line, verdict from meta.fidelity where section = 'study' order by rowid`,
  );
  expect(lines.filter(({ verdict }) => verdict === 'off')).toEqual([]);
  expect(lines.map(({ line }) => line)).toEqual(
    ['ONE', 'OTHER'].flatMap((study) => [
      `screening failure, screened (${study})`,
      `arm, A, randomized (${study})`,
      `arm, B, randomized (${study})`,
      `dropout, treated (${study})`,
      `headache, treated in A (${study})`,
    ]),
  );
});
