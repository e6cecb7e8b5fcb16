/** What is declared and ignored shows: people made by one tree are held against another in which every figure is a different one. */
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, expect, test } from 'vitest';
import { readFile } from 'node:fs/promises';
import type { FidelityLine, Plan } from './model/index.ts';
import { compileProgram, readRecord } from './pipeline.ts';
import { openCohortBuilds, planOf } from './testing/cohort-builds.ts';
import { FAMILIES, WAYS } from './testing/insured-families.ts';
import { titleOf, verdictsOf, withOtherFigures } from './testing/other-figures.ts';
import type { Figures, LineName } from './testing/other-figures.ts';
import { compareDeclared } from './verify/index.ts';

const builds = await openCohortBuilds();
const ASK = { what: 'insured-families', count: 600 };
/** What each figure becomes: of text in a file of the skills, another. */
const FIGURES: Figures = {
  [FAMILIES.path]: [
    ['{ single: 0.3, couple: 0.3, family: 0.4 }', '{ single: 0.6, couple: 0.1, family: 0.3 }'],
    ['uniform, min: 25, max: 60', 'uniform, min: 35, max: 60'],
    ['{ TX: 0.6, OH: 0.4 }', '{ TX: 0.3, OH: 0.7 }'],
    ['min: 0.5, max: 0.7, round: 2', 'min: 0.8, max: 0.9, round: 2'],
    ['rank_correlation: -0.3', 'rank_correlation: 0.3'],
    ['Commercial PPO: 0.7, Commercial HMO: 0.3', 'Commercial PPO: 0.4, Commercial HMO: 0.6'],
    ['to: 2023-12-31', 'to: 2024-03-31'],
  ],
  [WAYS.path]: [
    ['probability: 0.3', 'probability: 0.6'],
    ['probability: 0.4', 'probability: 0.1'],
    ['probability: 0.5', 'probability: 0.9'],
    ['change: { distribution: normal, mean: 0.3,', 'change: { distribution: normal, mean: 2,'],
  ],
  'membersim/denials.md': [
    ['incomplete_share | Commercial | 0.06', 'incomplete_share | Commercial | 0.2'],
    ['uncovered_share | Commercial | 0.03', 'uncovered_share | Commercial | 0.045'],
    ['unnecessary_share | Commercial | 0.011', 'unnecessary_share | Commercial | 0.09'],
    ['unauthorized_share | | 0.075', 'unauthorized_share | | 0.2'],
    ['correction_share | | 0.02', 'correction_share | | 0.1'],
    ['duplicate_share | | 0.015', 'duplicate_share | | 0.1'],
    ['refused_share | | 0.85', 'refused_share | | 1'],
    ['correction_days_max | | 90', 'correction_days_max | | 150'],
    ['authorization_decision_days | | 3', 'authorization_decision_days | | 6'],
    ['authorization_lead_days | | 7', 'authorization_lead_days | | 8'],
  ],
  'generation/distributions/cost-distributions.md': [
    ['mean: 14, std_dev: 14, min: 1, max: 180', 'mean: 30, std_dev: 14, min: 1, max: 180'],
    ['mean: 21, std_dev: 20, min: 3, max: 240', 'mean: 40, std_dev: 20, min: 3, max: 240'],
    ['min: 5, mode: 14, max: 45', 'min: 5, mode: 40, max: 45'],
    [
      'visit-intensity: { distribution: log_normal, mean: 1, std_dev: 0.45',
      'visit-intensity: { distribution: log_normal, mean: 1, std_dev: 0.85',
    ],
    [
      'inpatient-intensity: { distribution: log_normal, mean: 1, std_dev: 1.3',
      'inpatient-intensity: { distribution: log_normal, mean: 1, std_dev: 0.5',
    ],
  ],
  'membersim/fee-schedule.md': [
    [
      'preventive | professional | none | fixed-intensity | 2 |',
      'preventive | professional | none | fixed-intensity | 3 |',
    ],
    ['primary_care | visit-intensity | 2.2', 'primary_care | visit-intensity | 3.2'],
    ['Commercial | hospital | 2.54 | 3.2', 'Commercial | hospital | 2.54 | 4.4'],
  ],
  'membersim/groups.md': [
    ['Education | 0.12', 'Education | 0.5'],
    ['Manufacturing | 0.11', 'Manufacturing | 0.22'],
  ],
  'rxmembersim/dispensing.md': [
    ['early_attempt_share | 0.04', 'early_attempt_share | 0.2'],
    ['reversal_share | 0.03', 'reversal_share | 0.2'],
    ['authorization_approved_share | 0.8', 'authorization_approved_share | 0.4'],
    ['authorization_days_max | 3', 'authorization_days_max | 9'],
  ],
  'rxmembersim/formulary.md': [
    ['Commercial | 3 | preferred brand | 33', 'Commercial | 3 | preferred brand | 34'],
    ['| empagliflozin; dapagliflozin |', '| metformin |'],
    ['Commercial | 999902 | HSIMCOMM | HSCOM | 1.5', 'Commercial | 999902 | HSIMCOMM | HSCOM | 2.5'],
    ['metformin | 1 | no | tablet | 2 | 0.0237', 'metformin | 1 | no | tablet | 2 | 0.0247'],
  ],
  'membersim/plans.md': [['2800 | 9000 | 25 | 45 | 0.2', '2800 | 9000 | 25 | 46 | 0.21']],
  'patientsim/courses.md': [['J06.9 | 5 | 14', 'J06.9 | 5 | 10']],
  'patientsim/allergies.md': [['pollen | 18+ | 0.257', 'pollen | 18+ | 0.5']],
  'patientsim/stays.md': [
    ['home | | | 0-64 | | 0.87', 'home | | | 0-64 | | 0.47'],
    ['home_health | | | 0-64 | | 0.07', 'home_health | | | 0-64 | | 0.47'],
    ['F; E; I; N | 0.55', 'F; E; I; N | 0.1'],
    ['joint_replacement_stay | 2 | 1.3', 'joint_replacement_stay | 5 | 1.3'],
  ],
  'patientsim/encounter-classes.md': [
    ['08:00 | 17:00 | yes | | | 25 | 10 | 10 | 90', '09:00 | 17:00 | yes | | | 30 | 10 | 10 | 90'],
    ['00:00 | 24:00 | no | 05:30 | 15:00 | 6110 | 3300', '00:00 | 24:00 | no | 05:30 | 15:00 | 9900 | 3300'],
    ['OBSENC | 00:00 | 06:00 | 0.12', 'OBSENC | 00:00 | 06:00 | 0.48'],
    ['OBSENC | 12:00 | 18:00 | 0.36', 'OBSENC | 12:00 | 18:00 | 0'],
    ['OBSENC; NONAC | 00:00 | 08:00 | 0.01', 'OBSENC; NONAC | 00:00 | 08:00 | 0.302'],
    ['OBSENC; NONAC | 12:00 | 15:00 | 0.292', 'OBSENC; NONAC | 12:00 | 15:00 | 0'],
  ],
  'patientsim/visit-reasons.md': [['M54.50 | | | 18 | 44 | | 46 |', 'M54.50 | | | 18 | 44 | | 460 |']],
  'patientsim/observations.md': [['| 90 | 150 | 0.05 |', '| 90 | 150 | 0.07 |']],
  'membersim/drg.md': [
    [
      '637 | Diabetes with MCC | 1.4367 | E10; E11 | | no | 0.3',
      '637 | Diabetes with MCC | 1.4367 | E10; E11 | | no | 0.01',
    ],
    [
      '638 | Diabetes with CC | 0.8962 | E10; E11 | | no | 0.5',
      '638 | Diabetes with CC | 0.8962 | E10; E11 | | no | 0.79',
    ],
  ],
  'networksim/networks.md': [
    [
      'Commercial broad network | Commercial | | 0.57 | 0.65 | 0.4',
      'Commercial broad network | Commercial | | 0.77 | 0.25 | 0.8',
    ],
  ],
  'networksim/providers.md': [['207Q00000X | 35.7 | 0+ | | 1500', '207Q00000X | 35.7 | 0+ | | 1900']],
  'networksim/facilities.md': [['282N00000X | 1.55 | 155', '282N00000X | 1.55 | 355']],
  'networksim/pharmacies.md': [['chain | 0.84', 'chain | 3.84']],
};

