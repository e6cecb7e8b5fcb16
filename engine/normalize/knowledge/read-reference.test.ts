import { expect, test } from 'vitest';
import type { Diagnostic } from '../../diagnostics/index.ts';
import { normalizeLibrary } from '../index.ts';
import { bare, libraryOf, placesOf, skillOf } from '../../testing/authored.ts';

function read(table: string, text: string): readonly Diagnostic[] {
  return normalizeLibrary([skillOf('r.md', `---\nname: r\ntables:\n  ${table}: Rows\n---\n## Rows\n${text.trim()}\n`)])
    .diagnostics;
}

test('every table becomes typed concepts', () => {
  const { library, diagnostics } = libraryOf();
  const { conditions, encounterClasses, plans, places } = library.knowledge;
  expect(diagnostics).toEqual([]);
  expect(conditions[1]).toMatchObject({ code: 'E11.9', phrases: ['diabetic', 'type 2 diabetes'], sex: undefined });
  expect(encounterClasses[0]).toMatchObject({ code: 'AMB', opensMinute: 480, workingDaysOnly: true });
  expect(encounterClasses[1]?.durationMinutes).toMatchObject({ kind: 'fixed', value: 200 });
  expect(plans[2]).toMatchObject({ name: 'Original Medicare', deductible: 240, outOfPocketLimit: 9000 });
  expect(places[2]).toMatchObject({ city: 'Boston', postalCode: '02108', population: 675000, urban: true });
  expect(library.payers[0]).toMatchObject({ name: 'Medicare', minAge: 65, maxAge: 100 });
  expect(library.states[0]).toMatchObject({ code: 'TX', name: 'Texas', population: 29145505 });
});

test('rows for people with a condition come before the general baseline', () => {
  const [a1c, weight] = libraryOf().library.knowledge.observations;
  expect(bare(a1c?.baseline)).toMatchObject({
    kind: 'conditional',
    rules: [
      {
        given: { kind: 'call', name: 'has_condition', arguments: [{ value: 'E11' }] },
        distribution: { mean: 7.4, min: 5.5, decimals: 1 },
      },
      { distribution: { mean: 5.4, standardDeviation: 0.3, max: 6.4 } },
    ],
  });
  expect(weight?.baseline.kind).toBe('normal');
  expect(a1c?.phrases).toEqual(['hba1c']);
});

test.each([
  ['| E11 | E11.9 |', []],
  ['| E1 | E11.9; I10 |', ['normalize-cell']],
  ['| I10 | E11.9 |', ['normalize-cell']],
  ['| E11 | |', ['normalize-cell']],
])('what excludes what are codes of the conditions: %s', (row, codes) => {
  const text = `---
name: r
tables: { conditions: Codes, diagnosis_exclusions: Rows }
---
## Codes

| code | display |
|---|---|
| E11 | Diabetes |
| E11.9 | Diabetes without more |

## Rows

| code | excludes |
|---|---|
${row}
`;
  expect(normalizeLibrary([skillOf('r.md', text)]).diagnostics.map(({ code }) => code)).toEqual(codes);
});

const measure =
  '| measure | display | ages | every_months | given | closed_by | control |\n|---|---|---|---|---|---|---|\n';

test.each([
  ['| m | M | 18+ | 12 | | call | |', ['normalize-cell']],
  ['| m | M | 18+ | 12 | | event:visit | |', ['normalize-reference-unknown']],
  ['| m | M | 18 | 12 | | condition:I10 | |', ['normalize-cell']],
  ['| m | M | 18+ | 0 | | condition:I10 | |', ['normalize-cell']],
  ['| m | M | 18+ | 12 | | | |', ['normalize-cell']],
  ['| m | M | 18+ | 12 | | | a1c is low |', ['normalize-cell', 'normalize-cell']],
  ['| m | M | 18+ | 12 | | procedure:mammogram | |', ['normalize-reference-unknown']],
  ["| m | M | 18+ | 12 | severity = 'high' | condition:I10 | |", ['normalize-cell']],
])('a quality measure that cannot be carried out is refused: %s', (row, codes) => {
  const found = read('quality_measures', `${measure}${row}`).map(({ code }) => code);
  expect([...new Set(found)].toSorted()).toEqual([...new Set(codes)].toSorted());
});

const lists =
  '| reasons | events |\n|---|---|\n| office | office_visit |\n\n## Codes\n\n| code | display | sex |\n|---|---|---|\n| N95.1 | Menopause | F |\n\n## Why\n\n| reasons | code | own | sex | min_age | max_age | per_1000 |\n|---|---|---|---|---|---|---|\n';

