/** Which conditions and which numbers go together. Names are put in alphabetical order: only the second of two is moved. */
import { hasErrors } from '../../diagnostics/index.ts';
import type { Correlation, DataNode, Profile } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { valueTypeOf } from '../distribution/index.ts';
import { readerOf } from '../reader.ts';
import { itemsOf, readNumberWhere, readText } from '../scalars.ts';
import { leavesOf } from '../../trees/index.ts';

/** `written`: what the text defines, whether it can be read or not. */
export type Correlated = Pick<Profile, 'attributes' | 'conditions'> & { readonly written?: ReadonlySet<string> };

export function readCorrelations(node: DataNode, people: Correlated, context: Context): readonly Correlation[] {
  const correlations: Correlation[] = [];
  for (const item of itemsOf(node)) {
    const correlation = readCorrelation(item, people, context);
    if (correlation === undefined) continue;
    const name = correlation.between.join(' and ');
    if (correlations.some(({ between }) => between.join(' and ') === name)) {
      context.problems.report('normalize-duplicate', { what: 'correlation between', name }, correlation.at);
    } else correlations.push(correlation);
  }
  return correlations;
}

function readCorrelation(item: DataNode, people: Correlated, context: Context): Correlation | undefined {
  const { problems } = context;
  const reader = readerOf(item, 'a correlation', problems);
  if (reader === undefined) return undefined;
  const between = reader.need('between');
  const [odds, ranks] = [reader.take('odds_ratio'), reader.take('rank_correlation')];
  reader.finish();
  const pair = between && readPair(between, people, context);
  if (pair === undefined) return undefined;
  const strength = ranks ?? odds;
  if (strength === undefined || (odds !== undefined && ranks !== undefined)) {
    const found = strength === undefined ? 'neither' : 'both';
    const expected = '`odds_ratio` or `rank_correlation`, one of them';
    return problems.report('normalize-value-kind', { what: 'A correlation', expected, found }, item.at);
  }
  const measure = ranks === undefined ? 'odds_ratio' : 'rank_correlation';
  const kinds = pair.map((name) => kindOf(name, people, context));
  const fits = (kind: string | undefined): boolean =>
    kind === 'condition'
      ? measure === 'odds_ratio' || kinds.includes('number')
      : kind === 'number' && measure !== 'odds_ratio';
  const unfit = pair.filter((_, index) => !fits(kinds[index]));
  if (unfit.length > 0) return problems.report('normalize-correlation-kind', { measure, unfit }, item.at);
  const value = measure === 'odds_ratio' ? readOdds(strength, context) : readRanks(strength, context);
  if (value === undefined) return undefined;
  const [first, second] = pair.toSorted();
  return first === undefined || second === undefined
    ? undefined
    : { between: [first, second], measure, value, at: item.at };
}

function readOdds(node: DataNode, { problems }: Context): number | undefined {
  const holds = (value: number): boolean => value > 0;
  return readNumberWhere(node, { what: 'An odds ratio', expected: 'above 0', holds }, problems);
}

function readRanks(node: DataNode, { problems }: Context): number | undefined {
  const holds = (value: number): boolean => value > -1 && value < 1;
  return readNumberWhere(node, { what: 'A rank correlation', expected: 'above -1 and below 1', holds }, problems);
}

function readPair(node: DataNode, people: Correlated, context: Context): readonly string[] | undefined {
  const names = itemsOf(node).map((item) => readName(item, people, context));
  const pair = names.filter((name) => name !== undefined);
  if (pair.length < names.length) return undefined;
  if (pair.length === 2 && pair[0] !== pair[1]) return pair;
  return context.problems.report(
    'normalize-value-kind',
    { what: '`between`', expected: 'two different names', found: pair.join(', ') },
    node.at,
  );
}

function readName(node: DataNode, people: Correlated, { knowledge, problems }: Context): string | undefined {
  const name = readText(node, 'A name in `between`', problems);
  if (name === undefined) return undefined;
  const known = [
    ...people.conditions.map(({ code }) => code),
    ...people.attributes.map((one) => one.name),
    ...knowledge.observations.map((one) => one.name),
  ];
  if (known.includes(name)) return name;
  if (hasErrors(problems.found) && people.written?.has(name) === true) return undefined;
  const kind = 'condition, attribute or observation of the profile';
  return problems.report('normalize-reference-unknown', { kind, name, known }, node.at);
}

/** What can go together: a `condition`, a `number`; not a `text`, and nothing `derived` from other values. */
export function kindOf(name: string, { attributes, conditions }: Correlated, { knowledge }: Context): string {
  if (conditions.some(({ code }) => code === name)) return 'condition';
  const distribution =
    attributes.find((one) => one.name === name)?.distribution ??
    knowledge.observations.find((one) => one.name === name)?.baseline;
  if (distribution === undefined || valueTypeOf(distribution) === 'text') return 'text';
  return leavesOf(distribution).some(({ kind }) => kind === 'derived') ? 'derived' : 'number';
}
