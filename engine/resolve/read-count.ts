/** Which of the numbers counts people: `100 commercial members`, `50 on Medicare`, `n = 20`; and `a 65-year-old` as one. */
import { isFact } from './fact.ts';
import type { Fact, FactOf } from './fact.ts';
import { countsHad } from './read-age.ts';
import type { Token } from './tokens.ts';
import { ADDING, ALL_OF, COUNT_WORDS, REQUEST_WORDS, TIME_STEMS } from './vocabulary.ts';

const CONCEPTS = ['condition', 'code', 'payer', 'plan', 'medication', 'phrase', 'state', 'city'] as const;
/** What may stand between a number and the people it counts. */
const BEFORE_PEOPLE = [...CONCEPTS, 'unknown', 'negation', 'connector', 'age'] as const;
const JOINING = new Set(['and', 'or', ',', '&', 'of']);
const NO_COUNT_BEHIND = new Set('in at by on from to as into per via than then with and or has have having'.split(' '));
const LONGEST_NOUN_PHRASE = 12;

export interface CountContext {
  readonly tokens: readonly Token[];
  /** Whether a stem stands in the name, title or trigger of a template. */
  readonly isTemplateWord: (stem: string) => boolean;
  /** Whether templates have numbers behind this stem: `phase 3`. */
  readonly isNumbered: (stem: string) => boolean;
}

/** The facts with counts among them. A number that counts nobody becomes unknown. */
export function readCounts(facts: readonly Fact[], context: CountContext): readonly Fact[] {
  const counted = facts.flatMap((_fact, position) => readCountAt(facts, position, context));
  return counted.some((fact) => fact.kind === 'count') ? counted : readOnePerson(counted, context);
}

function readCountAt(facts: readonly Fact[], position: number, context: CountContext): readonly Fact[] {
  const fact = facts[position];
  if (fact === undefined) return [];
  const span = { from: fact.from, to: fact.to };
  if (isCountWord(facts, position, context) || isBound(facts, position, context)) return [{ kind: 'filler', ...span }];
  if (fact.kind !== 'number') return [fact];
  if (isFurther(facts, position, context)) return [{ kind: 'group', value: fact.value, ...span }];
  if (isOfWhatTheyHave(facts, position, context)) return [{ kind: 'unknown', ...span }];
  const whole = isOfThem(position, facts, context) ? countBefore(facts, position, context) : undefined;
  if (whole !== undefined && whole >= fact.value)
    return [{ kind: 'share', share: fact.value / whole, exact: true, ...span }];
  const counts =
    !isPartOfName(facts, position, context) &&
    (standsBeforePeople(facts, position, context) || countsByPlace(facts, position, context));
  const value = fact.value * peopleOf(facts[position + 1]);
  return [counts ? { kind: 'count', value, ...span } : { kind: 'unknown', ...span }];
}

/** `at least 3 comorbidities`; `100 claims` and `20 comorbid patients` are said of people all the same. */
function isOfWhatTheyHave(facts: readonly Fact[], position: number, { tokens }: CountContext): boolean {
  const fact = facts[position];
  return fact !== undefined && countsHad(tokens, fact.to) && !isFact(facts[position + 1], 'person');
}

/** `100 diabetics and 50 hypertensives`: behind people who are counted, a number that counts others. */
function isFurther(facts: readonly Fact[], position: number, context: CountContext): boolean {
  const joining = facts[position - 1];
  const isJoined = ADDING.has(context.tokens[joining?.from ?? -1]?.word ?? '');
  const next = facts[position + 1];
  const saysWho = ['with', 'without', 'who', 'whose'].includes(context.tokens[next?.from ?? -1]?.word ?? '');
  const counts = saysWho || isFact(next, ...COUNTED) || standsBeforePeople(facts, position, context);
  return isJoined && counts && countBefore(facts, position, context) !== undefined;
}

/** What a number right before it counts people by. */
const COUNTED = ['person', 'sex', 'agePeople', 'condition', 'code', 'medication', 'payer', 'plan'] as const;

/** `10 of them`, `of whom 10` */
function isOfThem(position: number, facts: readonly Fact[], { tokens }: CountContext): boolean {
  const { from = 0, to = 0 } = facts[position] ?? {};
  return [to, from - 2].some((at) => tokens[at]?.word === 'of' && ALL_OF.has(tokens[at + 1]?.word ?? ''));
}

