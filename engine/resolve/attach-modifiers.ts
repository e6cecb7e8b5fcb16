/** What is said about other facts, put on them: `without X`, `30% X`, `diagnosed with X`. What finds no fact is unknown. */
import { isFact, isShareOfAll, MEANINGFUL } from './fact.ts';
import type { Fact } from './fact.ts';
import { partOf } from './phrase-effect.ts';
import { readEither } from './read-either.ts';
import { PERCENT } from './read-share.ts';
import { ALL_OF, HEDGES, NEGATIONS_BEHIND, VAGUE_SHARES, WHOLES } from './vocabulary.ts';
import type { Token } from './tokens.ts';

/** Facts that can be absent, and facts that a part of the people can have. */
const DENIABLE = ['condition', 'code', 'medication'] as const;
const COUNTABLE = [...DENIABLE, 'sex'] as const;
const SHAREABLE = [...COUNTABLE, 'age', 'agePeople', 'measure'] as const;
/** What may say of whom a share is taken. */
const WHOM = ['payer', 'plan', 'state', 'city', 'age', 'agePeople'] as const;
/** What only all of the people can have: said of a part of them it is not done at all. */
const ONLY_OF_ALL = ['born', 'payer', 'plan', 'state', 'city', 'phrase'] as const;
const LONGEST_CLAUSE = 12;
const LIST_WORDS = new Set(['and', 'or', 'nor', ',', '&']);

export function attachModifiers(facts: readonly Fact[], tokens: readonly Token[]): readonly Fact[] {
  const denied = attachNegations(nameHedged(facts, tokens), tokens);
  const whole = nameParts(readEither(denied, tokens), tokens);
  const shared = attachShares(whole, tokens).filter((fact) => fact !== NOTHING);
  return settleConnectors(shared, tokens);
}

/** `family history of diabetes`, `suspected asthma`: what nobody says people have is named whole, and given to nobody. */
function nameHedged(facts: readonly Fact[], tokens: readonly Token[]): readonly Fact[] {
  return facts.reduce<readonly Fact[]>((read, fact) => {
    const position = read.indexOf(fact);
    if (position < 0 || fact.kind !== 'unknown' || !HEDGES.has(tokens[fact.from]?.word ?? '')) return read;
    const target = skip(read, position + 1, ['filler', 'connector', 'unknown']);
    const illness = read[target];
    if (!isFact(illness, ...DENIABLE)) return read;
    const named: Fact = { kind: 'unknown', from: fact.from, to: illness.to };
    return [...read.slice(0, position), named, ...read.slice(target + 1)];
  }, facts);
}

/** `without diabetes or hypertension` denies both; what a template cannot leave out is kept with its `not`. */
function attachNegations(facts: readonly Fact[], tokens: readonly Token[]): readonly Fact[] {
  const settled: Fact[] = [];
  const denied = new Set<number>();
  for (let position = 0; position < facts.length; position += 1) {
    const fact = at(facts, position);
    if (isEitherWay(facts, position, tokens)) {
      settled.push({ kind: 'filler', from: fact.from, to: fact.to });
      const target = skip(facts, position + 1, ['filler', 'connector']);
      for (; position < target; position += 1) settled.push({ ...at(facts, position + 1), kind: 'filler' });
    } else if (fact.kind === 'negation') {
      const target = targetOf(facts, position, tokens);
      const partial = endOfPart(facts, target, tokens);
      if (partial !== undefined) {
        settled.push(deny(fact, at(facts, partial)));
        position = partial;
        continue;
      }
      const own = tokens.slice(fact.to, facts[target]?.from).map(({ word }) => word);
      const left = WHOLES.has(own[0] ?? '') ? [] : deniedFrom(facts, target, { tokens, own });
      for (const index of left) denied.add(index);
      settled.push(left.length > 0 ? { kind: 'filler', from: fact.from, to: fact.to } : deny(fact, facts[target]));
      if (left.length === 0 && facts[target] !== undefined && facts[target].kind !== 'mark') position = target;
    } else if (isDenialBehind(settled.at(-1), fact, tokens)) {
      settled.push(
        { ...at(settled, settled.length - 1), negated: true },
        { kind: 'filler', from: fact.from, to: fact.to },
      );
      settled.splice(-3, 1);
    } else if (denied.has(targetOf(facts, position - 1, tokens)) && isOther(fact, tokens)) {
      settled.push({ kind: 'filler', from: fact.from, to: fact.to });
    } else settled.push(denied.has(position) ? absent(fact) : fact);
  }
  return settled;
}

