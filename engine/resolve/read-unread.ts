/** What nothing took up, in runs of neighbouring words, and what is said about it. Known words misspelt are errors. */
import type { Diagnostic } from '../diagnostics/index.ts';
import { diagnostic } from '../diagnostics/index.ts';
import type { Located, SourceRange } from '../model/index.ts';
import type { Fact } from './fact.ts';
import { insteadOf } from './instead-of-unread.ts';
import type { Names } from './instead-of-unread.ts';
import { nearWords } from './near-words.ts';
import { rangeOf, textOf } from './tokens.ts';
import type { Token } from './tokens.ts';
import { PLAIN_WORDS, VAGUE_COUNTS } from './vocabulary.ts';

const MOST_REPORTED = 20;

interface Run extends Located<string> {
  /** What to write in its place, where that is known. */
  readonly instead: string | undefined;
}

export interface UnreadContext extends Names {
  readonly phrase: string;
  readonly tokens: readonly Token[];
  readonly known: () => ReadonlySet<string>;
  /** Whether the phrase says in numbers how many people there are. */
  readonly isCounted: boolean;
}

/** Neighbours in one run, as written, with the number that something is said to be (`an A1c of 8`). */
export function unreadRuns(facts: readonly Fact[], context: UnreadContext): readonly Run[] {
  const runs: { from: number; to: number }[] = [];
  for (const { from, to } of facts.toSorted((a, b) => a.from - b.from)) {
    const last = runs.at(-1);
    const isOfLast = context.tokens[from]?.kind === 'number' && context.tokens[from - 1]?.word === 'of';
    if (last !== undefined && from - (isOfLast ? 1 : 0) <= last.to) last.to = Math.max(last.to, to);
    else runs.push({ from, to });
  }
  return runs.map((run) => {
    const { phrase, tokens } = context;
    const value = textOf(phrase, tokens, run);
    return { value, at: rangeOf(tokens, run.from, run.to), instead: insteadOf(value, context, tokens[run.to]?.word) };
  });
}

/** `facts` are those about which nothing has been said yet. */
export function unreadDiagnostics(facts: readonly Fact[], context: UnreadContext): readonly Diagnostic[] {
  const typos = misspelt(facts, context);
  const named = new Set(typos.map(({ at }) => placeOf(at)));
  const runs = unreadRuns(facts, context).filter(({ at }) => !named.has(placeOf(at)));
  const reported = runs.slice(0, MOST_REPORTED).map(({ value: text, at, instead }) => {
    const isVague = !context.isCounted && VAGUE_COUNTS.has(text.toLowerCase());
    if (isVague) return diagnostic('resolve-count-vague', { text }, at);
    return diagnostic('resolve-unread', { text, ...(instead === undefined ? {} : { instead }) }, at);
  });
  const more = runs[MOST_REPORTED];
  const rest =
    more === undefined ? [] : [diagnostic('resolve-unread-more', { count: runs.length - MOST_REPORTED }, more.at)];
  return [...typos, ...reported, ...rest];
}

function placeOf(at: SourceRange | undefined): string {
  return `${at?.start.line}:${at?.start.column}-${at?.end.line}:${at?.end.column}`;
}

/** Of the unknown words among `facts`. */
export function misspelt(facts: readonly Fact[], { tokens, known }: UnreadContext): readonly Diagnostic[] {
  const isPlain = ({ from }: Fact): boolean => PLAIN_WORDS.has(tokens[from]?.word ?? '');
  const words = facts.filter((fact) => fact.kind === 'unknown' && !isPlain(fact)).slice(0, MOST_REPORTED);
  return words.flatMap(({ from, to }) => {
    const token = tokens[from];
    const near = token?.kind === 'word' ? nearWords(token.word, known()) : [];
    const params = { word: token?.text ?? '', nearest: near };
    return near.length === 0 ? [] : [diagnostic('resolve-misspelt', params, rangeOf(tokens, from, to))];
  });
}
