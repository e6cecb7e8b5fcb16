import { expect, test } from 'vitest';
import { placesOf, profileOf, skillOf } from '../../testing/authored.ts';

const delivery = skillOf(
  'more.md',
  `---
name: more
description: x
tables:
  conditions: Conditions
  payers: Payers
---
## Conditions
| code | display | sex | min_age | max_age |
|---|---|---|---|---|
| O80 | Delivery | F | | |
| N18.6 | End-stage renal disease | | | |
| L40 | Psoriasis | | 10 | |
| L40.0 | Plaque psoriasis | | | |
| L40.1 | Pustular psoriasis | | | |
| J21.9 | Bronchiolitis | | | 2 |
## Payers
| name | display | min_age | max_age | exempt_conditions |
|---|---|---|---|---|
| Elder | Elder | 65 | 100 | N18.6; Z99 |
`,
);
const plans = skillOf(
  'plans.md',
  `---
name: plans
description: x
tables:
  plans: Plans
---
## Plans
| name | payer | type | deductible | out_of_pocket_limit | primary_care_copay | specialist_copay | coinsurance | share |
|---|---|---|---|---|---|---|---|---|
| Elder Plan | Elder | HMO | 0 | 5000 | 0 | 30 | 0.2 | 1 |
`,
);

function codes(text: string): readonly string[] {
  return placesOf(profileOf(text, delivery, plans).diagnostics).map((line) => line.split(' ')[0] ?? '');
}

test.each([
  ['O80', []],
  ['{ code: O80, prevalence: 0 }', []],
  [`{ code: O80, prevalence: { given: "gender == 'F'", then: 0.1, else: 0 } }`, []],
  [`{ code: O80, prevalence: { given: "age < 45 and gender != 'M'", then: 0.1, else: 0 } }`, []],
  [`{ code: O80, prevalence: { given: "not (gender in ['M'])", then: 0.1, else: 0 } }`, []],
] as const)('%s is for women alone where nobody else may have it', (condition, expected) => {
  const gender = condition === 'O80' ? 'F' : '{ F: 0.5, M: 0.5 }';
  expect(codes(`demographics: { gender: ${gender} }\nconditions: [ ${condition} ]`)).toEqual(expected);
});

test.each(['{ code: O80, prevalence: 0.1 }', '{ code: O80, prevalence: { given: "age < 45", then: 0.1, else: 0 } }'])(
  '%s is refused where there are men',
  (condition) => {
    expect(codes(`conditions: [ ${condition} ]`)).toEqual(['normalize-condition-sex']);
    expect(codes(`demographics: { gender: M }\nconditions: [ ${condition} ]`)).toEqual(['normalize-condition-sex']);
  },
);

test('who has what women alone have, or what people of some ages have, is none of the others', () => {
  const follows = (given: string): string =>
    `demographics: { age: [5, 50] }\nconditions:\n  - ${given}\n  - { code: O80, prevalence: { given: "has_condition('L40')", then: 0.1, else: 0 } }`;
  const ofWomen = `{ code: L40.0, prevalence: { given: "gender == 'F' and age >= 10", then: 0.3, else: 0 } }`;
  expect(codes(follows(ofWomen))).toEqual([]);
  expect(codes(follows('{ code: L40.0, prevalence: { given: "age >= 10", then: 0.3, else: 0 } }'))).toEqual([
    'normalize-condition-sex',
  ]);
  const later = `demographics: { age: [10, 50] }\nconditions:\n  - { code: N18.6, prevalence: { given: "age >= 20", then: 0.1, else: 0 } }\n  - { code: L40.0, prevalence: { given: "has_condition('N18')", then: 0.1, else: 0 } }`;
  expect(codes(later.replace('[10, 50]', '[5, 50]'))).toEqual([]);
});

test('ages that reach beyond those of the payer are reported', () => {
  const younger = 'coverage: Elder\ndemographics: { age: [50, 80] }';
  expect(codes(younger)).toEqual(['normalize-age-payer']);
  expect(codes('coverage: Elder\ndemographics: { age: [70, 80] }')).toEqual([]);
});

test('a condition that everybody has entitles at any age', () => {
  const younger = 'coverage: Elder\ndemographics: { age: [50, 80] }';
  expect(codes(`${younger}\nconditions: [N18.6]`)).toEqual([]);
  expect(codes(`${younger}\nconditions: [{ code: N18.6, prevalence: 0.5 }]`)).toEqual(['normalize-age-payer']);
});

test.each([
  ['[5, 9]', 'L40.0', ['normalize-condition-age']],
  ['[5, 12]', 'L40.0', ['normalize-condition-ages']],
  ['[10, 90]', 'L40.0', []],
  ['{ distribution: normal, mean: 50, std_dev: 9 }', 'L40.0', []],
  ['[3, 90]', 'J21.9', ['normalize-condition-age']],
  ['[5, 12]', '{ code: L40.0, prevalence: 0 }', []],
  ['[5, 12]', '{ code: L40.0, prevalence: { given: "age >= 10", then: 0.1, else: 0 } }', []],
  ['[5, 12]', '{ code: L40.0, prevalence: { given: "age between 11 and 12 or age > 80", then: 0.1, else: 0 } }', []],
  ['[5, 12]', '{ code: L40.0, prevalence: { given: "age > 9.5", then: 0, else: 0.1 } }', ['normalize-condition-age']],
] as const)('people of the ages %s can have %s, or it is told who cannot', (ages, condition, expected) => {
  expect(codes(`demographics: { age: ${ages} }\nconditions: [ ${condition} ]`)).toEqual(expected);
});

test('children of households count where it is asked whether everybody can have a condition', () => {
  const dependants = '{ adult_from: 18, child_to: 25, youngest_parent: 18, oldest_parent: 42, children: { 1: 1 } }';
  const family = `demographics: { age: [30, 50], household: { family: 1 }, dependants: ${dependants} }`;
  expect(codes(`${family}\nconditions: [{ code: L40.0, prevalence: 0.1 }]`)).toEqual(['normalize-condition-ages']);
});

test.each([
  ['[{ code: L40.1, prevalence: 0.6 }, { code: L40.0, prevalence: 0.4 }]', ['normalize-alternatives-apart']],
  ['[{ code: L40.1, prevalence: 0.6 }, { code: L40.0, prevalence: 0.3 }]', []],
  ['[{ code: L40, prevalence: 0.6 }, { code: L40.0, prevalence: 0.4 }]', []],
  ['[{ code: L40.1, prevalence: 0.6 }, { code: O80, prevalence: 0.4 }]', []],
  [
    `[{ code: L40.1, prevalence: 0.6 }, { code: L40.0, prevalence: { given: "not has_condition('L40.1')", then: 1, else: 0 } }]`,
    [],
  ],
] as const)('of %s it is told where one of several is meant and each is drawn by itself', (conditions, expected) => {
  expect(codes(`demographics: { age: [20, 30], gender: F }\nconditions: ${conditions}`)).toEqual(expected);
});