/** `excluding women with asthma`, `excluding people over 80` leave out a part of the people, which nothing can: where it ends. */
function endOfPart(facts: readonly Fact[], target: number, tokens: readonly Token[]): number | undefined {
  const group = facts[target];
  if (!isFact(group, 'person', 'sex', 'age', 'agePeople')) return undefined;
  const whom = skip(facts, target + 1, TIES);
  const isOne = isFact(group, 'person') || WITH.has(tokens[group.to]?.word ?? '');
  return isOne && isFact(facts[whom], ...DENIABLE, 'measure', 'age', 'agePeople', ...ONLY_OF_ALL) ? whom : undefined;
}

const WITH: ReadonlySet<string> = new Set(['with', 'who', 'that', 'having', 'on', 'taking']);

/** What a `not` is said of: `no hypertension`, `without any other chronic conditions`, `excluding patients with CKD`. */
function targetOf(facts: readonly Fact[], position: number, tokens: readonly Token[]): number {
  const ahead = skip(facts, position + 1, ['filler', 'connector']);
  const ill = facts[ahead]?.kind === 'person' ? skip(facts, ahead, TIES) : ahead;
  const target = isDeniable(facts[ill]) ? ill : ahead;
  const behind = skip(facts, target + 1, ['filler', 'connector']);
  return isOther(facts[target], tokens) && isDeniable(facts[behind]) ? behind : target;
}

function isOther(fact: Fact | undefined, tokens: readonly Token[]): boolean {
  return fact?.kind === 'unknown' && OTHERS.has(tokens[fact.from]?.word ?? '');
}

const OTHERS: ReadonlySet<string> = new Set(['other', 'further', 'additional']);

function isDeniable(fact: Fact | undefined): boolean {
  return isFact(fact, ...DENIABLE) || (isFact(fact, 'phrase') && fact.definition.without !== undefined);
}

/** A phrase says itself what it means where it is denied. */
function absent(fact: Fact): Fact {
  if (!isFact(fact, 'phrase')) return { ...fact, negated: true };
  const definition = { ...fact.definition, set: fact.definition.without ?? [], covers: [] };
  return { ...fact, negated: true, definition };
}

/** `statin-naive` */
function isDenialBehind(before: Fact | undefined, fact: Fact, tokens: readonly Token[]): boolean {
  return isFact(before, ...DENIABLE) && before.to === fact.from && NEGATIONS_BEHIND.has(tokens[fact.from]?.word ?? '');
}

/** `with or without hypertension` asks for nothing. */
function isEitherWay(facts: readonly Fact[], position: number, tokens: readonly Token[]): boolean {
  const wordAt = (index: number): string => tokens[facts[index]?.from ?? -1]?.word ?? '';
  return facts[position]?.kind === 'negation' && wordAt(position - 1) === 'or' && wordAt(position - 2) === 'with';
}

function deny(negation: Fact, target: Fact | undefined): Fact {
  if (target === undefined || target.kind === 'mark') return { kind: 'unknown', from: negation.from, to: negation.to };
  return { kind: 'denied', denied: target, from: negation.from, to: target.to };
}

/** `own`: the words between the `not` and the first that it is said of. */
function deniedFrom(
  facts: readonly Fact[],
  target: number,
  { tokens, own }: { readonly tokens: readonly Token[]; readonly own: readonly string[] },
): readonly number[] {
  const denied: number[] = [];
  for (let index = target; isDeniable(facts[index]);) {
    denied.push(index);
    let next = index + 1;
    while (LIST_WORDS.has(tokens[facts[next]?.from ?? -1]?.word ?? '')) next += 1;
    if (next === index + 1) break;
    const start = facts[next]?.from ?? tokens.length;
    next = targetOf(facts, next - 1, tokens);
    if (
      beginsAnew(
        tokens.slice(start, facts[next]?.from ?? start).map(({ word }) => word),
        own,
      )
    )
      break;
    index = next;
  }
  return denied;
}

