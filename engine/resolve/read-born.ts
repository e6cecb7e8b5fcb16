/** Years of birth: `born in 1960`, `born between 1950 and 1960`, `born before 1945`, `born in the 1950s`. */
import type { FactBody, Span } from './fact.ts';
import type { Token } from './tokens.ts';

type ReadBorn = Extract<FactBody, { readonly kind: 'born' }> & Span;

interface Years {
  readonly low?: number;
  readonly high?: number;
  readonly to: number;
}

export function readBorn(tokens: readonly Token[], index: number): ReadBorn | undefined {
  if (tokens[index]?.word !== 'born') return undefined;
  const isBare = tokens[index + 1]?.kind === 'number';
  const word = isBare ? 'in' : (tokens[index + 1]?.word ?? '');
  const start = isBare ? index + 1 : index + 2;
  const first = yearsAt(tokens, tokens[start]?.word === 'the' ? start + 1 : start);
  if (first === undefined) return undefined;
  const second = JOINERS.has(tokens[first.to]?.word ?? '') ? yearsAt(tokens, first.to + 1) : undefined;
  const years = second === undefined ? endsOf(word, first) : spanOf(word, first, second);
  return years && { kind: 'born', low: years.low, high: years.high, from: index, to: years.to };
}

const JOINERS: ReadonlySet<string> = new Set(['-', 'to', 'and', 'through', 'until']);

function endsOf(word: string, { low, high, to }: Required<Years>): Years | undefined {
  switch (word) {
    case 'in':
    case 'during':
      return { low, high, to };
    case 'before':
      return { high: low - 1, to };
    case 'after':
      return { low: high + 1, to };
    case 'since':
    case 'from':
      return { low, to };
    default:
      return undefined;
  }
}

function spanOf(word: string, first: Required<Years>, second: Required<Years>): Years | undefined {
  const isSpan = ['in', 'between', 'from'].includes(word) && first.low <= second.low;
  return isSpan ? { low: first.low, high: second.high, to: second.to } : undefined;
}

/** `1960`, `1950s` */
function yearsAt(tokens: readonly Token[], index: number): Required<Years> | undefined {
  const token = tokens[index];
  if (token?.kind !== 'number' || !/^(?:18|19|20)\d\d$/.test(token.word)) return undefined;
  const isDecade = tokens[index + 1]?.word === 's' && tokens[index + 1]?.glued === true;
  const low = Number(token.word);
  return { low, high: isDecade ? low + 9 : low, to: index + (isDecade ? 2 : 1) };
}
