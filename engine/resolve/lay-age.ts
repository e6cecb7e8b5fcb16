/** Ages of a request over those of a template: one age, a range spread evenly, or the template's own ages cut at a bound. */
import type { Diagnostic } from '../diagnostics/index.ts';
import { diagnostic } from '../diagnostics/index.ts';
import { cutAges, extentOf, OLDEST, OLDEST_POSSIBLE, overlap } from './age-extent.ts';
import type { Extent } from './age-extent.ts';
import { ageWishes, ANYBODY, isPossible, isTemplatePeople, wordsForAges } from './age-wishes.ts';
import type { AgeWish } from './age-wishes.ts';
import { isFact } from './fact.ts';
import type { Fact } from './fact.ts';
import { layAgeParts } from './lay-age-parts.ts';
import { likelyAges } from './likely-ages.ts';
import { combine, contradiction, EMPTY, factsOf, factsOfAll, override, textOfFact } from './layer.ts';
import type { Layer, Laying } from './layer.ts';
import { rangeOf } from './tokens.ts';

interface Agreement {
  readonly wish: AgeWish;
  readonly conflicts: readonly AgeWish[];
}

export function layAges(laying: Laying): Layer {
  const impossible = factsOf(laying, 'age').filter((age) => !isPossible(age));
  const named = factsOfAll(laying, 'agePeople').filter((fact) => isTemplatePeople(laying, fact));
  const wishes = ageWishes(laying);
  return combine([
    ...impossible.map((age) => impossibleAge(laying, age)),
    { ...EMPTY, taken: named.map((fact) => ({ fact, meaning: 'names the template' })) },
    layWishes(laying, wishes),
    layAgeParts(laying, agree(wishes)?.wish.extent),
  ]);
}

function layWishes(laying: Laying, wishes: readonly AgeWish[]): Layer {
  const agreement = agree(wishes);
  if (agreement === undefined) return EMPTY;
  const { wish, conflicts } = agreement;
  const { value, isLikely, diagnostics } = valueOf(laying, wish);
  const isOfTemplate = value === undefined || isLikely === true;
  const source = value === undefined ? ', as in the template' : isLikely === true ? ', as of those who have it' : '';
  const meaning = `${wordsForAges(isOfTemplate ? withinTemplate(laying, wish.extent) : wish.extent)}${source}`;
  const heeded = wishes.filter((one) => !conflicts.includes(one) && isWithin(wish.extent, one.extent));
  const named = wishes.filter((one) => isFact(one.fact, 'age', 'agePeople') && !conflicts.includes(one));
  const decided = value === undefined || wish.closed ? [] : deciding(heeded);
  const followed = decided.filter(({ follows }) => follows);
  const some = named.length + followed.length > 0 ? [...named, ...followed] : decided;
  const said = some.length > 0 || isLikely !== true ? some : [wish];
  return combine([
    {
      overrides: value === undefined ? [] : [override(laying, ['demographics', 'age'], value, wish.fact)],
      taken: said.map(({ fact }) => ({ fact, meaning })),
      unread: [],
      diagnostics,
    },
    ...conflicts.map(({ fact }) => contradiction(laying, 'age', wish.fact, fact)),
  ]);
}

function withinTemplate({ profile }: Laying, extent: Extent): Extent {
  const { low, high } = overlap(extentOf(profile), extent) ?? extent;
  return { low, high: high >= OLDEST ? ANYBODY.high : high };
}

/** Nobody named an age: it lies in a word for women, girls, men or boys, or follows from what people have. */
function isImplied({ fact, follows }: AgeWish): boolean {
  return follows === true || isFact(fact, 'sex');
}

/** Of what is implied, as few as say the same: without those whose ages all others leave as they are. */
function deciding(wishes: readonly AgeWish[]): readonly AgeWish[] {
  const implied = wishes.filter(isImplied);
  const kept = implied.reduce<readonly AgeWish[]>((left, one) => {
    const others = left.filter((other) => other !== one);
    return isWithin(agree(others)?.wish.extent ?? ANYBODY, one.extent) ? others : left;
  }, wishes);
  return kept.filter(isImplied);
}

/** What all wishes have in common. Two ends said in numbers stand, as long as the others leave a part of them. */
function agree([first, ...rest]: readonly AgeWish[]): Agreement | undefined {
  if (first === undefined) return undefined;
  let wish = first;
  const conflicts: AgeWish[] = [];
  for (const other of rest) {
    const both = overlap(wish.extent, other.extent);
    if (both === undefined && other.follows) continue;
    if (both === undefined) conflicts.push(other);
    else if (!wish.closed || other.closed)
      wish = { fact: wish.fact, extent: both, closed: wish.closed || other.closed };
  }
  return { wish, conflicts };
}

/** `undefined` where the template's people have such ages already. */
function valueOf(
  laying: Laying,
  { extent, closed, fact }: AgeWish,
): { readonly value: unknown; readonly isLikely?: boolean; readonly diagnostics: readonly Diagnostic[] } {
  if (extent.low === extent.high) return { value: extent.low, diagnostics: [] };
  if (closed) return { value: { min: extent.low, max: extent.high }, diagnostics: [] };
  const template = extentOf(laying.profile);
  const both = overlap(template, extent);
  const bands = both && likelyAges(laying, both);
  if (bands !== undefined) return { value: { distribution: 'age_bands', bands }, isLikely: true, diagnostics: [] };
  if (both !== undefined) {
    const unchanged = both.low === template.low && both.high === template.high;
    return { value: unchanged ? undefined : cutAges(laying.profile, both), diagnostics: [] };
  }
  const max = Math.max(extent.low, Math.min(extent.high, OLDEST));
  const params = { text: textOfFact(laying, fact), template: laying.profile.id, ...template };
  const at = rangeOf(laying.tokens, fact.from, fact.to);
  return { value: { min: extent.low, max }, diagnostics: [diagnostic('resolve-age-outside', params, at)] };
}

function impossibleAge(laying: Laying, fact: Fact): Layer {
  const params = { text: textOfFact(laying, fact), oldest: OLDEST_POSSIBLE };
  const at = rangeOf(laying.tokens, fact.from, fact.to);
  return { ...EMPTY, unread: [fact], diagnostics: [diagnostic('resolve-age-range', params, at)] };
}

function isWithin(one: Extent, other: Extent): boolean {
  return other.low <= one.low && one.high <= other.high;
}