/** `without diabetes and with asthma`, not `excluding patients with diabetes and with asthma`: what people have is said. */
function beginsAnew(words: readonly string[], own: readonly string[]): boolean {
  const said = words.filter((word) => SAYING.has(word));
  return said.length > 0 && !said.some((word) => own.includes(word) && !VERBS.has(word));
}

const VERBS: ReadonlySet<string> = new Set(['has', 'have', 'take', 'takes', 'are', 'is']);
const SAYING: ReadonlySet<string> = new Set(['with', 'who', 'that', 'having', 'on', 'taking', ...VERBS]);

/** What else may be said of a part of the people, where nothing stands between that and who they are. */
const OF_A_PART = [...COUNTABLE, 'measure'] as const;
const OF_A_GROUP = [...OF_A_PART, 'age', 'agePeople'] as const;
/** What ties it to them: neither a pause nor another part. */
const TIES = ['filler', 'connector', 'person'] as const;

/**
 * `30% of diabetics with A1c over 9`, `30% diabetic women`, `20% with asthma and COPD`: parts of a part, or those who have several
 * things together. Neither is one share of all people, so nothing takes up any of it.
 */
function nameParts(facts: readonly Fact[], tokens: readonly Token[]): readonly Fact[] {
  const isAnd = (read: readonly Fact[], from: number, to: number): boolean =>
    read.slice(from + 1, to).some((one) => tokens[one.from]?.word === 'and');
  return facts.reduce<readonly Fact[]>((read, fact) => {
    const position = read.indexOf(fact);
    const target = isFact(fact, 'share') && isShareOfAll(fact) ? shareTarget(read, position, tokens) : undefined;
    if (target === undefined || target < position) return read;
    const isOfGroup = tokens[fact.to]?.word === 'of';
    const isFurther = (from: number, to: number): boolean =>
      isFact(read[to], ...(isOfGroup || isAnd(read, from, to) ? OF_A_GROUP : OF_A_PART));
    let last = target;
    for (let next = nextOf(read, last); isFurther(last, next); next = nextOf(read, last)) last = next;
    const isOfOthers =
      read.some(({ kind }) => kind === 'count') &&
      read.slice(position, target).some((one) => isFact(one, 'age', 'agePeople'));
    if (last === target && !isOfOthers) return read;
    const named: Fact = { kind: 'unknown', from: fact.from, to: at(read, last).to };
    return [...read.slice(0, position), named, ...read.slice(last + 1)];
  }, facts);
}

function nextOf(facts: readonly Fact[], position: number): number {
  return skip(facts, position + 1, TIES);
}

function attachShares(facts: readonly Fact[], tokens: readonly Token[]): readonly Fact[] {
  const settled = [...facts];
  for (const [position, fact] of facts.entries()) {
    if (fact.kind === 'unknown' && VAGUE_SHARES.has(tokens[fact.from]?.word ?? '')) {
      const ahead = skip(settled, position + 1, ['filler', 'connector', 'person']);
      const part = settled[ahead];
      if (isFact(part, ...SHAREABLE, ...ONLY_OF_ALL))
        settled[ahead] = { kind: 'unknown', from: part.from, to: part.to };
    }
    if (fact.kind !== 'share' || !isShareOfAll(fact)) continue;
    const target = shareTarget(settled, position, tokens);
    if (target === undefined) {
      settled[position] = { kind: 'unknown', from: fact.from, to: fact.to };
      const ahead = skip(settled, position + 1, ['filler', 'connector', 'person']);
      const whole = settled[ahead];
      if (isFact(whole, ...SHAREABLE, ...ONLY_OF_ALL))
        settled[ahead] = { kind: 'unknown', from: whole.from, to: whole.to };
    } else {
      settled[target] = { ...at(settled, target), share: fact.share, ...(fact.exact ? { exact: true } : {}) };
      settled[position] = { kind: 'filler', from: fact.from, to: fact.to };
      if (isFact(settled[target], 'age', 'agePeople', 'measure')) joinShare(settled, position, target);
    }
  }
  return settled;
}

