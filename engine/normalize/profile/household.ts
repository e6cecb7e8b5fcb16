/**
 * How people live together: the shares of kinds or sizes of households, and what makes a dependent child, which the
 * defaults say where the profile does not.
 */
import type { DataNode, Household, HouseholdKind, SourceRange, WeightedOption } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { readDistribution } from '../distribution/index.ts';
import { createReader } from '../reader.ts';
import { readInteger } from '../scalars.ts';
import { entryOf, mapOf, wordsFor } from '../../trees/index.ts';
import type { Section } from './section.ts';

/** Adults of the households that have a word, and whether there are children. */
const KINDS: Readonly<Record<string, { readonly adults: number; readonly hasChildren: boolean }>> = {
  single: { adults: 1, hasChildren: false },
  couple: { adults: 2, hasChildren: false },
  single_parent: { adults: 1, hasChildren: true },
  family: { adults: 2, hasChildren: true },
};
const LARGEST = 10;
const MOST_CHILDREN = LARGEST - 2;

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
  const read = readDependants(overDefaults(dependants.node, context), context);
  if (read === undefined) return undefined;
  const { families, ...ages } = read;
  const kinds = readKinds(found.node, families, context);
  return kinds && { ...ages, kinds, at: found.node.at };
}

/** Sizes of families with children, with their shares. */
type Families = readonly { readonly children: number; readonly weight: number }[];

function readKinds(node: DataNode, families: Families, context: Context): readonly HouseholdKind[] | undefined {
  const options = readShares(node, { what: 'household', expected: 'shares of kinds or sizes' }, context);
  const kinds = options?.map(({ value, weight, at }) =>
    kindsOf({ word: String(value), weight, at }, families, context),
  );
  return kinds?.some((kind) => kind === undefined) === true ? undefined : kinds?.flatMap((kind) => kind ?? []);
}

function readShares(
  node: DataNode,
  { what, expected }: { readonly what: string; readonly expected: string },
  context: Context,
): readonly WeightedOption[] | undefined {
  const distribution = readDistribution(node, what, context);
  if (distribution === undefined) return undefined;
  const { kind } = distribution;
  if (kind === 'categorical') return distribution.options;
  if (kind === 'fixed') return [{ value: distribution.value, weight: 1, at: distribution.at }];
  return context.problems.report('normalize-value-kind', { what, expected, found: kind }, node.at);
}

interface Share {
  readonly word: string;
  readonly weight: number;
  readonly at: SourceRange;
}

/** A size has two adults from two people on, the others are children; a kind with children is of all sizes that families have. */
function kindsOf(
  { word, weight, at }: Share,
  families: Families,
  { problems }: Context,
): readonly HouseholdKind[] | undefined {
  const size = Number(word);
  if (Number.isInteger(size) && size >= 1 && size <= LARGEST) {
    return [{ adults: Math.min(size, 2), children: Math.max(0, size - 2), weight }];
  }
  const kind = Object.hasOwn(KINDS, word) ? KINDS[word] : undefined;
  if (kind === undefined) {
    return problems.report('normalize-word-unknown', { what: 'household', word, known: Object.keys(KINDS) }, at);
  }
  const { adults, hasChildren } = kind;
  if (!hasChildren) return [{ adults, children: 0, weight }];
  return families.map((family) => ({ adults, children: family.children, weight: weight * family.weight }));
}

/** What the profile leaves out of `dependants`, the defaults say. */
function overDefaults(node: DataNode, { defaults }: Context): DataNode {
  const demographics = entryOf(defaults.profile, 'demographics')?.value;
  const usual = demographics?.kind === 'map' ? entryOf(demographics, 'dependants')?.value : undefined;
  if (node.kind !== 'map' || usual?.kind !== 'map') return node;
  const left = usual.entries.filter(({ key }) => entryOf(node, key) === undefined);
  return mapOf([...node.entries, ...left], node.at);
}

interface Dependants extends Pick<Household, 'adultFrom' | 'childTo' | 'parentAtBirth'> {
  readonly families: Families;
}

function readDependants(node: DataNode, context: Context): Dependants | undefined {
  const { problems } = context;
  if (node.kind !== 'map') {
    const found = wordsFor(node);
    return problems.report('normalize-value-kind', { what: 'dependants', expected: 'a map', found }, node.at);
  }
  const reader = createReader(node, 'dependants', problems);
  const childrenNode = reader.need('children');
  const families = childrenNode && readFamilies(childrenNode, context);
  const years = (key: string): number | undefined => {
    const value = reader.need(key);
    return value && readInteger(value, { what: `\`${key}\``, min: 0, max: 120 }, problems);
  };
  const [adultFrom, childTo] = [years('adult_from'), years('child_to')];
  const [min, max] = [years('youngest_parent'), years('oldest_parent')];
  reader.finish();
  if (adultFrom === undefined || childTo === undefined || min === undefined || max === undefined || !families)
    return undefined;
  if (min <= max) return { adultFrom, childTo, parentAtBirth: { min, max }, families };
  const expected = 'at least `youngest_parent`';
  return problems.report('normalize-value-range', { what: '`oldest_parent`', value: max, expected }, node.at);
}

function readFamilies(node: DataNode, context: Context): Families | undefined {
  const options = readShares(node, { what: 'children', expected: 'shares of numbers of children' }, context);
  const families = options?.map(({ value, weight, at }) => {
    const children = Number(value);
    if (Number.isInteger(children) && children >= 1 && children <= MOST_CHILDREN) return { children, weight };
    const expected = `a whole number from 1 to ${MOST_CHILDREN}`;
    return context.problems.report('normalize-value-range', { what: 'A number of children', value, expected }, at);
  });
  return families?.some((one) => one === undefined) === true ? undefined : families?.flatMap((one) => one ?? []);
}