test.each([
  ['| home | N95.1 | | | | | 1 |', ['normalize-reference-unknown']],
  ['| office | N95.2 | | | | | 1 |', ['normalize-reference-unknown']],
  ['| office | N95.1 | | M | | | 1 |', ['normalize-cell']],
  ['| office | N95.1 | | X | | | 1 |', ['normalize-cell']],
  ['| office | N95.1 | | | ten | | 1 |', ['normalize-cell']],
  ['| office | N95.1 | | | 5 | 28 days | 1 |', ['normalize-cell']],
  ['| office | N95.1 | | | | | -1 |', ['normalize-cell']],
  ['| office | N95.1 | maybe | | | | 1 |', ['normalize-cell']],
  ['| office | 95 | yes | | | | 1 |', ['normalize-code-impossible']],
  ['| office | * | yes | | | | 1 |', []],
  ['| office | N95.1 | N9 | | | | 1 |', []],
  ['| office | N95.2 | N9 | | | | 1 |', ['normalize-reference-unknown']],
  ['| office | N95 | yes | F | | | 1 |', ['normalize-cell']],
  ['| office | N95.1 | N9 | | 40 | | 1 |', ['normalize-cell']],
])('a reason of visits that cannot be drawn is refused: %s', (row, codes) => {
  const tables = 'tables:\n  reason_lists: Rows\n  conditions: Codes\n  visit_reasons: Why\n';
  const { diagnostics } = normalizeLibrary([
    skillOf('r.md', `---\nname: r\n${tables}---\n## Rows\n\n${lists}${row}\n`),
  ]);
  // The tree of this test has no catalogue, so the event of the list is unknown besides.
  const [event, ...found] = diagnostics.map(({ code }) => code).toReversed();
  expect(event).toBe('normalize-reference-unknown');
  expect(found).toEqual(codes);
});

const prescribed =
  '| reasons | events |\n|---|---|\n| office | visit |\n\n## Given\n\n| reasons | code | prescription | share | min_age | max_age |\n|---|---|---|---|---|---|\n';

test.each([
  ['| office | J01 | rx | 0.6 | | |\n| office | * | rx | 0.6 | | |', []],
  ['| office | J01 | rx | 0.6 | | 17 |\n| office | J01 | rx | 0.6 | 18 | |', []],
  ['| office | J01 | rx | 0.6 | | 18 |\n| office | J01 | rx | 0.6 | 18 | |', ['normalize-weights']],
  ['| home | J01 | rx | 0.6 | | |', ['normalize-reference-unknown']],
  ['| office | J01 | rxx | 0.6 | | |', ['normalize-reference-unknown']],
  ['| office | J01 | visit | 0.6 | | |', ['normalize-reference-unknown']],
  ['| office | J01 | moving | 0.6 | | |', ['normalize-without-effect']],
  ['| office | 01 | rx | 0.6 | | |', ['normalize-code-impossible']],
  ['| office | J01 | rx | 1.2 | | |', ['normalize-cell']],
  ['| office | J01 | rx | 0.2 | 18 | 4 |', ['normalize-cell']],
])('what is prescribed at visits and cannot be is refused: %s', (rows, codes) => {
  const tables = 'tables:\n  reason_lists: Rows\n  visit_prescriptions: Given\n  medications: Drugs\n';
  const drugs = '## Drugs\n\n| name | code | display |\n|---|---|---|\n| amoxicillin | 723 | amoxicillin |\n';
  const rx = 'type: prescription, medication: amoxicillin, days_supply: 5, refills: 0';
  const events = `events:\n  visit: { type: procedure }\n  rx: { ${rx} }\n  moving: { ${rx}, effects: [{ attribute: weight, change: 1 }] }`;
  const { diagnostics } = normalizeLibrary([
    skillOf('r.md', `---\nname: r\n${tables}---\n## Rows\n\n${prescribed}${rows}\n\n${drugs}`),
    skillOf('e.md', `---\nname: e\ntype: event\n---\n\`\`\`yaml events\n${events}\n\`\`\`\n`),
  ]);
  expect(diagnostics.map(({ code }) => code)).toEqual(codes);
});

const header = '| name | code | display | unit | mean | sd |\n|---|---|---|---|---|---|\n';
const SPECIALTIES =
  '| specialty | taxonomy_code | density | primary_care_ages | primary_care_share |\n|---|---|---|---|---|\n';

