/** Words and signs of other languages where an operator belongs, as the hint that says how it is written here. */
import type { Token } from './tokens.ts';

const OPERATORS: ReadonlyMap<string, string> = new Map([
  ['is', '=='],
  ['equals', '=='],
  ['like', '=='],
  ['over', '>'],
  ['above', '>'],
  ['under', '<'],
  ['below', '<'],
  ['contains', 'in [ … ]'],
]);

export function meantBy({ kind, text }: Token, before: Token): string | undefined {
  if (kind === 'symbol' && (text === '>' || text === '<') && before.text === '=') return `It is written \`${text}=\`.`;
  if (text === '*' && before.text === '*') return 'It is written `power(…, …)`.';
  if (kind === 'symbol' && text === '=' && before.text === '=') return 'It is written `==`.';
  const operator = kind === 'word' ? OPERATORS.get(text.toLowerCase()) : undefined;
  if (operator !== undefined) return `It is written \`${operator}\`.`;
  const isTwoWords = kind === 'word' && before.kind === 'word';
  return isTwoWords ? 'Between two conditions stands `and` or `or`; a text stands in quotes.' : undefined;
}
