/**
 * The words that skills give to what requests speak of, held against each other: where two things have one word, a request would
 * take the one and never the other, and what a request reads by itself names nothing.
 */
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { Library, SourceRange } from '../model/index.ts';
import { withoutPeople } from './lexicon.ts';
import { isOwnWord } from './scan-phrase.ts';
import { stemsIn, tokenizePhrase } from './tokens.ts';

type Kind = 'phrase' | 'payer' | 'condition' | 'place' | 'plan' | 'medicine' | 'observation';

interface Owner {
  readonly kind: Kind;
  readonly name: string;
  readonly words: readonly Word[];
}

interface Word {
  readonly text: string;
  readonly at: SourceRange;
  /** The same for all that a request takes for one word. */
  readonly spelling: string;
  /** Whether a request reads all of it without any skill. */
  readonly isRead: boolean;
}

interface Owned {
  readonly owner: Owner;
  readonly word: Word;
}

/** Of these several may have one word: a class of medicines, products of one type, a pair of pressures, a city called as its state. */
const SHARING: ReadonlySet<Kind> = new Set(['place', 'plan', 'medicine', 'observation']);

let last: { readonly lists: readonly unknown[]; readonly found: readonly Diagnostic[] } | undefined;

/** Nothing is asked again of a library that has the very words of the last one. */
export function checkWords(library: Library): readonly Diagnostic[] {
  const lists = listsOf(library);
  if (last?.lists.length !== lists.length || lists.some((list, at) => list !== last?.lists[at])) {
    const owners = ownersIn(library);
    last = { lists, found: [...takenTwice(owners), ...takenByRequests(owners)] };
  }
  return last.found;
}

/** Each is read anew only where what it is read from changed. */
function listsOf({ knowledge, payers, phrases, regions, states }: Library): readonly unknown[] {
  const { conditions, medications, observations, places, plans } = knowledge;
  return [conditions, medications, plans, observations, places, payers, regions, states, phrases];
}

function ownersIn({ knowledge, payers, phrases, regions, states }: Library): readonly Owner[] {
  const { conditions, medications, observations, places, plans } = knowledge;
  const named = new Map(places.flatMap((place) => [place.city, ...(place.partOf ?? [])].map((name) => [name, place])));
  return [
    ...phrases.map(({ phrases: texts, places: at }): Owner => {
      const words = texts.flatMap((text, index) => (at[index] === undefined ? [] : [wordOf(text, at[index])]));
      return { kind: 'phrase', name: texts[0] ?? '', words };
    }),
    ...payers.map((one) => ownerOf('payer', one.name, one, [...one.phrases, one.name, one.display])),
    ...conditions.map((one) => ownerOf('condition', one.code, one, one.phrases)),
    ...states.map((one) => ownerOf('place', one.name, one, [one.name])),
    ...regions.map((one) => ownerOf('place', one.name, one, [...one.phrases, one.name])),
    ...[...named].map(([name, one]) => ownerOf('place', name, one, [name])),
    ...plans.map((one) => ownerOf('plan', one.name, one, [...one.phrases, one.name, one.type])),
    ...medications.map((one) => ownerOf('medicine', one.name, one, [...one.phrases, one.name, one.display])),
    ...observations.map((one) => ownerOf('observation', one.name, one, [...one.phrases, one.name])),
  ];
}

/** All words of a row stand where the row does. */
function ownerOf(kind: Kind, name: string, { at }: { readonly at: SourceRange }, texts: readonly string[]): Owner {
  return { kind, name, words: texts.map((text) => wordOf(text, at)) };
}

function wordOf(text: string, at: SourceRange): Word {
  const tokens = tokenizePhrase(text.replaceAll('_', ' '));
  return { text, at, spelling: withoutPeople(stemsIn(tokens)).join(' '), isRead: tokens.every(isOwnWord) };
}

function takenTwice(owners: readonly Owner[]): readonly Diagnostic[] {
  return [...ownedByStems(owners).values()].flatMap((owned) => {
    const [first, told] = conflictIn(owned);
    if (first === undefined || told === undefined) return [];
    const { file, start } = first.word.at;
    const other = `${nounOf(first.owner)} (${file}:${start.line}:${start.column})`;
    return [diagnostic('resolve-word-taken', { word: told.word.text, of: nounOf(told.owner), other }, told.word.at)];
  });
}

/** Whose a word is and who takes it: of one kind the later; of several the kind that has it more often, as others bear each other out, or by name. */
function conflictIn(owned: readonly Owned[]): readonly Owned[] {
  const kinds = [...new Set(owned.map(({ owner }) => owner.kind))];
  const groups = kinds.map((kind) => owned.filter(({ owner }) => owner.kind === kind));
  const alike = groups.find(([one, other]) => other !== undefined && one !== undefined && !SHARING.has(one.owner.kind));
  if (alike !== undefined) return alike;
  const claims = groups.map((group) => ({ group, claim: group.length + (group.some(isNamedSo) ? 0.5 : 0) }));
  const [first, ...others] = claims.toSorted((a, b) => b.claim - a.claim).map(({ group }) => group[0]);
  return [first, others.at(-1)].flatMap((one) => one ?? []);
}

function isNamedSo({ owner, word }: Owned): boolean {
  return word.spelling === wordOf(owner.name, word.at).spelling;
}

/** Once an owner: several spellings of one word are one. */
function ownedByStems(owners: readonly Owner[]): ReadonlyMap<string, readonly Owned[]> {
  const byStems = new Map<string, Owned[]>();
  for (const owner of owners) {
    const own = new Map(owner.words.map((word) => [word.spelling, word]));
    for (const [stems, word] of own) byStems.set(stems, [...(byStems.get(stems) ?? []), { owner, word }]);
  }
  return byStems;
}

/** Phrases of builders say what such words stand for; nothing else can have them. */
function takenByRequests(owners: readonly Owner[]): readonly Diagnostic[] {
  return owners.flatMap(({ kind, name, words }) => {
    if (kind === 'phrase' || kind === 'place') return [];
    const read = words.filter(({ isRead }) => isRead);
    return read.map(({ text, at }) => diagnostic('resolve-word-read', { word: text, of: nounOf({ kind, name }) }, at));
  });
}

function nounOf({ kind, name }: Pick<Owner, 'kind' | 'name'>): string {
  return `the ${kind} \`${name}\``;
}
