/**
 * `diabetes or CKD`: each person has at least one of them. An `or` that says nothing of the kind, and cannot be left to the template
 * either, is one fact with both its sides: whoever lays it says that it cannot be done.
 */
import { isFact, MEANINGFUL } from './fact.ts';
import type { Fact, FactOf } from './fact.ts';
import { readNumber } from './read-number.ts';
import type { Token } from './tokens.ts';

/** What each person can have one of. */
const CHOOSABLE = ['condition', 'code', 'medication'] as const;
/** What may stand between an `or` and what it joins. */
const BETWEEN = ['filler', 'connector', 'mark', 'person'] as const;
const WITHIN = ['filler', 'connector', 'mark'] as const;
const ADDING: ReadonlySet<string> = new Set(['and', '&', 'plus']);
const LONGEST_CLAUSE = 12;

interface Words {
  readonly facts: readonly Fact[];
  readonly tokens: readonly Token[];
}

/** The positions of what one `or`, or several in a row, join. */
interface Group {
  readonly members: readonly number[];
  readonly isWhole: boolean;
}

export function readEither(facts: readonly Fact[], tokens: readonly Token[]): readonly Fact[] {
  const words = { facts: readSome({ facts, tokens }), tokens };
  const groups = words.facts.reduce<readonly Group[]>((read, _fact, position) => withGroup(read, position, words), []);
  return groups.reduceRight((read, group, number) => settle(read, group, number + 1, words), words.facts);
}

/** `one of diabetes, CKD and asthma` is an `or`; `at least two of` them is not to be had. */
function readSome(words: Words): readonly Fact[] {
  return words.facts.reduceRight<readonly Fact[]>(
    (read, _fact, position) => withSome(read, position, words),
    words.facts,
  );
}

function withSome(read: readonly Fact[], position: number, words: Words): readonly Fact[] {
  const { facts, tokens } = words;
  const number = readNumber(tokens, facts[position - 1]?.from ?? tokens.length);
  const isOf = wordAt(words, position) === 'of' && number?.to === facts[position]?.from;
  const members = isOf ? listBehind(words, skip(words, position + 1, WITHIN, 1)) : [];
  const last = members.at(-1);
  if (last === undefined || members.length < 2) return read;
  let start = position - 1;
  while (HOW_MANY.has(wordAt(words, start - 1))) start -= 1;
  const said = facts.slice(start, position).map(({ from }) => tokens[from]?.word ?? '');
  if (number?.value !== 1 || said.some((word) => EXACTLY.has(word)))
    return [
      ...read.slice(0, start),
      undecided({ members, isWhole: true }, [start, last], words),
      ...read.slice(last + 1),
    ];
  return read.map((one, at): Fact => {
    if (members.includes(at)) return { ...one, either: -position, share: 1 / members.length };
    return start <= at && at <= position ? { kind: 'filler', from: one.from, to: one.to } : one;
  });
}

const HOW_MANY: ReadonlySet<string> = new Set([
  'at',
  'least',
  'most',
  'more',
  'than',
  'exactly',
  'just',
  'only',
  'any',
]);
const EXACTLY: ReadonlySet<string> = new Set(['exactly', 'just', 'only', 'most', 'more']);
const LISTING: ReadonlySet<string> = new Set([',', 'and', 'or', '&']);

/** What follows in a list, the first included. */
function listBehind(words: Words, position: number): readonly number[] {
  const { facts } = words;
  if (!isChoice(facts[position])) return [];
  const next = skip(words, position + 1, WITHIN, 1);
  const isListed = facts.slice(position + 1, next).some((_, at) => LISTING.has(wordAt(words, position + 1 + at)));
  return [position, ...(isListed ? listBehind(words, next) : [])];
}

function withGroup(groups: readonly Group[], position: number, words: Words): readonly Group[] {
  const { facts } = words;
  if (wordAt(words, position) !== 'or' || facts[position]?.kind !== 'filler') return groups;
  const [left, right] = [beside(words, position, -1), beside(words, position, 1)];
  const [one, other] = [facts[left], facts[right]];
  if (one === undefined || other === undefined || isLeftOpen(one, other, words, position)) return groups;
  const isWhole = isChoice(one) && isChoice(other);
  const last = groups.at(-1);
  const isSame = last?.members.at(-1) === left;
  const before = isSame ? last.members : isWhole ? listBefore(words, left) : [left];
  const group = { members: [...before, right], isWhole: isWhole && (!isSame || last.isWhole) };
  return isSame ? [...groups.slice(0, -1), group] : [...groups, group];
}

function isChoice(fact: Fact | undefined): boolean {
  return isFact(fact, ...CHOOSABLE) && fact.negated === undefined && fact.share === undefined;
}

