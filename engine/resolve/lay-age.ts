/** Ages of a request over those of a template: one age, a range spread evenly, or the template's own ages cut at a bound. */
import type { Diagnostic } from '../diagnostics/index.ts';
import { diagnostic } from '../diagnostics/index.ts';
import { cutAges, extentOf, OLDEST, overlap } from './age-extent.ts';
import type { Extent } from './age-extent.ts';
import { isFact } from './fact.ts';
import type { Fact, FactOf } from './fact.ts';
import { combine, contradiction, EMPTY, factsOf, override, textOfFact } from './layer.ts';
import type { Layer, Laying } from './layer.ts';
import { boundsOf, laidPhrases } from './phrase-effect.ts';
import { rangeOf } from './tokens.ts';
import { unitOfAges } from './unit.ts';
import { LAST_YEAR_OF_CHILDHOOD } from './vocabulary.ts';

const OLDEST_POSSIBLE = 120;
const ANYBODY: Extent = { low: 0, high: OLDEST_POSSIBLE };

interface Wish {
  readonly fact: Fact;
  readonly extent: Extent;
  /** Both ends were said. */
  readonly closed: boolean;
}

export function layAges(laying: Laying): Layer {
  const ages = factsOf(laying, 'age');
  const possible = ages.filter(isPossible);
  const impossible = ages.filter((age) => !isPossible(age)).map((age) => impossibleAge(laying, age));
  const wishes = [...possible.map(wishOf), ...wishesOfPeople(laying), ...wishesOfPhrases(laying)];
  return combine([...impossible, takenByName(laying), layWishes(laying, wishes)]);
}

function layWishes(laying: Laying, wishes: readonly Wish[]): Layer {
  const [first, ...rest] = wishes;
  if (first === undefined) return EMPTY;
  let agreed = first;
  const conflicts: Layer[] = [];
  for (const wish of rest) {
    const both = overlap(agreed.extent, wish.extent);
    if (both === undefined) conflicts.push(contradiction(laying, 'age', agreed.fact, wish.fact));
    else agreed = { fact: agreed.fact, extent: both, closed: agreed.closed || wish.closed };
  }
  const conflicting = new Set(conflicts.flatMap(({ unread }) => unread));
  const { value, diagnostics } = valueOf(laying, agreed);
  const meaning = meaningOf(agreed.extent);
  return combine([
    {
      overrides: value === undefined ? [] : [override(laying, ['demographics', 'age'], value, agreed.fact)],
      taken: wishes
        .filter(({ fact }) => isFact(fact, 'age', 'agePeople') && !conflicting.has(fact))
        .map(({ fact }) => ({ fact, meaning: value === undefined ? `${meaning}, as in the template` : meaning })),
      unread: [],
      diagnostics,
    },
    ...conflicts,
  ]);
}

/** `undefined` where the template's people have such ages already. */
function valueOf(laying: Laying, wish: Wish): { readonly value: unknown; readonly diagnostics: readonly Diagnostic[] } {
  const { extent, closed, fact } = wish;
  if (extent.low === extent.high) return { value: extent.low, diagnostics: [] };
  if (closed) return { value: { min: extent.low, max: extent.high }, diagnostics: [] };
  const template = extentOf(laying.profile);
  const both = overlap(template, extent);
  if (both !== undefined) {
    const unchanged = both.low === template.low && both.high === template.high;
    return { value: unchanged ? undefined : cutAges(laying.profile, both), diagnostics: [] };
  }
  const asked = { low: extent.low, high: Math.max(extent.low, Math.min(extent.high, OLDEST)) };
  const params = { text: textOfFact(laying, fact), template: laying.profile.id, ...template };
  const at = rangeOf(laying.tokens, fact.from, fact.to);
  return { value: { min: asked.low, max: asked.high }, diagnostics: [diagnostic('resolve-age-outside', params, at)] };
}

function wishOf(fact: FactOf<'age'>): Wish {
  const extent = { low: fact.low ?? ANYBODY.low, high: fact.high ?? ANYBODY.high };
  return { fact, extent, closed: fact.low !== undefined && fact.high !== undefined };
}

/** Girls, boys, children, seniors: bounds, unless the word stands in the template's own name. */
function wishesOfPeople(laying: Laying): readonly Wish[] {
  return factsOf(laying, 'sex', 'agePeople').flatMap((fact): readonly Wish[] => {
    if (fact.kind === 'sex') {
      return fact.minor ? [{ fact, extent: { low: 0, high: LAST_YEAR_OF_CHILDHOOD }, closed: false }] : [];
    }
    if (laying.units.has(unitOfAges(fact))) return [];
    return [{ fact, extent: { low: fact.low ?? ANYBODY.low, high: fact.high ?? ANYBODY.high }, closed: false }];
  });
}

function takenByName(laying: Laying): Layer {
  const named = factsOf(laying, 'agePeople').filter((fact) => laying.units.has(unitOfAges(fact)));
  return { ...EMPTY, taken: named.map((fact) => ({ fact, meaning: 'names the template' })) };
}

function wishesOfPhrases(laying: Laying): readonly Wish[] {
  return laidPhrases(laying).flatMap((fact) => {
    const bounds = fact.definition.set.map(boundsOf).find((found) => found !== undefined);
    return bounds === undefined ? [] : [{ fact, extent: { ...ANYBODY, ...bounds }, closed: false }];
  });
}

function isPossible({ low, high }: FactOf<'age'>): boolean {
  const ends = [low ?? ANYBODY.low, high ?? ANYBODY.high];
  const inside = ends.every((end) => Number.isInteger(end) && end >= ANYBODY.low && end <= ANYBODY.high);
  return inside && (ends[0] ?? 0) <= (ends[1] ?? 0);
}

function impossibleAge(laying: Laying, fact: Fact): Layer {
  const params = { text: textOfFact(laying, fact), oldest: OLDEST_POSSIBLE };
  const at = rangeOf(laying.tokens, fact.from, fact.to);
  return { ...EMPTY, unread: [fact], diagnostics: [diagnostic('resolve-age-range', params, at)] };
}

function meaningOf({ low, high }: Extent): string {
  if (low === high) return `age ${low}`;
  if (high === ANYBODY.high) return `age ${low} and over`;
  return low === ANYBODY.low ? `age ${high} and under` : `age ${low} to ${high}`;
}
