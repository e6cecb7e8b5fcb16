/** A canonical specification as indented text, each value beside the file and line that it comes from. */
import type { Distribution, Expression, Offset, Probability, SourceRange } from '../../model/index.ts';
import { formatDistribution, formatProbability } from './distribution.ts';
import { formatExpression, formatOffset } from '../../pipeline.ts';
import { isSourceRange } from './source-range.ts';
import { printable } from './table.ts';

interface Line {
  readonly text: string;
  readonly at: SourceRange | undefined;
}

const ORIGIN_COLUMN_LIMIT = 64;

export function formatCanonical(specification: object, placeOf: (at: SourceRange) => string): string {
  const lines = linesOf(specification, '');
  const column = Math.min(ORIGIN_COLUMN_LIMIT, Math.max(...lines.map(({ text }) => text.length)));
  let place = '';
  return lines
    .map(({ text, at }) => {
      const own = at === undefined ? '' : placeOf(at);
      const shown = own === place ? '' : own;
      place = own === '' ? place : own;
      return shown === '' ? text : `${text.padEnd(column)}  # ${shown}`;
    })
    .join('\n');
}

function linesOf(value: unknown, indent: string): readonly Line[] {
  return Object.entries(isRecord(value) ? value : {})
    .filter(([key, part]) => key !== 'at' && part !== undefined)
    .flatMap(([key, part]: [string, unknown]) =>
      entry(`${indent}${key}:`, part, placeIn(part) ?? placeIn(value), indent),
    );
}

function entry(head: string, part: unknown, at: SourceRange | undefined, indent: string): readonly Line[] {
  const text = inOneLine(part);
  if (text !== undefined) return [{ text: `${head} ${text}`, at }];
  if (Array.isArray(part))
    return [{ text: head, at: undefined }, ...part.flatMap((item: unknown) => listItem(item, `${indent}  `, at))];
  return [{ text: head, at }, ...linesOf(part, `${indent}  `)];
}

function listItem(item: unknown, indent: string, around: SourceRange | undefined): readonly Line[] {
  const text = inOneLine(item);
  if (text !== undefined) return [{ text: `${indent}- ${text}`, at: placeIn(item) ?? around }];
  const [first, ...others] = linesOf(item, `${indent}  `);
  return first === undefined ? [] : [{ ...first, text: `${indent}- ${first.text.trimStart()}` }, ...others];
}

/** What reads best on one line: scalars, located values, distributions, shares, expressions, stretches of time. */
function inOneLine(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : undefined;
  if (!isRecord(value)) return printable(String(value));
  if (isOffset(value)) return formatOffset(value);
  if (isProbability(value)) return printable(formatProbability(value));
  if (isExpression(value)) return printable(formatExpression(value));
  if (isDistribution(value)) return printable(formatDistribution(value));
  return isLocated(value) ? inOneLine(value['value']) : undefined;
}

function isLocated(value: object): boolean {
  return 'value' in value && 'at' in value && Object.keys(value).length === 2;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isOffset(value: object): value is Offset {
  return 'months' in value && 'days' in value && 'minutes' in value;
}

function isProbability(value: object): value is Probability {
  return 'kind' in value && (value.kind === 'constant' || ('holds' in value && 'fails' in value));
}

/** A journey's start may be `between` two dates: that is no expression. */
function isExpression(value: object): value is Expression {
  return 'kind' in value && Object.hasOwn(expressionKinds, String(value.kind)) && !('from' in value || 'date' in value);
}

function isDistribution(value: object): value is Distribution {
  return 'kind' in value && Object.hasOwn(distributionKinds, String(value.kind)) && 'at' in value;
}

const expressionKinds: Readonly<Record<Expression['kind'], true>> = {
  number: true,
  text: true,
  boolean: true,
  name: true,
  not: true,
  negate: true,
  binary: true,
  in: true,
  between: true,
  call: true,
  function: true,
  length: true,
  moment: true,
};

const distributionKinds: Readonly<Record<Distribution['kind'], true>> = {
  fixed: true,
  categorical: true,
  uniform: true,
  normal: true,
  log_normal: true,
  exponential: true,
  triangular: true,
  weibull: true,
  gamma: true,
  beta: true,
  poisson: true,
  negative_binomial: true,
  zipf: true,
  empirical: true,
  age_bands: true,
  mixture: true,
  conditional: true,
  derived: true,
};

function placeIn(value: unknown): SourceRange | undefined {
  return isRecord(value) && isSourceRange(value['at']) ? value['at'] : undefined;
}
