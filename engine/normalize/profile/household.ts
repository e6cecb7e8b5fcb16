/**
 * How people live together: the shares of kinds or sizes of households, and what makes a dependent child, which the
 * defaults say where the profile does not.
 */
import type { Household, HouseholdKind, DataNode, SourceRange } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { readDistribution } from '../distribution/index.ts';
import { createReader } from '../reader.ts';
import { readInteger } from '../scalars.ts';
import { wordsFor } from '../data-node.ts';
import type { Section } from './section.ts';

/** Adults and children of the households that have a word. */
const KINDS: Readonly<Record<string, Pick<HouseholdKind, 'adults' | 'children'>>> = {
  single: { adults: 1, children: 0 },
  couple: { adults: 2, children: 0 },
  single_parent: { adults: 1, children: 1 },
  family: { adults: 2, children: 2 },
};
const LARGEST = 10;

/** `undefined` where the profile has people who live alone with themselves, as it has without the key. */
export function readHousehold(section: Section, context: Context): Household | undefined {
  const found = section.take('household');
  const dependants = section.take('dependants');
  if (found === undefined) {
    if (dependants !== undefined && !dependants.isDefault) {
      const reason = 'the profile has no `household`';
      context.problems.report('normalize-without-effect', { part: 'dependants', reason }, dependants.node.at);
    }
    return undefined;
  }
  if (dependants === undefined) {
    return context.problems.report('normalize-default-missing', { key: 'dependants' }, found.node.at);
  }
  const ages = readDependants(dependants.node, context);
  const kinds = readKinds(found.node, context);
  return ages && kinds && { ...ages, kinds, at: found.node.at };
}

function readKinds(node: DataNode, context: Context): readonly HouseholdKind[] | undefined {
  const distribution = readDistribution(node, 'household', context);
  if (distribution === undefined) return undefined;
  if (distribution.kind !== 'categorical' && distribution.kind !== 'fixed') {
    const expected = 'shares of kinds or sizes';
    return context.problems.report(
      'normalize-value-kind',
      { what: 'household', expected, found: distribution.kind },
      node.at,
    );
  }
  const options =
    distribution.kind === 'fixed'
      ? [{ value: distribution.value, weight: 1, at: distribution.at }]
      : distribution.options;
  const kinds = options.map(({ value, weight, at }) => {
    const kind = kindOf(String(value), at, context);
    return kind && { ...kind, weight };
  });
  const known = kinds.filter((kind) => kind !== undefined);
  return known.length === kinds.length ? known : undefined;
}

/** A size has two adults from two people on; the others are children. */
function kindOf(
  word: string,
  at: SourceRange,
  { problems }: Context,
): Pick<HouseholdKind, 'adults' | 'children'> | undefined {
  const size = Number(word);
  if (Number.isInteger(size) && size >= 1 && size <= LARGEST) {
    return { adults: Math.min(size, 2), children: Math.max(0, size - 2) };
  }
  const known = Object.keys(KINDS);
  if (Object.hasOwn(KINDS, word)) return KINDS[word];
  return problems.report('normalize-word-unknown', { what: 'household', word, known }, at);
}

type Ages = Pick<Household, 'adultFrom' | 'childTo' | 'parentAtBirth'>;

function readDependants(node: DataNode, { problems }: Context): Ages | undefined {
  if (node.kind !== 'map') {
    const found = wordsFor(node);
    return problems.report('normalize-value-kind', { what: 'dependants', expected: 'a map', found }, node.at);
  }
  const reader = createReader(node, 'dependants', problems);
  const years = (key: string): number | undefined => {
    const value = reader.need(key);
    return value && readInteger(value, { what: `\`${key}\``, min: 0, max: 120 }, problems);
  };
  const [adultFrom, childTo] = [years('adult_from'), years('child_to')];
  const [min, max] = [years('youngest_parent'), years('oldest_parent')];
  reader.finish();
  if (adultFrom === undefined || childTo === undefined || min === undefined || max === undefined) return undefined;
  if (min <= max) return { adultFrom, childTo, parentAtBirth: { min, max } };
  const expected = 'at least `youngest_parent`';
  return problems.report('normalize-value-range', { what: '`oldest_parent`', value: max, expected }, node.at);
}
