import { expect, test } from 'vitest';
import { bare, placesOf, profileOf, skillOf } from '../../testing/authored.ts';

const people = skillOf(
  'people.md',
  `---
name: people
description: x
tables:
  population_shares: Shares
  prevalences: Prevalence
---
## Shares
| attribute | value | ages | share |
|---|---|---|---|
| age | 0-17 | | 0.25 |
| age | 18-64 | | 0.75 |
| gender | F | 0-17 | 0.49 |
| gender | M | 0-17 | 0.51 |
| gender | F | 18+ | 0.52 |
| gender | M | 18+ | 0.48 |

## Prevalence
| code | ages | prevalence |
|---|---|---|
| E11.9 | 20-39 | 0.022 |
| E11.9 | 40+ | 0.2 |
| I10 | 60+ | 0.7 |
`,
);

const text = (lines: string): ReturnType<typeof profileOf> => profileOf(lines, people);

test('a sourced profile takes age and sex from the population reference', () => {
  const { profile, diagnostics } = text('source: populationsim');
  expect(diagnostics).toEqual([]);
  const [age, gender] = profile?.attributes ?? [];
  expect(age?.distribution).toMatchObject({ kind: 'age_bands', bands: [{ from: 0, to: 17, weight: 0.25 }, {}] });
  expect(gender?.distribution).toMatchObject({ kind: 'conditional', rules: [{}, { given: undefined }] });
});

test('a sourced profile has the chronic conditions of the reference, by age', () => {
  const { profile } = text('source: populationsim');
  expect(profile?.conditions.map(({ code }) => code)).toEqual(['E11.9', 'I10']);
  expect(bare(profile?.conditions[1]?.prevalence)).toMatchObject({
    kind: 'given',
    holds: { value: 0.7 },
    fails: { value: 0 },
  });
});

test('what a sourced profile says wins', () => {
  const { profile } = text(`
source: populationsim
demographics: { age: 40 }
conditions: [ { code: E11.9, prevalence: 0.5 } ]
`);
  expect(profile?.attributes[0]?.distribution).toMatchObject({ kind: 'fixed', value: 40 });
  expect(profile?.conditions.map(({ code, prevalence }) => [code, prevalence.kind])).toEqual([
    ['E11.9', 'constant'],
    ['I10', 'given'],
  ]);
});

test('a condition of a sourced profile without a prevalence has that of the reference', () => {
  const { profile } = text('source: populationsim\nconditions: [ I10 ]');
  expect(profile?.conditions.map(({ code, prevalence }) => [code, prevalence.kind])).toEqual([
    ['I10', 'given'],
    ['E11.9', 'given'],
  ]);
});

test('demographics alone may be sourced', () => {
  const { profile } = text('demographics: { source: populationsim }');
  expect(profile?.conditions).toEqual([]);
  expect(profile?.attributes[0]?.distribution).toMatchObject({ bands: [{ weight: 0.25 }, { weight: 0.75 }] });
});

test('an unknown source is named', () => {
  expect(placesOf(text('source: census').diagnostics)).toEqual(['normalize-word-unknown 6:9']);
});

const counties = skillOf(
  'counties.md',
  `---
name: counties
description: x
tables:
  geographies: Ages
  health_indicators: Health
  health_measures: Measures
---
## Ages
| area | name | state | population | women | age_0_17 | age_18_100 |
|---|---|---|---|---|---|---|
| 25025 | Suffolk | MA | 800 | 416 | 120 | 680 |
| 48201 | Harris | TX | 4000 | 2000 | 1200 | 2800 |

## Health
| area | name | state | population | bphigh |
|---|---|---|---|---|
| 25025 | Suffolk | MA | 1000 | 20 |
| 48201 | Harris | TX | 1000 | 60 |

## Measures
| measure | code |
|---|---|
| bphigh | I10 |
`,
);

test('people of a county with loaded figures have its ages, its sexes and its diseases', () => {
  const { profile, diagnostics } = profileOf(
    'source: populationsim\ndemographics: { geography: { county_fips: "25025" } }',
    people,
    counties,
  );
  expect(diagnostics).toEqual([]);
  const [age, gender] = profile?.attributes ?? [];
  expect(age?.distribution).toMatchObject({ bands: [{ weight: 0.15 }, { weight: 0.85 }] });
  expect(gender?.distribution).toMatchObject({ options: [{ value: 'F', weight: 0.52 }, { value: 'M' }] });
  expect(bare(profile?.conditions[1]?.prevalence)).toMatchObject({ holds: { value: 0.35 } });
});

test('shares of an ethnicity or a race are taken by those of it, at the ages of the row', () => {
  const rows = [
    'ethnicity | L | | | ',
    'ethnicity | N | | | ',
    'race | W | | L | ',
    'race | W | 0-64 | N | ',
    'race | W | 65+ | N | ',
    'language | C | | N | W',
    'language | E | | | ',
  ];
  const table = rows.map((row, at) => `| ${row} | ${at < 2 ? 0.5 : 1} |`).join('\n');
  const reference = skillOf(
    'people.md',
    `---\nname: people\ndescription: x\ntables: { population_shares: Shares }\n---\n## Shares\n| attribute | value | ages | ethnicity | race | share |\n|---|---|---|---|---|---|\n${table}\n`,
  );
  const { profile, diagnostics } = profileOf('source: populationsim', reference);
  expect(diagnostics).toEqual([]);
  expect(profile?.attributes.find(({ name }) => name === 'race')?.distribution).toMatchObject({
    kind: 'conditional',
    rules: [{ given: { operator: '=' } }, { given: { operator: 'and' } }, { given: undefined }],
  });
  expect(profile?.attributes.find(({ name }) => name === 'language')?.distribution).toMatchObject({
    kind: 'conditional',
    rules: [{ given: { operator: 'and' } }, { given: undefined }],
  });
});
