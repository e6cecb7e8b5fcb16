/** Words for race, ethnicity and language: an author may have others than the reference and the defaults, but hardly one that is almost the same. */
import { editsToNearest } from '../../diagnostics/index.ts';
import type { DataNode, Distribution, Scalar } from '../../model/index.ts';
import { entryOf, leavesOf } from '../../trees/index.ts';
import type { Context } from '../context.ts';
import { problemsOfUse, readDistribution, valuesOf } from '../distribution/index.ts';
import { createProblems } from '../problems.ts';

interface Written {
  readonly node: DataNode;
  readonly distribution: Distribution;
}

export function checkWords(attribute: string, { node, distribution }: Written, context: Context): void {
  const known = knownWords(attribute, context);
  const problems = problemsOfUse(node.at, context);
  for (const leaf of leavesOf(distribution)) {
    const options = leaf.kind === 'categorical' ? leaf.options : leaf.kind === 'fixed' ? [leaf] : [];
    for (const { value, at } of options) {
      if (typeof value !== 'string' || known.includes(value)) continue;
      const meant = known.filter((word) => isSlip(value, word));
      if (meant.length > 0) problems.report('normalize-word-near', { attribute, word: value, known: meant }, at);
    }
  }
}

function knownWords(attribute: string, context: Context): readonly string[] {
  const { knowledge, defaults } = context;
  const people = entryOf(defaults.profile, 'demographics')?.value;
  const usual = people?.kind === 'map' ? entryOf(people, attribute)?.value : undefined;
  const read = usual && readDistribution(usual, attribute, { ...context, problems: createProblems() });
  const values: readonly Scalar[] = [
    ...knowledge.population.shares.flatMap((one) => (one.attribute === attribute ? [one.value] : [])),
    ...(read === undefined ? [] : (valuesOf(read) ?? [])),
  ];
  return [...new Set(values.filter((value) => typeof value === 'string'))];
}

const LONG = 10;

/** A letter more, less or other, two in a long word or exchanged; or the same letters in other case or in quotes. */
function isSlip(word: string, known: string): boolean {
  const [one, other] = [lettersOf(word), lettersOf(known)];
  const edits = editsToNearest(one, [other]);
  const isExchanged = one.length === other.length && sorted(one) === sorted(other);
  return edits <= 1 || (edits === 2 && (isExchanged || other.length >= LONG));
}

function lettersOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

function sorted(text: string): string {
  return text.split('').toSorted().join('');
}
