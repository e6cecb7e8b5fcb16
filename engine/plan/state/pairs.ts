/**
 * Two observations of which one always lies below the other (`below` of the reference): a person's own values are a gap apart, what
 * events do to them stops at the middle between both, and one measurement varies both by the same part.
 */
import type { Knowledge, ObservationConcept, Term } from '../../model/index.ts';
import type { PopulationColumn } from '../population/column.ts';
import type { PlannedAttribute } from '../population/attributes.ts';
import { call, cast, double, literal, named, output } from '../terms.ts';
import { siblingsOf } from './columns.ts';

interface Pair {
  readonly lower: string;
  readonly upper: string;
  readonly gap: number;
}

export function pairsOf({ observations }: Pick<Knowledge, 'observations'>): readonly Pair[] {
  return observations.flatMap(({ name, below }) =>
    below === undefined ? [] : [{ lower: name, upper: below.name, gap: below.gap }],
  );
}

/** The other observation of its pair. */
export function partnerOf(name: string, knowledge: Pick<Knowledge, 'observations'>): string | undefined {
  const pair = pairsOf(knowledge).find(({ lower, upper }) => lower === name || upper === name);
  return pair?.lower === name ? pair.upper : pair?.lower;
}

/**
 * The observation whose variation a measurement shares: that of the upper one of its pair, or that which it is worked out from, or the first
 * that it is made of.
 */
export function variesWith(concept: ObservationConcept, { observations }: Knowledge): ObservationConcept {
  const other = concept.below?.name ?? concept.workedOut?.from ?? concept.madeOf?.[0];
  const found = observations.find(({ name }) => name === other) ?? concept;
  return found.workedOut?.from === concept.name ? concept : found;
}

/** A moved value of `name` on its side of the middle between the person's own two; `own` gives these, where they are known. */
export function heldApart(
  name: string,
  value: Term,
  { knowledge, own }: { readonly knowledge: Knowledge; readonly own: (name: string) => Term | undefined },
): Term {
  const pair = pairsOf(knowledge).find(({ lower, upper }) => lower === name || upper === name);
  const [lower, upper] = [own(pair?.lower ?? ''), own(pair?.upper ?? '')];
  if (pair === undefined || lower === undefined || upper === undefined) return value;
  const middle = call('multiply', call('add', cast(lower, double), cast(upper, double)), literal(0.5, double));
  const half = literal(pair.gap / 2, double);
  return pair.lower === name
    ? call('least', value, call('subtract', middle, half))
    : call('greatest', value, call('add', middle, half));
}

/** The columns of people with the lower of each pair below the upper, unless the profile makes the upper of the lower. */
export function withPairs(
  columns: readonly PopulationColumn[],
  attributes: readonly PlannedAttribute[],
  knowledge: Knowledge,
): readonly PopulationColumn[] {
  const columnOf = (name: string): PlannedAttribute | undefined => attributes.find((one) => one.name === name);
  return pairsOf(knowledge).reduce((all, { lower, upper, gap }) => {
    const [low, high] = [columnOf(lower), columnOf(upper)];
    if (low === undefined || high === undefined || reads(high.column, low.column, all)) return all;
    const most = call('subtract', output(high.column), literal(gap, double));
    return all.map((one) =>
      one.term.name === low.column
        ? { ...one, term: named(low.column, cast(call('least', one.term.term, most), low.type)) }
        : one,
    );
  }, columns);
}

function reads(from: string, goal: string, columns: readonly PopulationColumn[]): boolean {
  const read = new Set([from]);
  for (const name of read) {
    const column = columns.find(({ term }) => term.name === name);
    for (const next of column === undefined ? [] : siblingsOf(column.term.term)) read.add(next);
  }
  return read.has(goal);
}