test.each([
  ['observations', `${header}| a1c | 1-1 | A1c | % | high | 1 |`, 'normalize-cell 9:25'],
  [
    'observations',
    '| name | code | display | unit | mean | sd | formula |\n|---|---|---|---|---|---|---|\n| a | 1-1 | A | b | 5 | | 2 * 3 |',
    'normalize-cell 9:21',
  ],
  [
    'observations',
    '| name | code | display | unit | mean | sd | formula |\n|---|---|---|---|---|---|---|\n| a | 1-1 | A | b | | | zz * 3 |',
    'normalize-expression-name 9:25',
  ],
  [
    'observations',
    '| name | code | display | unit | mean | sd | formula |\n|---|---|---|---|---|---|---|\n| a | 1-1 | A | b | | | max(2, 3) |',
    'normalize-value-kind 9:25',
  ],
  [
    'observations',
    '| name | code | display | unit | mean | sd | min | formula |\n|---|---|---|---|---|---|---|---|\n| a | 1-1 | A | b | 1 | 1 | | |\n| b | 2-2 | B | b | | | | 2 / (a + 1) |',
    'normalize-expression-zero 10:32',
  ],
  [
    'observations',
    '| name | code | display | unit | mean | sd | variation | formula | worked_out |\n|---|---|---|---|---|---|---|---|---|\n| a | 1-1 | A | b | 1 | 1 | 0.1 | | b |\n| b | 2-2 | B | b | 1 | 1 | | | |',
    'normalize-cell 9:29',
  ],
  [
    'signs_of_illness',
    '| name | reasons | class | share | mean | sd |\n|---|---|---|---|---|---|\n| fever | | WARD | 0 | 2 | 1 |',
    'normalize-reference-unknown 9:3; normalize-cell 9:20; normalize-cell 9:9; normalize-reference-unknown 9:13',
  ],
  [
    'medicine_effects',
    '| name | medicines | change |\n|---|---|---|\n| fever | zz | -1 |\n| | | 0 |',
    'normalize-reference-unknown 9:3; normalize-reference-unknown 9:11; normalize-cell 9:16; normalize-cell 10:1; normalize-cell 10:3; normalize-cell 10:7',
  ],
  ['growth', '| name | months | median |\n|---|---|---|\n| weight | 6 | 7 |', 'normalize-reference-unknown 9:3'],
  ['observations', `${header}| a1c | 1-1 | A1c | % | 5 | 0 |`, 'normalize-cell 9:29'],
  ['observations', `${header}| a | 1-1 | A | % | 5 | 1 |\n| a | 1-1 | A | % | 5 | 1 |`, 'normalize-duplicate 10:3'],
  [
    'admission_sources',
    '| name | after | reasons | display |\n|---|---|---|---|\n| referral | | I50; J44 | Sent |\n| emergency | | J45; I50 | Came |',
    'normalize-duplicate 10:3',
  ],
  ['observations', `${header.replace('unit', 'below')}| a | 1-1 | A | b | 5 | 1 |`, 'normalize-column-missing 7:3'],
  [
    'observation_baselines',
    '| name | mean | sd | ages | sex |\n|---|---|---|---|---|\n| a1c | 5 | 1 | | |\n| a1c | 5 | 1 | 2 | X |',
    'normalize-reference-unknown 9:3; normalize-cell 9:3; normalize-reference-unknown 10:3; normalize-cell 10:21',
  ],
  [
    'observation_baselines',
    '| name | mean | sd | ages |\n|---|---|---|---|\n| a1c | none | 1 | 2 |\n| a1c | nobody | 1 | 3 |',
    'normalize-reference-unknown 9:3; normalize-cell 9:16; normalize-reference-unknown 10:3; normalize-cell 10:9',
  ],
  [
    'observations',
    '| name | code | display | unit | mean | sd | below | rank_correlation |\n|---|---|---|---|---|---|---|---|\n| a | 1-1 | A | b | 5 | 1 | | 0.5 |',
    'normalize-cell 9:31',
  ],
  [
    'conditions',
    '| code | display | usual_from |\n|---|---|---|\n| I10 | Hypertension | early |',
    'normalize-cell 9:24',
  ],
  ['conditions', '| code |\n|---|\n| I10 |', 'normalize-column-missing 7:3'],
  ['conditions', '| code | display | color |\n|---|---|---|\n| I10 | High | red |', 'normalize-column-unknown 7:20'],
  ['conditions', '| code | display |\n|---|---|\n| 10I | High |', 'normalize-code-impossible 9:3'],
  ['conditions', '| code | display | sex |\n|---|---|---|\n| I10 | High | X |', 'normalize-cell 9:16'],
  [
    'plans',
    `| name | payer | type | deductible | out_of_pocket_limit | family_deductible | primary_care_copay | specialist_copay | coinsurance | share |
|---|---|---|---|---|---|---|---|---|---|
| Low | | PPO | 1400 | 4500 | 1300 | | | 0.2 | 1 |`,
    'normalize-cell 9:7; normalize-cell 9:31',
  ],
  [
    'specialties',
    `${SPECIALTIES}| family medicine | 207Q00000X | 9 | 0+ | 0.6 |\n| pediatrics | 208000000X | 9 | 0-17 | 0.5 |\n| internal medicine | 207R00000X | 9 | 0+ | |`,
    'normalize-weights 10:3',
  ],
  [
    'specialties',
    `${SPECIALTIES}| family medicine | 207Q00000X | 9 | 0+ | 0.9 |\n| pediatrics | 208000000X | 9 | 0-17 | 0.1 |`,
    'normalize-weights 9:3',
  ],
  ['vaccines', '| name | cvx | display |\n|---|---|---|\n| flu | A1 | Flu |', 'normalize-cell 9:9'],
  [
    'procedures',
    '| name | code | system | display |\n|---|---|---|---|\n| scan | 77067 | HCPCS | Scan |',
    'normalize-cell 9:10',
  ],
  [
    'vaccine_schedule',
    '| vaccine | dose | from_months | to_months |\n|---|---|---|---|\n| flu | 1 | 0 | 2 |',
    'normalize-reference-unknown 9:3',
  ],
  [
    'allergy_prevalences',
    '| allergen | ages | prevalence |\n|---|---|---|\n| nut | 0+ | 0.1 |',
    'normalize-reference-unknown 9:3',
  ],
  [
    'visits_seen',
    '| event | class | by | facility | ordered_by |\n|---|---|---|---|---|\n| | AMB | facility | | condition |\n| lab_order | | facility | | nobody |',
    'normalize-reference-unknown 9:5; normalize-cell 9:20; normalize-cell 9:11; normalize-without-effect 9:24; normalize-reference-unknown 10:30; normalize-cell 10:26',
  ],
  [
    'visits_seen',
    '| event | class | by | reasons |\n|---|---|---|---|\n| | AMB | primary care | I50 |',
    'normalize-reference-unknown 9:5; normalize-cell 9:26',
  ],
  ['admission_sources', '| name | after |\n|---|---|\n| door | walk |', 'normalize-reference-unknown 9:10'],
  [
    'stay_lengths',
    '| events | days_mean | days_sd | days_min | days_max |\n|---|---|---|---|---|\n| a_stay | 0 | -1 | 3 | 2 |\n| a_stay | 4 | 1 | | |',
    'normalize-cell 9:12; normalize-cell 9:16; normalize-cell 9:25; normalize-reference-unknown 10:3',
  ],
  ['discharge_dispositions', '| disposition | ages | share |\n|---|---|---|\n| home | 0+ | 2 |', 'normalize-cell 9:15'],
  [
    'discharge_dispositions',
    '| disposition | ages | share |\n|---|---|---|\n| home | 0+ | 0.5 |\n| hospital | 0+ | 0.4 |',
    'normalize-weights 9:3',
  ],
  [
    'readmissions',
    '| payer | classes | dispositions | ages | share | days_mean | days_min | days_max |\n|---|---|---|---|---|---|---|---|\n| Moon | IMPS | away | 0+ | 2 | 0 | -1 | -2 |',
    'normalize-cell 9:33; normalize-cell 9:37; normalize-cell 9:42; normalize-reference-unknown 9:3; normalize-reference-unknown 9:10; normalize-reference-unknown 9:17; normalize-cell 9:29',
  ],
  ['states', 'no table', 'normalize-table-missing 4:11'],
  ['counties', '| a |\n|---|\n| b |', 'normalize-word-unknown 4:3'],
])('a mistake in %s is reported at its place: %s', (table, text, place) => {
  expect(placesOf(read(table, text))).toEqual(place.split('; '));
});

