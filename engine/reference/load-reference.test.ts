import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadReference, readLines, writeWhole } from './index.ts';
import type { LayoutName } from './index.ts';

const folder = await mkdtemp(join(tmpdir(), 'healthsim-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const at = { file: 'states.md', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
const states = [
  { code: 'TX', name: 'Texas', population: 1, at },
  { code: 'NM', name: 'New Mexico', population: 1, at },
];

async function load(
  layout: LayoutName,
  text: string,
  encoding: BufferEncoding = 'utf8',
): Promise<{ readonly rows: readonly string[]; readonly said: readonly string[] }> {
  const path = join(folder, 'file.csv');
  await writeFile(path, Buffer.from(text, encoding));
  const { skill, diagnostics } = await loadReference({ layout, file: 'file.csv', lines: readLines(path), states });
  return {
    rows: skill?.text.split('\n').filter((line) => line.startsWith('| ')) ?? [],
    said: diagnostics.map(({ code, at: place }) => `${code} ${place?.start.line}`),
  };
}

const ages = 'SUMLEV,STATE,COUNTY,STNAME,CTYNAME,YEAR,AGEGRP,TOT_POP,TOT_MALE,TOT_FEMALE\n';

test('the newest year of a census file by age and sex becomes a row a county', async () => {
  const { rows, said } = await load(
    'census',
    `${ages}050,48,201,Texas,Harris County,4,0,90,45,45
050,48,201,Texas,Harris County,5,0,100,48,52
050,48,201,Texas,Harris County,5,1,40,20,20
050,48,201,Texas,Harris County,5,18,60,28,32
050,48,201,Texas,Harris County,4,1,39,20,19
`,
  );
  expect(said).toEqual([]);
  expect(rows).toEqual([
    '| area | name | state | population | women | age_0_4 | age_85_100 |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    '| 48201 | Harris County | TX | 100 | 52 | 40 | 60 |',
  ]);
});

test('groups of age that are not everybody, ranks above 1 and shares above 100 are named, and nothing is written', async () => {
  const harris = '050,48,201,Texas,Harris County,5';
  const cut = await load('census', `${ages}${harris},0,100,48,52\n${harris},1,40,20,20\n`);
  expect(cut).toEqual({ rows: [], said: ['reference-record 3'] });
  const ranks = 'ST_ABBR,COUNTY,FIPS,E_TOTPOP,RPL_THEMES,EP_PCI\n';
  expect((await load('svi', `${ranks}TX,Harris,48201,100,1.2,26000\n`)).said).toEqual(['reference-record 2']);
  expect((await load('svi', `${ranks}TX,Harris,48201,100,-999,26000\n`)).said).toEqual([]);
  const shares = 'StateAbbr,CountyName,CountyFIPS,TotalPopulation,DIABETES_CrudePrev\n';
  expect((await load('places', `${shares}TX,Harris,48201,100,112\n`)).said).toEqual(['reference-record 2']);
});

test('a line of a state that there is not is named, and makes no skill', async () => {
  const { rows, said } = await load('census', `${ages}050,99,201,Atlantis,Harris County,5,0,100,48,52\n`);
  expect([rows, said]).toEqual([[], ['reference-record 2']]);
});

test('a census file of totals gives the newest year, without the rows of states', async () => {
  const { rows } = await load(
    'census',
    `SUMLEV,REGION,DIVISION,STATE,COUNTY,STNAME,CTYNAME,POPESTIMATE2022,POPESTIMATE2023
040,3,7,48,000,Texas,Texas,30029572,30503301
050,3,7,35,013,New Mexico,Do\u00F1a Ana County,223000,225210
`,
    'latin1',
  );
  expect(rows.slice(2)).toEqual(['| 35013 | Doña Ana County | NM | 225210 |']);
});

test('crude figures of PLACES become a column a measure', async () => {
  const header =
    'Year,StateAbbr,LocationName,Measure,Data_Value_Type,Data_Value,TotalPopulation,LocationID,MeasureId\n';
  const { rows } = await load(
    'places',
    `${header}2022,TX,Harris,"Diagnosed diabetes, adults",Crude prevalence,12.1,"4,780,913",48201,DIABETES
2022,TX,Harris,"Diagnosed diabetes, adults",Age-adjusted prevalence,13.0,"4,780,913",48201,DIABETES
2022,TX,Harris,Obesity among adults,Crude prevalence,33.4,"4,780,913",48201,OBESITY
`,
  );
  expect(rows[0]).toBe('| area | name | state | population | diabetes | obesity |');
  expect(rows.slice(2)).toEqual(['| 48201 | Harris | TX | 4780913 | 12.1 | 33.4 |']);
});

test('figures that SVI lacks stay empty', async () => {
  const { rows } = await load(
    'svi',
    `ST,STATE,ST_ABBR,STCNTY,COUNTY,FIPS,LOCATION,E_TOTPOP,EP_POV150,RPL_THEME1,RPL_THEMES
48,Texas,TX,48201,Harris County,48201,"Harris County, Texas",4726177,27.9,0.83,-999
`,
  );
  expect(rows[0]).toBe('| area | name | state | population | ep_pov150 | rpl_theme1 |');
  expect(rows.slice(2)).toEqual(['| 48201 | Harris County | TX | 4726177 | 27.9 | 0.83 |']);
});

test('another layout is named by the columns that it lacks', async () => {
  const { said, rows } = await load('svi', 'a,b\n1,2\n');
  expect(said).toEqual(['reference-columns-missing 1']);
  expect(rows).toEqual([]);
});

test('every malformed record is named by its line, and nothing is made', async () => {
  const { said, rows } = await load(
    'census',
    `${ages}050,48,201,Texas,Harris County,5,0,100,48,52\n050,48,203,Texas,Harrison County,5,0,many,1,1\n050,48\n`,
  );
  expect(said).toEqual(['reference-record 3', 'reference-record 4']);
  expect(rows).toEqual([]);
});

test('quotes that never close, and a line without end, are named where they begin; what follows is read', async () => {
  const line = 'TX,Harris County,48201,100,0.5\n';
  const columns = 'ST_ABBR,COUNTY,FIPS,E_TOTPOP,RPL_THEMES\n';
  const open = await load('svi', `${columns}TX,"Harris County,48201,100,0.5\n${line.repeat(33_000)}TX,Harris,48201\n`);
  expect(open).toEqual({ rows: [], said: ['reference-record 2', 'reference-record 33003'] });
  const endless = await load('svi', `${columns}${line.trim().padEnd(2_000_000)}\r\n${line}\rTX,Harris,48201`);
  expect(endless).toEqual({ rows: [], said: ['reference-record 2', 'reference-record 5'] });
});

test('a file without a county is named', async () => {
  expect((await load('census', ages)).said).toEqual(['reference-empty 1']);
});

test('a file is replaced whole and leaves nothing beside it', async () => {
  const path = join(folder, 'out', 'x.md');
  await writeWhole(path, 'one');
  await writeWhole(path, 'two');
  expect(await readFile(path, 'utf8')).toBe('two');
  expect(await readdir(join(folder, 'out'))).toEqual(['x.md']);
});

test('a PLACES file in the GIS friendly format has a row a county and measure columns', async () => {
  const header =
    'StateAbbr,StateDesc,CountyName,CountyFIPS,TotalPopulation,ACCESS2_CrudePrev,ACCESS2_Crude95CI,DIABETES_CrudePrev,DIABETES_AdjPrev,Geolocation';
  const { rows, said } = await load(
    'places',
    `${header}
TX,Texas,Harris,48201,"4,835,125",25.1,"(23.0, 27.2)",11.9,12.4,POINT (-95.3 29.8)
NM,New Mexico,Mora,35033,4169,,,14.2,9.9,POINT (-104.9 36.0)
`,
  );
  expect(said).toEqual([]);
  expect(rows).toEqual([
    '| area | name | state | population | access2 | diabetes |',
    '| --- | --- | --- | --- | --- | --- |',
    '| 35033 | Mora | NM | 4169 |  | 14.2 |',
    '| 48201 | Harris | TX | 4835125 | 25.1 | 11.9 |',
  ]);
});

test('a county of which two lines say different things is named', async () => {
  const columns = 'ST_ABBR,COUNTY,FIPS,E_TOTPOP,RPL_THEMES\n';
  const line = 'TX,Harris County,48201,100,0.5\n';
  expect((await load('svi', columns + line + line)).said).toEqual([]);
  expect((await load('svi', columns + line + line.replace('0.5', '0.6'))).said).toEqual(['reference-record 3']);
});
