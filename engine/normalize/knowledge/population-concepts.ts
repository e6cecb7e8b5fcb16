/** Rows about the population of the country to its shares by attribute and its prevalence of conditions by age. */
import type { AreaFigures, PopulationKnowledge, PopulationShare, Prevalence } from '../../model/index.ts';
import { codeOf } from '../concepts/index.ts';
import type { Problems } from '../problems.ts';
import { agesOf, shareOf } from './ages.ts';
import type { ReferenceTables } from './read-tables.ts';
import { STATE, shaped } from './shapes.ts';
import type { TableRow } from './table-row.ts';

const ATTRIBUTES = ['age', 'gender', 'race', 'ethnicity', 'language'];

export function readPopulation(tables: ReferenceTables, problems: Problems): PopulationKnowledge {
  return {
    shares: tables.concepts('population_shares', readShare, ({ attribute, value, ages, ethnicity, race }) =>
      [attribute, ages?.min, ethnicity, race, value].filter((part) => part !== undefined).join(' '),
    ),
    prevalences: tables.concepts(
      'prevalences',
      (row) => readPrevalence(row, problems),
      ({ code, ages }) => `${code} from ${ages.min}`,
    ),
    geographies: tables.concepts('geographies', readArea, ({ area }) => area),
    healthIndicators: tables.concepts('health_indicators', readArea, ({ area }) => area),
    socialIndicators: tables.concepts('social_indicators', readArea, ({ area }) => area),
    healthMeasures: tables.concepts(
      'health_measures',
      (row) => ({ measure: row.text('measure'), code: conditionOf(row, problems), at: row.at }),
      ({ measure }) => measure,
    ),
  };
}

const AREA_COLUMNS: ReadonlySet<string> = new Set(['area', 'name', 'state', 'population', 'source']);

function readArea(row: TableRow): AreaFigures {
  if (!/^\d{5}$/.test(row.cell('area').value)) row.refuse('area', 'the five digits of a county');
  const figures = new Map<string, number>();
  for (const column of row.columns.filter((one) => !AREA_COLUMNS.has(one))) {
    const value = row.optionalNumber(column);
    if (value !== undefined) figures.set(column, value);
  }
  return {
    area: row.cell('area').value,
    name: row.text('name'),
    state: shaped(row, 'state', STATE),
    population: peopleOf(row),
    figures,
    at: row.at,
  };
}

function readShare(row: TableRow): PopulationShare {
  const attribute = row.text('attribute');
  if (attribute !== '' && !ATTRIBUTES.includes(attribute)) row.refuse('attribute', `one of ${ATTRIBUTES.join(', ')}`);
  const isWhole = row.cell('ages').value === '';
  return {
    attribute,
    value: valueOf(row, attribute),
    share: shareOf(row, 'share'),
    ages: isWhole ? undefined : agesOf(row),
    ethnicity: knownBefore(row, 'ethnicity', attribute),
    race: knownBefore(row, 'race', attribute),
    at: row.at,
  };
}

/** What the people are whose share it is; nothing where that is not known before the attribute. */
function knownBefore(row: TableRow, column: keyof typeof DECIDED_BEFORE, attribute: string): string | undefined {
  if (row.cell(column).value === '') return undefined;
  if (DECIDED_BEFORE[column].has(attribute)) row.refuse(column, `nothing, for ${attribute} comes before it`);
  return shaped(row, column, WORDS);
}

function readPrevalence(row: TableRow, problems: Problems): Prevalence {
  return { code: conditionOf(row, problems), ages: agesOf(row), prevalence: shareOf(row, 'prevalence'), at: row.at };
}

function conditionOf(row: TableRow, problems: Problems): string {
  const written = row.text('code');
  const code = codeOf(written);
  if (code === undefined && written !== '')
    problems.report('normalize-code-impossible', { code: written }, row.cell('code').at);
  return code ?? written;
}

/** Of attributes whose values have a shape, one of that shape. */
function valueOf(row: TableRow, attribute: string): string {
  if (attribute === 'age') agesOf(row, 'value');
  return attribute === 'gender' ? shaped(row, 'value', SEX) : row.text('value');
}

/** What no share of an ethnicity or of a race can be about: itself, and what is known before it. */
const DECIDED_BEFORE = {
  ethnicity: new Set(['age', 'ethnicity']),
  race: new Set(['age', 'ethnicity', 'race']),
} as const;

const WORDS = { pattern: /^[^'"]+$/, expected: 'words without quotation marks' };

const SEX = { pattern: /^[FM]$/, expected: '`F` or `M`' };

function peopleOf(row: TableRow): number {
  const value = row.number('population');
  if (value < 0) row.refuse('population', '0 or more');
  return value;
}
