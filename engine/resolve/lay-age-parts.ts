/** Ages that parts of the people are of: `half of them over 75`, `30% children`. Within a part, and among the others, the template's ages. */
import { cutAges, extentOf, hardlyHas, overlap } from './age-extent.ts';
import type { Extent } from './age-extent.ts';
import { ANYBODY, isPossible, wordsForAges } from './age-wishes.ts';
import type { FactOf } from './fact.ts';
import { EMPTY, factsOf, override, percentOf } from './layer.ts';
import type { Layer, Laying } from './layer.ts';

interface Part {
  readonly extent: Extent;
  readonly share: number;
  /** A word that says no end. */
  readonly isOpen?: boolean;
}

/** `agreed`: what is said of the ages of all. Parts that cannot all be so are unread. */
export function layAgeParts(laying: Laying, agreed: Extent = ANYBODY): Layer {
  const facts = factsOf(laying, 'age', 'agePeople').filter(
    (fact) => fact.share !== undefined && (fact.kind === 'agePeople' || isPossible(fact)),
  );
  const [first] = facts;
  if (first === undefined) return EMPTY;
  const parts = partsOf(laying, facts, agreed);
  if (parts === undefined) return { ...EMPTY, unread: facts };
  const components = parts.map(({ extent, share }) => ({
    weight: share,
    ...componentOf(cutAges(laying.profile, extent)),
  }));
  const meaning = parts.map(({ extent, share }) => `${percentOf(share)} of ${wordsForAges(extent)}`).join(', ');
  return {
    ...EMPTY,
    overrides: [override(laying, ['demographics', 'age'], { distribution: 'mixture', components }, first)],
    taken: facts.map((fact) => ({ fact, meaning })),
  };
}

/** All people by their ages, youngest first; `undefined` where parts overlap, or leave the others no ages or several gaps. */
function partsOf(
  laying: Laying,
  facts: readonly FactOf<'age' | 'agePeople'>[],
  agreed: Extent,
): readonly Part[] | undefined {
  const all = overlap(extentOf(laying.profile), agreed);
  if (all === undefined) return undefined;
  const said = facts.flatMap((fact): readonly Part[] => {
    const { kind, low, high, share = 1 } = fact;
    const extent = overlap(all, { low: low ?? ANYBODY.low, high: high ?? ANYBODY.high });
    return extent === undefined || share <= 0 || hardlyHas(laying.profile, fact)
      ? []
      : [{ extent, share, isOpen: kind === 'agePeople' && high === undefined }];
  });
  const sorted = apart(said.toSorted((a, b) => a.extent.low - b.extent.low));
  const isApart = sorted.every(({ extent }, at) => extent.low > (sorted[at - 1]?.extent.high ?? -1));
  const rest = Number((1 - said.reduce((sum, { share }) => sum + share, 0)).toPrecision(9));
  const others = gapsOf(all, sorted);
  if (said.length < facts.length || !isApart || rest < -MARGIN) return undefined;
  if (rest <= MARGIN) return sorted;
  const [gap] = others;
  if (gap === undefined || others.length > 1) return undefined;
  return [...sorted, { extent: gap, share: rest }].toSorted((a, b) => a.extent.low - b.extent.low);
}

/** Beside seniors, adults are those who are none yet. */
function apart(sorted: readonly Part[]): readonly Part[] {
  return sorted.map((part, at) => {
    const next = sorted[at + 1]?.extent.low ?? Infinity;
    const isCut = part.isOpen === true && part.extent.low < next && next <= part.extent.high;
    return isCut ? { ...part, extent: { low: part.extent.low, high: next - 1 } } : part;
  });
}

/** Shares such as a third do not add up to the last digit. */
const MARGIN = 1e-6;

function gapsOf(all: Extent, sorted: readonly Part[]): readonly Extent[] {
  const ends = [...sorted.map(({ extent }) => extent), { low: all.high + 1, high: all.high + 1 }];
  return ends.flatMap(({ low }, at) => {
    const from = (ends[at - 1]?.high ?? all.low - 1) + 1;
    return from < low ? [{ low: from, high: low - 1 }] : [];
  });
}

function componentOf(ages: unknown): Readonly<Record<string, unknown>> {
  const component: Readonly<Record<string, unknown>> = Object(ages);
  return 'distribution' in component ? component : { distribution: 'uniform', ...component };
}