/** Lines of each kind that figure is about, by section, quantity, part and measure, as far as they are named. */
const TOLD: readonly LineName[] = [
  ['households', 'members', 'children'],
  ['households', 'size', '1'],
  ['demographics', 'age', '', 'subscribers'],
  ['demographics', 'age', '', 'spouses'],
  ['demographics', 'geography', 'TX'],
  ['demographics', 'geography', '', 'households'],
  ['attributes', 'adherence'],
  ['correlations', 'steps with stress'],
  ['coverage', 'plan', 'Commercial PPO'],
  ['coverage', 'industry', 'Education'],
  ['journeys', 'parting-ways'],
  ['branches', 'parting-ways/first', 'left'],
  ['branches', 'parting-ways/second', 'up'],
  ['branches', 'parting-ways/third', 'high'],
  ['claims', 'incomplete'],
  ['claims', 'no authorization'],
  ['claims', 'not covered'],
  ['claims', 'not necessary'],
  ['claims', 'corrected'],
  ['claims', 'sent twice'],
  ['claims', 'days to receipt'],
  ['claims', 'days to decision'],
  ['claims', 'authorization', 'refused'],
  ['claims', 'days to an authorization'],
  ['claims', 'days until sent again'],
  ['claims', 'authorization', 'asked for in advance as long'],
  ['claims', 'copay', '', 'Commercial PPO, below the limit of the year'],
  ['claims', 'coinsurance', '', 'Commercial PPO, below the limit of the year'],
  ['claims', 'allowed as a multiple of the price', '', 'primary care'],
  ['claims', 'allowed as a multiple of the price', '', 'inpatient'],
  ['claims', 'charge', 'as the fee schedule has it', 'paid in the network'],
  ['claims', 'charge', 'as the fee schedule has it', 'paid outside the network'],
  ['pharmacy', 'refill asked for too soon'],
  ['pharmacy', 'reversed and billed anew'],
  ['pharmacy', 'cost of a medicine'],
  ['pharmacy', 'dispensing fee'],
  ['pharmacy', 'step therapy'],
  ['pharmacy', "member's part", '', 'tier 3, preferred brand'],
  ['courses', 'over'],
  ['courses', 'days until over', '', 'J06.9'],
  ['encounters', 'begun', '', 'ambulatory'],
  ['pharmacy', 'authorization', 'approved'],
  ['pharmacy', 'days to an authorization'],
  ['allergies', 'pollen'],
  ['effects', 'parting-ways/initial_visit', '', 'added to stress'],
  ['visit reasons', 'office', '', 'for anything else'],
  ['stays', 'way in'],
  ['stays', 'way out', 'home'],
  ['encounters', 'length in minutes', '', 'ambulatory'],
  ['encounters', 'length in nights', '', 'inpatient encounter'],
  ['encounters', 'length in nights', '', 'joint replacement stay'],
  ['encounters', 'minute of the day of arrival', '', 'inpatient encounter'],
  ['encounters', 'minute of the day of discharge', '', 'inpatient encounter'],
  ['measurements', 'systolic'],
  ['measurements', 'diastolic'],
  ['claims', 'group of a stay'],
  ['networks', 'Commercial broad network', 'inside', 'providers'],
  ['networks', 'Commercial broad network', 'inside', 'facilities'],
  ['networks', 'Commercial broad network', 'preferred', 'providers inside'],
  ['networks', 'panel', '', 'family medicine'],
  ['networks', 'beds', '', 'hospital'],
  ['networks', 'pharmacies', 'chain'],
];