/** What cannot always be of a part is named with its share: one fact from the one to the other. */
function joinShare(settled: Fact[], position: number, target: number): void {
  const [first, last] = [Math.min(position, target), Math.max(position, target)];
  const between = settled.slice(first + 1, last);
  if (!between.every((one) => isFact(one, ...TIES, 'mark'))) return;
  const whole = { ...at(settled, target), from: at(settled, first).from, to: at(settled, last).to };
  for (let index = first; index <= last; index += 1) settled[index] = NOTHING;
  settled[target] = whole;
}

const NOTHING: Fact = { kind: 'mark', from: 0, to: 0 };

/** `30% diabetic`, `20% of Medicare members with hypertension`, `half of them over 75`; else `diabetes: 30%`, `female (52%)`. */
function shareTarget(facts: readonly Fact[], position: number, tokens: readonly Token[]): number | undefined {
  const share = at(facts, position);
  const [next, whom] = [tokens[share.to]?.word, tokens[share.to + 1]?.word ?? ''];
  const isOfGroup = next === 'of' && !ALL_OF.has(whom);
  const mayBeOfGroup = next !== 'of' && !PERCENT.has(tokens[share.to - 1]?.word ?? '');
  const group = isOfGroup ? WHOM : mayBeOfGroup ? WHOM.filter((kind) => kind !== 'age') : [];
  const among = skip(facts, position + 1, [...TIES, ...group]);
  if (isShareable(facts[among], share)) return among;
  const right = skip(facts, position + 1, TIES);
  if (!isOfGroup && isShareable(facts[right], share)) return right;
  let behind = position - 1;
  while ([':', '(', '='].includes(tokens[facts[behind]?.from ?? -1]?.word ?? '')) behind -= 1;
  return isShareable(facts[behind], share) ? behind : undefined;
}

/** Who were counted come out as counted only where shares do. */
function isShareable(fact: Fact | undefined, { exact }: Fact): boolean {
  const kinds = exact === true ? COUNTABLE : SHAREABLE;
  const isOne = !isFact(fact, 'measure') || fact.besides === undefined;
  const isOfEach = exact !== true && isFact(fact, 'phrase') && partOf(fact.definition) !== undefined;
  const isKind = isOfEach || isFact(fact, ...kinds);
  return isKind && isOne && fact?.share === undefined && fact?.negated === undefined;
}

/** A connector beside a fact belongs to it; one that stands alone says something that nothing took up. */
function settleConnectors(facts: readonly Fact[], tokens: readonly Token[]): readonly Fact[] {
  return facts.map((fact, position) => {
    if (isDiagnosisOf(facts, position, tokens)) return { kind: 'filler', from: fact.from, to: fact.to };
    if (fact.kind !== 'connector') return fact;
    const ahead = facts[skip(facts, position + 1, ['filler', 'mark', 'connector'])];
    const behind = facts[skip(facts, position - 1, ['filler', 'mark', 'connector'], -1)];
    const belongs = isFact(ahead, ...MEANINGFUL) || isFact(behind, ...MEANINGFUL);
    return { kind: belongs ? 'filler' : 'unknown', from: fact.from, to: fact.to };
  });
}

/** `a diagnosis of diabetes` speaks of the condition, not of an event. */
function isDiagnosisOf(facts: readonly Fact[], position: number, tokens: readonly Token[]): boolean {
  const fact = facts[position];
  const next = facts[position + 1];
  const namesEvent = isFact(fact, 'phrase') && fact.definition.covers.length > 0 && fact.definition.set.length === 0;
  return namesEvent && tokens[next?.from ?? -1]?.word === 'of' && isFact(facts[position + 2], 'condition', 'code');
}

/** The first place from `start` that holds none of `kinds`, looking no further than a clause reaches. */
function skip(facts: readonly Fact[], start: number, kinds: readonly Fact['kind'][], step: 1 | -1 = 1): number {
  let index = start;
  while (isFact(facts[index], ...kinds) && Math.abs(index - start) < LONGEST_CLAUSE) index += step;
  return index;
}

function at(facts: readonly Fact[], index: number): Fact {
  return facts[index] ?? NOTHING;
}