/** How many people were counted before. */
function countBefore(facts: readonly Fact[], position: number, context: CountContext): number | undefined {
  return facts
    .slice(0, position)
    .flatMap((_fact, index) => readCountAt(facts, index, context))
    .find((fact) => isFact(fact, 'count'))?.value;
}

/** `Phase 3 trial`, `phase 2 trial`: a number of a name or one like it, right behind its word, and not right before people. */
function isPartOfName(facts: readonly Fact[], position: number, context: CountContext): boolean {
  const [before, fact, next] = [facts[position - 1], facts[position], facts[position + 1]];
  if (before?.kind !== 'unknown' || fact === undefined || isFact(next, 'person', 'sex', 'agePeople')) return false;
  const word = context.tokens[before.to - 1]?.stem ?? '';
  return isTemplateFact(before, context) && (isTemplateFact(fact, context) || context.isNumbered(word));
}

/** Between a word for a count and its number. */
const SAYS_COUNT: ReadonlySet<string> = new Set(['of', ':', '=', 'is', '"', "'"]);

/** A word such as `count` right before a number. */
function isCountWord(facts: readonly Fact[], position: number, { tokens }: CountContext): boolean {
  const fact = facts[position];
  if (fact?.kind !== 'unknown' || !COUNT_WORDS.has(tokens[fact.from]?.word ?? '')) return false;
  let next = position + 1;
  while (SAYS_COUNT.has(tokens[facts[next]?.from ?? -1]?.word ?? '')) next += 1;
  return facts[next]?.kind === 'number';
}

/** What may stand before a number of people: so many there are. */
const BOUNDS = [
  'at least',
  'at most',
  'up to',
  'no more than',
  'not more than',
  'no fewer than',
  'no less than',
  'exactly',
  'precisely',
].map((words) => words.split(' '));

/** A word of such a bound, which means nothing else. */
function isBound(facts: readonly Fact[], position: number, context: CountContext): boolean {
  return BOUNDS.some((words) => words.some((_, at) => isBoundAt(facts, position - at, words, context)));
}

/** Where the bound begins that ends right before the number at `position`; `position` itself where there is none. */
function startOfBound(facts: readonly Fact[], position: number, context: CountContext): number {
  const words = BOUNDS.find((bound) => isBoundAt(facts, position - bound.length, bound, context));
  return position - (words?.length ?? 0);
}

function isBoundAt(facts: readonly Fact[], start: number, words: readonly string[], { tokens }: CountContext): boolean {
  const isSaid = words.every((word, at) => {
    const fact = facts[start + at];
    return fact !== undefined && fact.to === fact.from + 1 && tokens[fact.from]?.word === word;
  });
  return isSaid && facts[start + words.length]?.kind === 'number';
}

function standsBeforePeople(facts: readonly Fact[], position: number, { tokens }: CountContext): boolean {
  const first = facts[position + 1];
  if (first?.kind === 'unknown' && TIME_STEMS.has(tokens[first.from]?.stem ?? '')) return false;
  for (let step = 1; step <= LONGEST_NOUN_PHRASE; step += 1) {
    const fact = facts[position + step];
    if (isFact(fact, 'person', 'sex', 'agePeople')) return true;
    const passes = isFact(fact, ...BEFORE_PEOPLE) || JOINING.has(tokens[fact?.from ?? -1]?.word ?? '');
    if (!passes) return false;
  }
  return false;
}

/** Without a word for people: in a place where a count stands, and before a fact, a template's word, a pause or the end. */
function countsByPlace(facts: readonly Fact[], position: number, context: CountContext): boolean {
  const first = startOfBound(facts, position, context);
  const before = countWordBefore(facts, first, context);
  if (isCountWord(facts, before, context)) return true;
  if (!mayCountBehind(facts[before], context) || !mayCountBehind(facts[first - 1], context)) return false;
  if (isYear(facts[position], context)) return false;
  const next = facts[position + 1];
  if (isFact(next, 'phrase') && !isOfPeople(next)) return isFact(facts[position + 2], 'condition');
  if (next?.kind === 'unknown') return isTemplateFact(next, context);
  return next === undefined || isFact(next, ...CONCEPTS, 'mark', 'filler', 'journey', 'profile', 'age', 'negation');
}

/** `10 families of four` are forty people. */
function peopleOf(fact: Fact | undefined): number {
  const count = isFact(fact, 'phrase') ? fact.definition.set.find(({ path }) => path.join() === 'count')?.value : 1;
  return typeof count === 'number' ? count : 1;
}