/** Both sexes, several places, plans of one payer, what nobody has: each stands for itself. So do words for people. */
function isLeftOpen(one: Fact, other: Fact, words: Words, position: number): boolean {
  const says = [one, other].some((side) => isFact(side, ...MEANINGFUL));
  const neighbours = [words.facts[position - 1], words.facts[position + 1]];
  const arePeople = neighbours.every((fact) => fact?.kind === 'person');
  if (!says || arePeople || [one, other].some(({ kind }) => kind === 'count' || kind === 'group')) return true;
  if (one.either !== undefined && one.either === other.either) return true;
  if (one.negated === true && other.negated === true) return true;
  if (isFact(one, 'sex') && isFact(other, 'sex')) return true;
  if (isFact(one, 'state', 'city') && isFact(other, 'state', 'city')) return true;
  if (isFact(one, 'payer', 'plan') && isFact(other, 'payer', 'plan'))
    return payersOf(one).some((payer) => payersOf(other).includes(payer));
  return isFact(one, 'denied') || isFact(other, 'denied');
}

function payersOf(fact: FactOf<'payer' | 'plan'>): readonly string[] {
  return fact.kind === 'payer' ? [fact.payer.name] : fact.plans.map(({ payer }) => payer);
}

/** `asthma, diabetes or CKD`: what stands before in a list of the same kind. */
function listBefore(words: Words, position: number): readonly number[] {
  const { facts } = words;
  const before = skip(words, position - 1, WITHIN, -1);
  const between = facts.slice(before + 1, position);
  const isListed = between.length > 0 && between.every(({ from }) => words.tokens[from]?.word === ',');
  const areAlike = isFact(facts[before], 'medication') === isFact(facts[position], 'medication');
  return isListed && areAlike && isChoice(facts[before]) ? [...listBefore(words, before), position] : [position];
}

function settle(read: readonly Fact[], group: Group, number: number, words: Words): readonly Fact[] {
  const { members } = group;
  const [start, end] = rangeOfGroup(group, words);
  const isPlain = group.isWhole && start === members[0] && end === members.at(-1);
  if (!isPlain) return [...read.slice(0, start), undecided(group, [start, end], words), ...read.slice(end + 1)];
  return read.map((fact, at): Fact => {
    if (members.includes(at)) return { ...fact, either: number, share: 1 / members.length };
    const isWord = EITHER.has(wordAt(words, at)) && skip(words, at + 1, WITHIN, 1) === start;
    return isWord ? { kind: 'filler', from: fact.from, to: fact.to } : fact;
  });
}

const EITHER: ReadonlySet<string> = new Set(['either']);

/** With what makes it a part of something else: `diabetes and asthma or CKD`, `30% with diabetes or CKD`. */
function rangeOfGroup({ members, isWhole }: Group, words: Words): readonly [number, number] {
  const { facts } = words;
  const [first, last] = [members[0] ?? 0, members.at(-1) ?? 0];
  if (!isWhole) return [runOfUnknown(words, first), last];
  const start = joinedBy(words, first, -1) ?? shareBefore(words, first) ?? first;
  const behind = skip(words, last + 1, ['mark'], 1);
  const end = joinedBy(words, last, 1) ?? (isFact(facts[behind], 'share') && behind > last + 1 ? behind : last);
  return [start, end];
}

/** Where the words begin that nothing knows. */
function runOfUnknown(words: Words, position: number): number {
  const isUnknown = (at: number): boolean => isFact(words.facts[at], 'unknown', 'number');
  return isUnknown(position) && isUnknown(position - 1) ? runOfUnknown(words, position - 1) : position;
}

/** What an `and` without a pause joins to it. */
function joinedBy(words: Words, position: number, step: 1 | -1): number | undefined {
  const { facts } = words;
  const next = skip(words, position + step, ['filler', 'connector'], step);
  const between = step === 1 ? facts.slice(position + 1, next) : facts.slice(next + 1, position);
  const isJoined = between.some(({ from }) => ADDING.has(words.tokens[from]?.word ?? ''));
  return isJoined && isFact(facts[next], ...CHOOSABLE, 'measure') ? next : undefined;
}

function shareBefore(words: Words, first: number): number | undefined {
  const kinds = [...BETWEEN.filter((kind) => kind !== 'mark'), 'payer', 'plan', 'state', 'city'] as const;
  const before = skip(words, first - 1, kinds, -1);
  return isFact(words.facts[before], 'share') ? before : undefined;
}

function undecided({ members }: Group, [start, end]: readonly [number, number], { facts }: Words): Fact {
  const spanOf = (from: number, to: number): { readonly from: number; readonly to: number } => ({
    from: facts[from]?.from ?? 0,
    to: facts[to]?.to ?? 0,
  });
  const [first, last] = [members[0] ?? start, members.at(-1) ?? end];
  const begin = isFact(facts[first], 'unknown', 'number') ? start : first;
  return { kind: 'undecided', first: spanOf(begin, first), second: spanOf(last, last), ...spanOf(start, end) };
}

/** The first position beside an `or` that holds what it joins. */
function beside(words: Words, position: number, step: 1 | -1): number {
  return skip(words, position + step, BETWEEN, step);
}

function skip({ facts }: Words, start: number, kinds: readonly Fact['kind'][], step: 1 | -1): number {
  let index = start;
  while (isFact(facts[index], ...kinds) && Math.abs(index - start) < LONGEST_CLAUSE) index += step;
  return index;
}

function wordAt({ facts, tokens }: Words, position: number): string {
  return tokens[facts[position]?.from ?? -1]?.word ?? '';
}
