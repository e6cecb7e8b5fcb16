/** Seasons multiply the values of people as of the day the data is of. */
import { expect, test } from 'vitest';
import { readRows } from './testing/built-tables.ts';
import { openCohortBuilds } from './testing/cohort-builds.ts';

const builds = await openCohortBuilds();
const PEOPLE = 100_000;

const profile = (asOf: string): string => `---
name: seasonal-people
description: People whose values follow the seasons.
type: profile-template
triggers: [people whose values follow the seasons]
---
# Seasonal people
\`\`\`yaml
profile_name: Seasonal people
count: ${PEOPLE}
seed: 5
as_of: ${asOf}
attributes:
  exposure:
    distribution: seasonal
    base: { distribution: exponential, mean: 4 }
    months: { jan: 1.5, jul: 0.5 }
    max: 12
products: [patientsim]
\`\`\`
`;

/** The 99.9 % point of the Kolmogorov-Smirnov statistic. */
const BOUND = 1.9495 / Math.sqrt(PEOPLE);

test.each([
  ['2025-01-15', 6],
  ['2025-04-15', 4],
  ['2025-07-15', 2],
])('as of %s values follow the curve of mean %d below its bound', async (asOf, mean) => {
  const loaded = await builds.tree({ 'generation/templates/profiles/seasonal-people.md': profile(asOf) });
  const file = await builds.build(loaded, { what: 'seasonal-people', count: PEOPLE });
  const rows = await readRows(
    file,
    `select number as value, row_number() over (order by number) as place from core.attributes
     where name::varchar = 'exposure' qualify place % 20 = 0 order by place`,
  );
  const cdf = (x: number): number => Math.expm1(-x / mean) / Math.expm1(-12 / mean);
  const worst = Math.max(
    ...rows.map(({ value, place }) => Math.abs(cdf(Number(value)) - (Number(place) - 0.5) / PEOPLE)),
  );
  expect(rows).toHaveLength(PEOPLE / 20);
  expect(worst + 20 / PEOPLE).toBeLessThan(BOUND);
});
