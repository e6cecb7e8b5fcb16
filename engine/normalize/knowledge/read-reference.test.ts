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

const header = '| name | code | display | unit | mean | sd |\n|---|---|---|---|---|---|\n';

test.each([
  ['observations', `${header}| a1c | 1-1 | A1c | % | high | 1 |`, 'normalize-cell 9:25'],
  ['observations', `${header}| a1c | 1-1 | A1c | % | 5 | 0 |`, 'normalize-cell 9:29'],
  ['observations', `${header}| a | 1 | A | % | 5 | 1 |\n| a | 1 | A | % | 5 | 1 |`, 'normalize-duplicate 10:3'],
  ['conditions', '| code |\n|---|\n| I10 |', 'normalize-column-missing 7:3'],
  ['conditions', '| code | display | color |\n|---|---|---|\n| I10 | High | red |', 'normalize-column-unknown 7:20'],
  ['conditions', '| code | display |\n|---|---|\n| 10I | High |', 'normalize-code-impossible 9:3'],
  ['conditions', '| code | display | sex |\n|---|---|---|\n| I10 | High | X |', 'normalize-cell 9:16'],
  ['states', 'no table', 'normalize-table-missing 4:11'],
  ['counties', '| a |\n|---|\n| b |', 'normalize-word-unknown 4:3'],
])('a mistake in %s is reported at its place: %s', (table, text, place) => {
  expect(placesOf(read(table, text))).toEqual([place]);
});