test.each([
  ['1 / 2', 'b * 2', 'normalize-value-kind'],
  ['a * 2', 'c * 2', 'normalize-expression-name'],
  ['a * age', 'b * 2 + a', 'normalize-value-kind'],
  ['a * age', "if(gender = 'X', b, b * age)", 'normalize-expression-value'],
  ['a * age', "if(gender = 'F', b, b * age)", undefined],
])('an observation is worked out from one that is made of it alone: by `%s`, `%s`', (formula, workedOut, code) => {
  const titles =
    '| name | code | display | unit | mean | sd | formula | worked_out |\n|---|---|---|---|---|---|---|---|';
  const rows = `| a | 1-1 | A | b | 1 | 1 | | ${workedOut} |\n| b | 2-2 | B | b | | | ${formula} | |`;
  expect(read('observations', `${titles}\n${rows}`).map((one) => one.code)).toEqual(code === undefined ? [] : [code]);
});

test('what a unit of an observation is in its own is told once', () => {
  const rows = '| a1c | mmol/mol; mmol | 0.09 |\n| a1c | mmol | 2 |';
  const units = skillOf(
    'units.md',
    `---\nname: units\ntables:\n  other_units: Units\n---\n## Units\n| observation | words | times |\n|---|---|---|\n${rows}\n`,
  );
  expect(placesOf(libraryOf(units).diagnostics)).toEqual(['normalize-duplicate 10:3']);
});
