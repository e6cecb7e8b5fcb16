/**
 * The layouts in which public files of county figures are published, and what one record of each says. Figures are taken
 * under the publisher's own names, in lower case; shares are left in per cent where they are published so.
 */

export type LayoutName = 'census' | 'places' | 'svi';

export interface Layout {
  /** The table of a reference skill. */
  readonly table: 'geographies' | 'health_indicators' | 'social_indicators';
  readonly title: string;
  /** The column that holds `state` of a county. */
  readonly stateColumn: string;
  /** Columns that must be there, in a file with these columns. */
  readonly required: (columns: readonly string[]) => readonly string[];
  /** What a record says of a county; nothing where it is about something else. */
  readonly read: (cell: (column: string) => string, columns: readonly string[]) => Reading;
  /** What all records of a county together do not say, where they should. */
  readonly gap?: (found: CountyFigures) => Gap | undefined;
}

export interface Gap {
  readonly column: string;
  readonly expected: string;
}

export type Reading =
  | { readonly kind: 'county'; readonly county: County; readonly figures: readonly (readonly [string, number])[] }
  | { readonly kind: 'skip' }
  | { readonly kind: 'wrong'; readonly column: string; readonly expected: string };

export interface County {
  readonly area: string;
  readonly name: string;
  /** Postal abbreviation, or the name of the state where the file has no other. */
  readonly state: string;
  /** Among several editions of a county (years), the greatest counts. */
  readonly edition: number;
  readonly population?: number;
}

export interface CountyFigures {
  readonly county: County;
  readonly figures: ReadonlyMap<string, number>;
}

export const layouts: Readonly<Record<LayoutName, Layout>> = {
  census: {
    table: 'geographies',
    title: 'Census county population estimates',
    stateColumn: 'STNAME',
    required: censusColumns,
    read: readCensus,
    gap: ageGroupGap,
  },
  places: {
    table: 'health_indicators',
    title: 'CDC PLACES county estimates',
    stateColumn: 'StateAbbr',
    required: placesColumns,
    read: readPlaces,
  },
  svi: {
    table: 'social_indicators',
    title: 'CDC/ATSDR Social Vulnerability Index of counties',
    stateColumn: 'ST_ABBR',
    required: () => ['ST_ABBR', 'COUNTY', 'FIPS', 'E_TOTPOP', 'RPL_THEMES'],
    read: readSvi,
  },
};

const COUNTY_LEVEL = 50;
const FIVE_YEARS = 5;
const OLDEST_GROUP = 18;
const OLDEST = 100;

/** `cc-est` has age groups, `co-est` the population of years: one of the two must be there. */
function censusColumns(columns: readonly string[]): readonly string[] {
  const county = ['SUMLEV', 'STATE', 'COUNTY', 'STNAME', 'CTYNAME'];
  const hasYears = columns.some((column) => /^POPESTIMATE\d{4}$/.test(column));
  return hasYears ? county : [...county, 'YEAR', 'AGEGRP', 'TOT_POP', 'TOT_FEMALE'];
}

/** Either `cc-est`, a row a year and age group, or `co-est`, a row a county with a column a year. */
function readCensus(cell: (column: string) => string, columns: readonly string[]): Reading {
  if (Number(cell('SUMLEV')) !== COUNTY_LEVEL) return { kind: 'skip' };
  const area = `${cell('STATE').padStart(2, '0')}${cell('COUNTY').padStart(3, '0')}`;
  if (!/^\d{5}$/.test(area)) return { kind: 'wrong', column: 'COUNTY', expected: 'digits' };
  const county = { area, name: cell('CTYNAME'), state: cell('STNAME') };
  if (columns.includes('AGEGRP')) return readAgeGroup(cell, county);
  const newest =
    columns
      .filter((column) => /^POPESTIMATE\d{4}$/.test(column))
      .toSorted()
      .at(-1) ?? 'POPESTIMATE';
  const population = numberOf(cell(newest));
  if (population === undefined) return { kind: 'wrong', column: newest, expected: 'a number' };
  return { kind: 'county', county: { ...county, edition: 0, population }, figures: [] };
}

function readAgeGroup(cell: (column: string) => string, county: Omit<County, 'edition'>): Reading {
  const [edition, group] = [numberOf(cell('YEAR')), numberOf(cell('AGEGRP'))];
  const [people, women] = [numberOf(cell('TOT_POP')), numberOf(cell('TOT_FEMALE'))];
  if (edition === undefined) return { kind: 'wrong', column: 'YEAR', expected: 'a number' };
  if (group === undefined || group > OLDEST_GROUP) return { kind: 'wrong', column: 'AGEGRP', expected: '0 to 18' };
  if (people === undefined) return { kind: 'wrong', column: 'TOT_POP', expected: 'a number' };
  if (women === undefined) return { kind: 'wrong', column: 'TOT_FEMALE', expected: 'a number' };
  if (group === 0) {
    return { kind: 'county', county: { ...county, edition, population: people }, figures: [['women', women]] };
  }
  const from = (group - 1) * FIVE_YEARS;
  const to = group === OLDEST_GROUP ? OLDEST : from + FIVE_YEARS - 1;
  return { kind: 'county', county: { ...county, edition }, figures: [[`age_${from}_${to}`, people]] };
}

