/** Of whom the report says how unevenly spending is spread, and against what. */
import { expect, test } from 'vitest';
import { readRows } from '../../testing/built-tables.ts';
import { openCohortBuilds, planOf } from '../../testing/cohort-builds.ts';

const builds = await openCohortBuilds();

const OWN = `---
name: own-benchmarks
description: Concentration of spending as somebody wants it.
type: reference
tables:
  spending_benchmarks: Concentration
---

# Own benchmarks

## Concentration

| people | payer | low | high | published |
|---|---|---|---|---|
| top 5 % | Medicare | 0.9 | 0.95 | own figures |
| top 10 % | Commercial | 0.1 | 0.2 | own figures |
`;

const loaded = await builds.tree({ 'membersim/own-benchmarks.md': OWN });

const linesOf = (file: string): Promise<readonly object[]> =>
  readRows(
    file,
    `select quantity, part, target, target_high, verdict from meta.fidelity where section = 'spending' order by part`,
  );

test('the row of the payer goes before the general one, and what lies outside is off', async () => {
  const file = await builds.build(loaded, { what: 'national-medicare', count: 2000 });
  const lines = await linesOf(file);
  expect(lines).toHaveLength(3);
  expect(lines).toContainEqual({
    quantity: 'own figures',
    part: 'top 5 %',
    target: 0.9,
    target_high: 0.95,
    verdict: 'off',
  });
});

test('of few people nothing is said', async () => {
  const file = await builds.build(loaded, { what: 'national-medicare', count: 200 });
  const verdicts = (await readRows(file, `select distinct verdict from meta.fidelity where section = 'spending'`)).map(
    ({ verdict }) => verdict,
  );
  expect(verdicts).toEqual(['too few to tell']);
});

test('people chosen by a condition are held against no figures of a population', async () => {
  expect(planOf(loaded, { what: 'medicare-diabetic-first-year' }).fidelity.spending).toBeUndefined();
  expect(planOf(loaded, { what: 'national-medicare' }).fidelity.spending?.parts).toEqual([0.05, 0.01, 0.5]);
});
