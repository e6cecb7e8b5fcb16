/** Quotas within groups: shares that depend on the person are exact to one person in each group that the share names. */
import { expect, test } from 'vitest';
import { readRows } from './testing/built-tables.ts';
import { openCohortBuilds } from './testing/cohort-builds.ts';

const builds = await openCohortBuilds();

const profile = `---
name: grouped
description: People with shares by group.
type: profile-template
---

\`\`\`yaml profile
profile_name: Grouped
count: 100
as_of: 2025-01-01
sampling: stratified
products: [patientsim]
demographics:
  age: { distribution: normal, mean: 72, std_dev: 8, min: 65, max: 95 }
  gender: { distribution: conditional, rules: [ { if: "age < 75", distribution: { distribution: categorical, weights: { M: 0.48, F: 0.52 } } }, { else: { distribution: categorical, weights: { M: 0.4, F: 0.6 } } } ] }
conditions:
  - { code: I10, prevalence: 0.72 }
  - { code: N18.30, prevalence: { given: "age >= 75", then: 0.35, else: 0.2 } }
  - { code: E78.5, prevalence: { given: "has_condition('I10')", then: 0.6, else: { given: "age > 80", then: 0.5, else: 0.3 } } }
  - { code: M17.9, prevalence: { given: "age >= 70 and age < 80", then: 0.31, else: { given: "age >= 80", then: 0.47, else: 0.11 } } }
medications: [ { drug: lisinopril, prevalence: { given: "not has_condition('I10')", then: 0.05, else: 0.55 } } ]
\`\`\`
`;
const loaded = await builds.tree({ 'generation/templates/profiles/grouped.md': profile });

const GROUPS = [
  ['n18', 'age >= 75', 0.35],
  ['n18', 'age < 75', 0.2],
  ['e78', 'i10', 0.6],
  ['m17', 'age between 70 and 79', 0.31],
  ['m17', 'age >= 80', 0.47],
  ['m17', 'age < 70', 0.11],
  ['lisinopril', 'i10', 0.55],
  ['lisinopril', 'not i10', 0.05],
  ['woman', 'age < 75', 0.52],
  ['woman', 'age >= 75', 0.6],
] as const;

test.each([1, 2])('with seed %i every share is exact to one person within its group', async (seed) => {
  const file = await builds.build(loaded, { what: 'grouped', seed, count: 97 + seed });
  const people = `(select person_id, date_sub('year', birth_date, date '2025-01-01') as age, sex = 'F' as woman, ${[
    'I10',
    'N18.30',
    'E78.5',
    'M17.9',
  ]
    .map(
      (code) =>
        `exists (from patientsim.conditions c where c.patient_id = person_id and code = '${code}') as ${code.split('.')[0]}`,
    )
    .join(
      ', ',
    )}, exists (from patientsim.medication_requests m where m.patient_id = person_id and m.name = 'lisinopril') as lisinopril
    from core.persons)`;
  const lines = await readRows(
    file,
    "select quantity || ': ' || among as line, verdict from meta.fidelity where among <> '' and section <> 'labs' and measure = 'share'",
  );
  const exact = lines.filter(({ verdict }) => verdict === 'exact').map(({ line }) => line);
  expect(lines.filter(({ verdict }) => verdict === 'off')).toEqual([]);
  expect(exact).toEqual(
    expect.arrayContaining([
      'gender: age < 75',
      'N18.30: age >= 75',
      'N18.30: not (age >= 75)',
      "E78.5: has_condition('I10')",
      "lisinopril: not has_condition('I10')",
    ]),
  );
  expect(lines.filter(({ verdict }) => verdict !== 'exact').map(({ line }) => line)).toEqual([
    "E78.5: not (has_condition('I10')), age > 80, by chance",
    "E78.5: not (has_condition('I10')), not (age > 80), by chance",
  ]);
  for (const [what, among, share] of GROUPS) {
    const [row] = await readRows(
      file,
      `select count(*)::integer as people, count(*) filter (${what})::integer as holding from ${people} where ${among}`,
    );
    const { people: all = 0, holding = 0 } = row as Record<string, number>;
    expect([what, among, Math.abs(holding - share * all) <= 1]).toEqual([what, among, true]);
  }
});