/** The groups of age are everybody. */
function ageGroupGap({ county: { area, population = 0 }, figures }: CountyFigures): Gap | undefined {
  const groups = [...figures].filter(([name]) => name.startsWith('age_'));
  const people = groups.reduce((sum, [, count]) => sum + count, 0);
  if (groups.length === 0 || people === population) return undefined;
  return {
    column: 'AGEGRP',
    expected: `groups that sum to the ${population} people of the county ${area}, found ${people}`,
  };
}

const CRUDE_SHARE = /^(.+)_CrudePrev$/i;

function placesColumns(columns: readonly string[]): readonly string[] {
  if (columns.some((column) => CRUDE_SHARE.test(column)))
    return ['StateAbbr', 'CountyName', 'CountyFIPS', 'TotalPopulation'];
  return ['StateAbbr', 'LocationName', 'LocationID', 'MeasureId', 'Data_Value_Type', 'Data_Value', 'TotalPopulation'];
}

/**
 * Crude shares of adults in per cent; those adjusted for age are about no real population. Either a row a county and
 * measure, or (the GIS friendly format) a row a county with columns for each measure.
 */
function readPlaces(cell: (column: string) => string, columns: readonly string[]): Reading {
  if (columns.some((column) => CRUDE_SHARE.test(column))) return readWidePlaces(cell, columns);
  const area = cell('LocationID').padStart(5, '0');
  if (!/crude/i.test(cell('Data_Value_Type')) || area === '00059') return { kind: 'skip' };
  if (!/^\d{5}$/.test(area)) return { kind: 'wrong', column: 'LocationID', expected: 'five digits of a county' };
  if (cell('Data_Value') === '') return { kind: 'skip' };
  const [value, population] = [numberOf(cell('Data_Value')), numberOf(cell('TotalPopulation'))];
  if (value === undefined || value > 100) return { kind: 'wrong', column: 'Data_Value', expected: '0 to 100' };
  if (population === undefined) return { kind: 'wrong', column: 'TotalPopulation', expected: 'a number' };
  const county = { area, name: cell('LocationName'), state: cell('StateAbbr'), edition: 0, population };
  return { kind: 'county', county, figures: [[cell('MeasureId').toLowerCase(), value]] };
}

function readWidePlaces(cell: (column: string) => string, columns: readonly string[]): Reading {
  const area = cell('CountyFIPS').padStart(5, '0');
  if (!/^\d{5}$/.test(area)) return { kind: 'wrong', column: 'CountyFIPS', expected: 'five digits of a county' };
  const population = numberOf(cell('TotalPopulation'));
  if (population === undefined) return { kind: 'wrong', column: 'TotalPopulation', expected: 'a number' };
  const figures: (readonly [string, number])[] = [];
  for (const column of columns) {
    const measure = CRUDE_SHARE.exec(column)?.[1];
    if (measure === undefined || cell(column) === '') continue;
    const value = numberOf(cell(column));
    if (value === undefined || value > 100) return { kind: 'wrong', column, expected: '0 to 100' };
    figures.push([measure.toLowerCase(), value]);
  }
  const county = { area, name: cell('CountyName'), state: cell('StateAbbr'), edition: 0, population };
  return { kind: 'county', county, figures };
}

const WITHOUT_FIGURE = -999;

/** Ranks from 0 to 1, shares in per cent, and in older editions an income. */
function readSvi(cell: (column: string) => string, columns: readonly string[]): Reading {
  const area = cell('FIPS').padStart(5, '0');
  if (!/^\d{5}$/.test(area)) return { kind: 'wrong', column: 'FIPS', expected: 'five digits of a county' };
  const population = numberOf(cell('E_TOTPOP'));
  if (population === undefined) return { kind: 'wrong', column: 'E_TOTPOP', expected: 'a number' };
  const figures: (readonly [string, number])[] = [];
  for (const column of columns.filter((one) => /^(RPL_THEME[S1-4]|EP_[A-Z0-9]+)$/.test(one))) {
    const value = Number(cell(column) || 'none');
    if (value === WITHOUT_FIGURE) continue;
    const isRank = column.startsWith('RPL');
    const range = isRank ? '0 to 1' : 'at least 0';
    if (!(value >= 0 && value <= (isRank ? 1 : Infinity)))
      return { kind: 'wrong', column, expected: `${range}, or ${WITHOUT_FIGURE} for none` };
    figures.push([column.toLowerCase(), value]);
  }
  const county = { area, name: cell('COUNTY'), state: cell('ST_ABBR'), edition: 0, population };
  return { kind: 'county', county, figures };
}

/** At least 0, with or without commas between the thousands. */
function numberOf(text: string): number | undefined {
  return /^\d+(,\d{3})*(\.\d+)?$/.test(text) ? Number(text.replaceAll(',', '')) : undefined;
}
