/** One declared parameter; what its schema has said already is not said again. */
import { diagnostic, nearest } from '../../diagnostics/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { DataNode, MapEntry, ParameterDefinition, ParameterKind, Scalar } from '../../model/index.ts';
import { fitValue, isDate } from '../../trees/index.ts';
import { entryOf } from '../locate.ts';

export interface ReadDefinition {
  readonly definition: ParameterDefinition | undefined;
  readonly problems: readonly Diagnostic[];
}

export function readDefinition({ key: name, keyAt, value: node }: MapEntry): ReadDefinition {
  const valueOf = (...keys: readonly string[]): DataNode | undefined =>
    keys.map((key) => entryOf(node, key)?.value).find((one) => one !== undefined);
  const written = valueOf('default');
  const value = scalarOf(written);
  if (node.kind !== 'map') return { definition: undefined, problems: [] };
  if (written === undefined && node.entries.some(({ key: one }) => isDefaultMisspelled(one)))
    return { definition: undefined, problems: [] };
  if (written === undefined)
    return { definition: undefined, problems: [diagnostic('validate-parameter-default', { name }, keyAt)] };
  if (value === undefined || value === null) return { definition: undefined, problems: [] };
  const listed = valueOf('values');
  const limits = {
    name,
    kind: kindOf(scalarOf(valueOf('type')), value),
    description: textOf(valueOf('description')),
    min: numberOf(valueOf('min', 'minimum')),
    max: numberOf(valueOf('max', 'maximum')),
    values: listed?.kind === 'list' ? listed.items.flatMap((item) => scalarOf(item) ?? []) : undefined,
  };
  const fit = fitValue(limits, value);
  const twice = TWICE.find((spellings) => spellings.every((key) => valueOf(key) !== undefined));
  const bounds = twice ? `${twice.map((key) => `\`${key}\``).join(' and ')} are the same` : boundsProblem(limits);
  const problems = [
    ...(bounds === undefined ? [] : [diagnostic('validate-parameter-limits', { name, problem: bounds }, keyAt)]),
    ...('expected' in fit && bounds === undefined
      ? [diagnostic('validate-parameter-value', { name, value, expected: fit.expected }, written.at)]
      : []),
  ];
  const held = 'value' in fit ? fit.value : value;
  return { definition: { ...limits, value: held, at: written.at }, problems };
}

/** The schema says it of the key. */
function isDefaultMisspelled(key: string): boolean {
  return /^\W*default/i.test(key) || nearest(key, ['default']).length > 0;
}

const TWICE = [
  ['min', 'minimum'],
  ['max', 'maximum'],
] as const;

type Limits = Omit<ParameterDefinition, 'value' | 'at'>;

function boundsProblem({ kind, min, max }: Limits): string | undefined {
  const isNumber = kind === 'number' || kind === 'integer';
  if (!isNumber && (min !== undefined || max !== undefined))
    return `\`min\` and \`max\` are those of numbers, and it is a ${kind}`;
  return min !== undefined && max !== undefined && min > max ? `${min} is above ${max}` : undefined;
}

const KINDS: Readonly<Record<ParameterKind, true>> = {
  number: true,
  integer: true,
  text: true,
  boolean: true,
  date: true,
};

function isKind(word: unknown): word is ParameterKind {
  return typeof word === 'string' && Object.hasOwn(KINDS, word);
}

function kindOf(stated: Scalar | undefined, value: Scalar): ParameterKind {
  return isKind(stated) ? stated : kindOfValue(value);
}

export function kindOfValue(value: Scalar): ParameterKind {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return typeof value === 'string' && isDate(value) ? 'date' : 'text';
}

function scalarOf(node: DataNode | undefined): Scalar | undefined {
  return node?.kind === 'scalar' ? node.value : undefined;
}

function numberOf(node: DataNode | undefined): number | undefined {
  const value = scalarOf(node);
  return typeof value === 'number' ? value : undefined;
}

function textOf(node: DataNode | undefined): string | undefined {
  const value = scalarOf(node);
  return typeof value === 'string' ? value : undefined;
}