interface Held {
  /** The file's own declarations. */
  readonly own: readonly FidelityLine[];
  /** The same people held against others. */
  readonly other: readonly FidelityLine[];
}

let held: Held;
beforeAll(async () => {
  const files = { [FAMILIES.path]: FAMILIES.text, [WAYS.path]: WAYS.text };
  const known = await Promise.all(
    Object.keys(FIGURES)
      .filter((path) => !(path in files))
      .map(async (path) => [path, await readFile(new URL(`../skills/${path}`, import.meta.url), 'utf8')] as const),
  );
  const changed = withOtherFigures({ ...files, ...Object.fromEntries(known) }, FIGURES);
  const [tree, others] = [await builds.tree(files), await builds.tree(changed)];
  const file = await builds.build(tree, ASK);
  const own = (await readRecord(file)).result?.fidelity ?? [];
  held = { own, other: await heldAgainst(planOf(tree, ASK), planOf(others, ASK), file) };
}, 60_000);

test('what comes out as declared is said to', () => {
  expect(held.own.filter(({ verdict }) => verdict === 'off')).toEqual([]);
});

test.each(TOLD.map((line) => [titleOf(line), line] as const))(
  'the line of %s is off where it is not what is declared',
  (_, line) => {
    expect(verdictsOf(held.other, line)).toContain('off');
  },
);

/** Sums over the people of `made` and the tables of its file, by what `declared` asks of them; of events those that the file records. */
async function heldAgainst(made: Plan, declared: Plan, file: string): Promise<readonly FidelityLine[]> {
  const instance = await DuckDBInstance.create(file, { threads: '1' });
  const connection = await instance.connect();
  try {
    const people = compileProgram(made).tables.find(({ name }) => name === 'scratch.population');
    const [create = '', fill = ''] = [people?.create.sql, people?.fill?.sql];
    await connection.run(create);
    await connection.run(fill, [1, ASK.count]);
    const { tally, eventTally, records } = compileProgram(declared);
    const [ofPeople = []] = (
      await connection.runAndReadAll(tally.statement.sql, tally.statement.perRange ? [1, ASK.count] : [])
    ).getRowsJS();
    const from = made.fidelity.sums
      .map((one) => (one.how === 'parts' ? one.edges.length + 1 : 1))
      .reduce((sum, one) => sum + one, 0);
    const width = (eventTally?.keys.length ?? 0) * (eventTally?.width ?? 0);
    const recorded = (await connection.runAndReadAll('select sum from meta.sums order by position')).getRowsJS();
    const events = recorded.flat().slice(from, from + width);
    const ofTables: unknown[] = [];
    for (const { statement } of records) {
      ofTables.push(...(await connection.runAndReadAll(statement.sql)).getRowsJS().flat(2));
    }
    return compareDeclared(declared.fidelity, [...ofPeople.flat(), ...events, ...ofTables].map(Number));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