/** `100 claims` counts no people; `5 newly diagnosed diabetics` does, by what stands behind. */
function isOfPeople({ definition }: FactOf<'phrase'>): boolean {
  const { set, instead } = definition;
  return instead !== undefined || set.some(({ path }) => !['products', 'utilization'].includes(path[0] ?? ''));
}

/** Not behind what it may be a part of (`CKD 3`), an unknown word (`deductible of 500`) or a preposition of time or measure (`in 2024`). */
function mayCountBehind(fact: Fact | undefined, context: CountContext): boolean {
  if (fact === undefined) return true;
  if (isFact(fact, 'connector', 'condition', 'code', 'medication')) return false;
  if (fact.kind === 'unknown') return isTemplateFact(fact, context);
  return !NO_COUNT_BEHIND.has(context.tokens[fact.from]?.word ?? '');
}

/** `2024`, which says when rather than how many. */
function isYear(fact: Fact | undefined, { tokens }: CountContext): boolean {
  return /^(?:19|20)\d\d$/.test(tokens[fact?.from ?? -1]?.text ?? '');
}

function countWordBefore(facts: readonly Fact[], position: number, { tokens }: CountContext): number {
  let index = position - 1;
  while (SAYS_COUNT.has(tokens[facts[index]?.from ?? -1]?.word ?? '')) index -= 1;
  return index;
}

function isTemplateFact(fact: Fact, { tokens, isTemplateWord }: CountContext): boolean {
  const stem = tokens[fact.from]?.stem ?? '';
  return isTemplateWord(stem) && !TIME_STEMS.has(stem);
}

/** `a 65-year-old`, `a diabetic Medicare member`, `diabetic patient`: the noun at the end of the group is one person. */
function readOnePerson(facts: readonly Fact[], context: CountContext): readonly Fact[] {
  if (facts.some((fact) => fact.kind === 'person' && !fact.singular)) return facts;
  const position = facts.findIndex((_fact, index) => isOnePerson(facts, index, context));
  const head = facts[position];
  if (head === undefined) return facts;
  const one: Fact = { kind: 'count', value: 1, from: head.from, to: head.to };
  const rest = readAnother(facts.slice(position + 1), context);
  return [...facts.slice(0, position), one, ...(head.kind === 'person' ? [] : [head]), ...rest];
}

/** `a diabetic and a hypertensive`: behind one person, right away, another. */
function readAnother(facts: readonly Fact[], { tokens }: CountContext): readonly Fact[] {
  const [joiner, article, noun] = facts;
  const words = [joiner, article].map((fact) => tokens[fact?.from ?? -1]?.word ?? '');
  const isSaid = words[0] === 'and' && ['a', 'an'].includes(words[1] ?? '');
  const isOne = isFact(noun, 'person', 'sex', 'agePeople', 'condition') && isSingularNoun(noun, tokens);
  if (!isSaid || article === undefined || !isOne) return facts;
  return [...facts.slice(0, 1), { kind: 'group', value: 1, from: article.from, to: article.to }, ...facts.slice(2)];
}

function isOnePerson(facts: readonly Fact[], position: number, { tokens }: CountContext): boolean {
  const fact = facts[position];
  const next = facts[position + 1];
  const nextWord = tokens[next?.from ?? -1]?.word ?? '';
  const isHead =
    next === undefined ||
    isFact(next, 'mark', 'age') ||
    (isFact(next, 'filler', 'negation') && !REQUEST_WORDS.has(nextWord));
  if (!isFact(fact, 'person', 'age', 'condition', 'sex', 'agePeople') || !isHead) return false;
  const before = groupBefore(facts, position, tokens);
  if (['per', 'each', 'every'].includes(before)) return false;
  if (fact.kind === 'person') return true;
  return ['a', 'an', 'one', 'single'].includes(before) && isSingularNoun(fact, tokens);
}

/** The word right before the noun group that ends at `position`. */
function groupBefore(facts: readonly Fact[], position: number, tokens: readonly Token[]): string {
  let index = position - 1;
  while (isFact(facts[index], ...BEFORE_PEOPLE, 'sex', 'agePeople')) index -= 1;
  return tokens[facts[index]?.from ?? -1]?.word ?? '';
}

function isSingularNoun(fact: Fact, tokens: readonly Token[]): boolean {
  const last = tokens[fact.to - 1]?.word ?? '';
  return !['olds', 'women', 'men', 'children'].includes(last) && !last.endsWith('s');
}
