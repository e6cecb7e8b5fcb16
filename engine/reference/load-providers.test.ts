import { expect, test } from 'vitest';
import { loadProviders } from './index.ts';

const at = { file: 'places.md', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
const juneau = {
  city: 'Juneau',
  state: 'AK',
  postalCode: '99801',
  countyFips: '02110',
  areaCode: '907',
  population: 43_000,
  urban: true,
  at,
};

const HEADER = [
  'NPI',
  'Entity Type Code',
  'Provider Organization Name (Legal Business Name)',
  'Provider Last Name (Legal Name)',
  'Provider First Name',
  'Provider First Line Business Practice Location Address',
  'Provider Business Practice Location Address City Name',
  'Provider Business Practice Location Address State Name',
  'Provider Business Practice Location Address Postal Code',
  'NPI Deactivation Date',
  'NPI Reactivation Date',
  'Healthcare Provider Taxonomy Code_1',
  'Healthcare Provider Primary Taxonomy Switch_1',
  'Healthcare Provider Taxonomy Code_2',
  'Healthcare Provider Primary Taxonomy Switch_2',
];

const quoted = (cells: readonly string[]): string => cells.map((cell) => `"${cell}"`).join(',');
const doctor = ['9000000015', '1', '', 'Bear', 'Ursula', '1 Main St, Ste 2', 'JUNEAU', 'AK', '998011234', '', ''];
const hospital = [
  '9000000023',
  '2',
  'Fjord | `<b>*[Hospital](x)*`',
  '',
  '',
  '2 Dock St',
  'Juneau',
  'AK',
  '99899',
  '',
  '',
];

async function load(
  rows: readonly (readonly string[])[],
  header = HEADER,
): Promise<{ readonly rows: readonly string[]; readonly said: readonly string[] }> {
  const lines = (async function* lines(): AsyncGenerator<string> {
    yield quoted(header);
    for (const row of rows) yield quoted(row);
  })();
  const taxonomyCodes = new Set(['207Q00000X', '282N00000X']);
  const { skill, diagnostics } = await loadProviders({ file: 'npidata.csv', lines, places: [juneau], taxonomyCodes });
  return {
    rows: skill?.text.split('\n').filter((line) => line.startsWith('| 9')) ?? [],
    said: diagnostics.map(({ code, at: place }) => `${code} ${place?.start.line}`),
  };
}

test('those who practise in a place of the tree become rows, in the order of their numbers', async () => {
  const { rows, said } = await load([
    [...hospital, '282N00000X', '', '', ''],
    [...doctor, '390200000X', 'N', '207Q00000X', 'Y'],
  ]);
  expect(said).toEqual([]);
  expect(rows).toEqual([
    '| 9000000015 | Ursula Bear | 207Q00000X | 1 Main St, Ste 2 | JUNEAU | AK | 99801 |',
    '| 9000000023 | Fjord    b Hospital (x) | 282N00000X | 2 Dock St | Juneau | AK | 99899 |',
  ]);
});

test('who is elsewhere, deactivated, or of a taxonomy that the tree has not, is left out', async () => {
  const elsewhere = doctor.with(6, 'Nome').with(8, '99762');
  const deactivated = ['9000000031', '', '', '', '', '', '', '', '', '01/02/2020', ''];
  const { said } = await load([
    [...elsewhere, '207Q00000X', 'Y', '', ''],
    [...deactivated, '', '', '', ''],
    [...doctor, '122300000X', 'Y', '', ''],
  ]);
  const abroad = [...doctor.with(6, 'TORONTO').with(7, 'ZZ').with(8, 'M5V2T6'), '207Q00000X', 'Y', '', ''];
  const inForces = [...doctor.with(6, 'APO').with(7, 'AE').with(8, '9'), '207Q00000X', 'Y', '', ''];
  const spelled = [...doctor.with(7, 'ALASKA'), '207Q00000X', 'Y', '', ''];
  expect((await load([abroad, inForces, spelled])).said).toEqual(['reference-no-provider 1']);
  expect(said).toEqual(['reference-no-provider 1']);
});

test('a file without the columns of the registry, and each malformed record, is named', async () => {
  expect((await load([], HEADER.slice(1))).said).toEqual(['reference-columns-missing 1']);
  const { said, rows } = await load([
    [...doctor, '207Q00000X', 'Y', '', ''],
    [...doctor.with(0, '9000000010'), '207Q00000X', 'Y', '', ''],
    [...doctor.with(8, '998'), '207Q00000X', 'Y', '', ''],
    doctor,
  ]);
  expect(said).toEqual(['reference-record 3', 'reference-record 4', 'reference-record 5']);
  expect(rows).toEqual([]);
});
