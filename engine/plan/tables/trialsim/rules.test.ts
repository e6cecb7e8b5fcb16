import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, expect, test } from 'vitest';
import { compileProgram } from '../../../pipeline.ts';
import { openCohortBuilds, planOf } from '../../../testing/cohort-builds.ts';

const { build, tree } = await openCohortBuilds();
const loaded = await tree();
const ask = { what: 'oncology-protocol', count: 150 };
const { checks } = compileProgram(planOf(loaded, ask));
const instance = await DuckDBInstance.create(await build(loaded, ask));
const broken = await instance.connect();
afterAll(() => {
  broken.closeSync();
  instance.closeSync();
});

const first = (table: string, where = 'true'): string =>
  `where rowid = (select min(rowid) from trialsim.${table} where ${where})`;
const treated = first('subjects', 'first_dose_on is not null');
const past = "date '1850-01-01'";
const future = "date '2100-01-01'";

/** What breaks the rules that speak of a study alone. */
const breaches: Readonly<Record<string, string>> = {
  'number-of-subject': `update trialsim.subjects set subject_id = subject_id + 100000000 ${treated}`,
  'identifier-once': `update trialsim.subjects set usubjid = (select min(usubjid) from trialsim.subjects)`,
  'site-of-the-study': `update trialsim.sites set study_id = 2`,
  'arm-of-the-study': `update trialsim.arms set study_id = 2`,
  'row-of-the-person trialsim.visits': `update trialsim.visits set subject_id = 0 ${first('visits')}`,
  'row-of-the-person trialsim.exposures': `update trialsim.exposures set subject_id = 0 ${first('exposures')}`,
  'row-of-the-person trialsim.adverse_events': `update trialsim.adverse_events set subject_id = 0 ${first('adverse_events')}`,
  'row-of-the-person trialsim.assessments': `update trialsim.assessments set subject_id = 0 ${first('assessments')}`,
  'row-of-the-person trialsim.deviations': `update trialsim.deviations set subject_id = 0 ${first('deviations')}`,
  'measured-at-own-visit': `update trialsim.assessments set subject_id = subject_id + 200000000 ${first('assessments', 'visit_id is not null')}`,
  'consent-screening-randomization-dose': `update trialsim.subjects set screened_on = consented_on - 1 ${treated}`,
  'arm-of-the-randomized': `update trialsim.subjects set arm_id = null ${treated}`,
  'disposition-once': `update trialsim.subjects set disposition = 'SCREEN FAILURE' ${treated}`,
  'nothing-after-the-end': `update trialsim.subjects set ended_on = first_dose_on - 1 ${treated}`,
  'held-without-dose': `update trialsim.exposures set dose = 1 ${first('exposures', 'not given')}`,
  'start-before-end': `update trialsim.adverse_events set end_on = start_on - 1 ${first('adverse_events', 'end_on is not null')}`,
  'window-flagged-truthfully': `update trialsim.visits set in_window = not in_window ${first('visits', 'in_window is not null')}`,
  'study-day-from-first-dose': `update trialsim.visits set study_day = 0 ${first('visits', 'study_day = 1')}`,
  'exposure-within-arm': `update trialsim.exposures e set treatment_id =
    (select t.treatment_id from trialsim.treatments t, trialsim.subjects s
     where s.subject_id = e.subject_id and t.arm_id <> s.arm_id limit 1) ${first('exposures')}`,
  'exposure-after-randomization': `update trialsim.exposures set start_on = ${past} ${first('exposures')}`,
  'treatment-emergent-after-first-dose': `update trialsim.adverse_events set treatment_emergent = not treatment_emergent ${first('adverse_events')}`,
  'left-for-it': `update trialsim.subjects set disposition = 'COMPLETED'
    where subject_id = (select min(subject_id) from trialsim.adverse_events where led_to_leaving)`,
  'nothing-outside-the-study trialsim.visits': `update trialsim.visits set visited_on = ${future} ${first('visits')}`,
  'nothing-outside-the-study trialsim.exposures': `update trialsim.exposures set end_on = ${future} ${first('exposures')}`,
  'nothing-outside-the-study trialsim.adverse_events': `update trialsim.adverse_events set start_on = ${future} ${first('adverse_events')}`,
  'nothing-outside-the-study trialsim.assessments': `update trialsim.assessments set measured_on = ${future} ${first('assessments')}`,
  'nothing-outside-the-study trialsim.deviations': `update trialsim.deviations set happened_on = ${future} ${first('deviations')}`,
};

/** The column by which a table says when something happened. */
const days: Readonly<Record<string, string>> = {
  'trialsim.subjects': 'consented_on',
  'trialsim.visits': 'visited_on',
  'trialsim.exposures': 'end_on',
  'trialsim.adverse_events': 'start_on',
  'trialsim.assessments': 'measured_on',
  'trialsim.deviations': 'happened_on',
};

/** Of the dead, one row of the table after death. */
function posthumous(table: string): string {
  return `update core.persons set death_date = ${past} where person_id = (select min(subject_id) from ${table})`;
}

function breach(name: string, table: string): string {
  const [rule, column] = name.split(':');
  if (rule === 'unique-key') return `insert into ${table} select * from ${table} limit 1`;
  if (rule === 'whole-reference')
    return `update ${table} set ${column} = -1 where rowid = (select min(rowid) from ${table} where ${column} is not null)`;
  if (rule === 'nothing-before-birth')
    return `update ${table} set ${days[table]} = date '1800-01-01' where rowid = (select min(rowid) from ${table})`;
  if (rule === 'nothing-after-as-of')
    return `update ${table} set ${days[table]} = date '2150-01-01' where rowid = (select min(rowid) from ${table})`;
  if (rule === 'nothing-after-death') return posthumous(table);
  return breaches[name] ?? breaches[`${name} ${table}`] ?? 'no way is known to break this rule';
}

async function violations(sql: string): Promise<number> {
  return Number((await broken.runAndReadAll(sql)).getRows()[0]?.[0]);
}

const ours = checks.filter(({ table }) => table.startsWith('trialsim.'));

test('every table of a study has rules', () => {
  expect([...new Set(ours.map(({ table }) => table))].toSorted()).toEqual([
    'trialsim.adverse_events',
    'trialsim.arms',
    'trialsim.assessments',
    'trialsim.deviations',
    'trialsim.exposures',
    'trialsim.sites',
    'trialsim.studies',
    'trialsim.subjects',
    'trialsim.treatments',
    'trialsim.visits',
  ]);
});

test.each(ours)('rule $name of $table holds, and is caught when one row breaks it', async ({ name, table, sql }) => {
  expect(await violations(sql)).toBe(0);
  await broken.run('begin');
  try {
    await broken.run(breach(name, table));
    expect(await violations(sql)).toBeGreaterThan(0);
  } finally {
    await broken.run('rollback');
  }
});
