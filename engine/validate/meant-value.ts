/** What a value of the wrong type was most likely meant for, as the hint that says how it is written. */
import { didYouMean, excerpt } from '../diagnostics/index.ts';
import { TELLING } from '../trees/index.ts';

export function meantBy(
  types: readonly string[],
  { subject, value }: { readonly subject: string; readonly value: unknown },
): string | undefined {
  const asked = new Set(types);
  if (asked.has('string') && (typeof value === 'number' || typeof value === 'boolean'))
    return 'In quotes it is a text and keeps its spelling.';
  if (value === null) return colonLost(subject);
  if (typeof value === 'object') return asked.has('number') ? keyMeant(subject) : undefined;
  if (typeof value !== 'string') return undefined;
  if (asked.has('number') || asked.has('integer')) return numberMeant(value.trim());
  return asked.has('array') && value.includes(',') ? `A list stands in brackets: \`[${excerpt(value)}]\`.` : undefined;
}

/** `moderate 0.4` and `moderate = 0.4` are keys without a value. */
function colonLost(subject: string): string | undefined {
  const [, key, value] = /^`(\S+?)(?: ?= ?| )(\S+)`$/.exec(subject) ?? [];
  return key === undefined ? undefined : `A colon stands between a key and its value: \`${key}: ${value}\`.`;
}

/** Among shares what is no number is most likely a key of a distribution. */
function keyMeant(subject: string): string | undefined {
  const keys = TELLING.map(([key]) => key);
  return /^`\w+`$/.test(subject) ? didYouMean(subject.replaceAll('`', ''), keys) : undefined;
}

function numberMeant(text: string): string | undefined {
  const [, percent] = /^([\d.]+)\s*%$/.exec(text) ?? [];
  if (percent !== undefined && Number.isFinite(Number(percent)))
    return `Shares are numbers from 0 to 1: ${percent} % is written as ${Number((Number(percent) / 100).toPrecision(12))}.`;
  if (/^\d{1,3}(?:[,_ ']\d{3})+$/.test(text)) return 'Thousands stand together, as in `1000`.';
  if (text !== '' && Number.isFinite(Number(text))) return 'Without quotes it is a number.';
  if (IN_WORDS.has(text.toLowerCase()))
    return `Numbers are written in figures: \`${IN_WORDS.get(text.toLowerCase())}\`.`;
  const [, amount] = /^(\d+(?:\.\d+)?) ?[a-z]+$/i.exec(text) ?? [];
  return amount === undefined ? undefined : `The key says the unit; the number stands alone: \`${amount}\`.`;
}

const WORDS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty';
const TENS = 'thirty forty fifty sixty seventy eighty ninety hundred';
const IN_WORDS: ReadonlyMap<string, number> = new Map([
  ...WORDS.split(' ').map((word, number) => [word, number] as const),
  ...TENS.split(' ').map((word, at) => [word, (at + 3) * 10] as const),
]);
