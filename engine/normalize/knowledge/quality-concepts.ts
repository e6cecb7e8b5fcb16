/** Rows about quality measures to what they ask for, with what closes a gap. */
import type {
  EventDefinition,
  Expression,
  Knowledge,
  MeasureCloser,
  MeasureControl,
  QualityMeasure,
} from '../../model/index.ts';
import { allParts, readExpression } from '../expression/index.ts';
import { codePrefixOf } from '../concepts/index.ts';
import type { Problems } from '../problems.ts';
import { wordsOf } from '../vocabulary.ts';
import { agesOf, sexOf } from './ages.ts';
import type { ReferenceTables } from './read-tables.ts';
import type { TableRow } from './table-row.ts';

interface Known {
  readonly knowledge: Knowledge;
  readonly problems: Problems;
}

export function readMeasures(tables: ReferenceTables, known: Known): readonly QualityMeasure[] {
  return tables.concepts(
    'quality_measures',
    (row) => readMeasure(row, known),
    ({ name }) => name,
  );
}

function readMeasure(row: TableRow, known: Known): QualityMeasure {
  const sex = sexOf(row);
  const everyMonths = row.number('every_months');
  if (!Number.isInteger(everyMonths) || everyMonths < 1 || everyMonths > 1440)
    row.refuse('every_months', 'a whole number of months from 1 to 1440');
  const items = row.list('closed_by');
  const closedBy = items.flatMap((item) => readCloser(item, row, known) ?? []);
  const control = row.list('control').flatMap((item) => readControl(item, row, known) ?? []);
  if ((items.length === 0) === (control.length === 0)) row.refuse('closed_by', 'either this or `control`');
  return {
    name: row.text('measure'),
    display: row.text('display'),
    ages: agesOf(row),
    sex,
    given: readGiven(row, known),
    everyMonths,
    closedBy,
    control,
    at: row.at,
  };
}

const NAMES = ['age', 'gender'];
const QUESTIONS = ['has_condition', 'has_medication'];
/** What stands alone and is true of nobody and everybody. */
const NO_QUESTION: ReadonlySet<Expression['kind']> = new Set(['number', 'text', 'name', 'negate']);

function readGiven(row: TableRow, known: Known): Expression | undefined {
  const { value, at } = row.cell('given');
  if (value === '') return undefined;
  const expression = readExpression({ kind: 'scalar', value, at }, '`given`', known);
  const isStrange = (part: Expression): boolean =>
    part.kind === 'moment' ||
    (part.kind === 'name' && !NAMES.includes(part.name)) ||
    (part.kind === 'call' && !QUESTIONS.includes(part.name));
  const answers = expression === undefined || !NO_QUESTION.has(expression.kind);
  if (expression !== undefined && (!answers || allParts(expression).some(isStrange)))
    row.refuse('given', `a question of ${[...QUESTIONS, ...NAMES].join(', ')}`);
  return expression;
}

const KINDS = wordsOf<MeasureCloser['kind']>({
  procedure: true,
  vaccine: true,
  observation: true,
  medication: true,
  condition: true,
  event: true,
});

function readCloser(item: string, row: TableRow, { knowledge, problems }: Known): MeasureCloser | undefined {
  const { at } = row.cell('closed_by');
  const [word = '', ...rest] = item.split(':');
  const kind = KINDS.find((one) => one === word.trim());
  const name = rest.join(':').trim();
  if (kind === undefined || name === '') {
    row.refuse('closed_by', `items as \`procedure:mammogram\`, of ${KINDS.join(', ')}`);
    return undefined;
  }
  if (kind === 'event') return { kind, name, at };
  if (kind === 'condition') {
    const code = codePrefixOf(name);
    if (code === undefined) return problems.report('normalize-code-impossible', { code: name }, at);
    return { kind, name: code, at };
  }
  const names = namesOf(kind, knowledge);
  if (names.includes(name)) return { kind, name, at };
  return problems.report('normalize-reference-unknown', { kind, name, known: names }, at);
}

function namesOf(
  kind: 'procedure' | 'vaccine' | 'observation' | 'medication',
  knowledge: Knowledge,
): readonly string[] {
  const rows = {
    procedure: knowledge.chart?.procedures ?? [],
    vaccine: knowledge.chart?.vaccines ?? [],
    observation: knowledge.observations,
    medication: knowledge.medications,
  };
  return rows[kind].map(({ name }) => name);
}

const OPERATORS: Readonly<Record<string, MeasureControl['operator']>> = {
  '<': 'less',
  '<=': 'less_or_equal',
  '>': 'greater',
  '>=': 'greater_or_equal',
};

function readControl(item: string, row: TableRow, { knowledge, problems }: Known): MeasureControl | undefined {
  const match = /^(\w+)\s*(<=?|>=?)\s*(-?\d+(?:\.\d+)?)$/.exec(item);
  const [, observation = '', sign = '', limit = ''] = match ?? [];
  const operator = OPERATORS[sign];
  if (operator === undefined) {
    row.refuse('control', 'observations with a limit, as `systolic < 140`');
    return undefined;
  }
  const known = knowledge.observations.map(({ name }) => name);
  if (known.includes(observation)) return { observation, operator, limit: Number(limit) };
  return problems.report(
    'normalize-reference-unknown',
    { kind: 'observation', name: observation, known },
    row.cell('control').at,
  );
}

/** Events that measures name must be in the catalogue. */
export function checkMeasures(
  measures: readonly QualityMeasure[],
  events: readonly EventDefinition[],
  problems: Problems,
): void {
  const known = events.map(({ name }) => name);
  for (const { kind, name, at } of measures.flatMap(({ closedBy }) => closedBy)) {
    if (kind === 'event' && !known.includes(name))
      problems.report('normalize-reference-unknown', { kind: 'event', name, known }, at);
  }
}
