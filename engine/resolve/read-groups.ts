/** Further groups of people: `50 men and 50 women` is one group with shares, `100 diabetics and 50 hypertensives` are two. */
import { isFact } from './fact.ts';
import type { Fact } from './fact.ts';
import type { Token } from './tokens.ts';
import { ADDING } from './vocabulary.ts';

const IDLE = ['filler', 'mark', 'connector', 'person'] as const;

/** Facts of which a group is one with all that is said of it; or counts by sex as shares of all. */
export function readGroups(facts: readonly Fact[], tokens: readonly Token[]): readonly Fact[] {
  const split = splitBySex(facts, tokens);
  if (split !== undefined) return split;
  const parts = partsBySex(facts);
  if (parts !== undefined) return parts;
  const starts = facts.flatMap((fact, position) => (fact.kind === 'group' ? [position] : []));
  if (starts.length === 0) return facts;
  const first = facts.findIndex(({ kind }) => kind === 'count');
  return (
    sharesBySex(facts, [first, ...starts]) ??
    starts.toReversed().reduce((rest, start) => wholeGroup(rest, start, tokens), facts)
  );
}

/** `50/50 male and female`, `men and women 60/40`: two numbers that make a hundred are the parts of both sexes, in their order. */
function splitBySex(facts: readonly Fact[], tokens: readonly Token[]): readonly Fact[] | undefined {
  const sexes = facts.filter((fact) => isFact(fact, 'sex'));
  const [first, second] = sexes;
  if (first === undefined || second === undefined || sexes.length > 2 || first.sex === second.sex) return undefined;
  if (sexes.some(({ share }) => share !== undefined)) return undefined;
  const pair = facts.find(({ kind, from, to }) => kind === 'unknown' && isWhole(tokens.slice(from, to)));
  if (pair === undefined) return undefined;
  const shares = [tokens[pair.from], tokens[pair.to - 1]].map((token) => Number(token?.word) / WHOLE);
  return facts.map((fact): Fact => {
    if (fact === pair) return { kind: 'filler', from: pair.from, to: pair.to };
    const at = [first, second].findIndex((sex) => sex === fact);
    return at < 0 ? fact : { ...fact, share: shares[at] ?? 0 };
  });
}

const WHOLE = 100;

function isWhole(tokens: readonly Token[]): boolean {
  const [one, , other] = tokens;
  return tokens.length === 3 && Number(one?.word) + Number(other?.word) === WHOLE;
}

/** `30 diabetics (15 women, 15 men)`: behind the count of all, counts by sex that add up to it. */
function partsBySex(facts: readonly Fact[]): readonly Fact[] | undefined {
  const [all, ...parts] = facts.filter((fact) => isFact(fact, 'count', 'group'));
  const sexes = parts.map((part) => facts[facts.indexOf(part) + 1]).filter((fact) => isFact(fact, 'sex'));
  const isSplit = parts.length > 1 && sexes.length === parts.length && new Set(sexes.map(({ sex }) => sex)).size > 1;
  const sum = parts.reduce((total, { value }) => total + value, 0);
  if (all === undefined || !isSplit || sum !== all.value) return undefined;
  return facts.map((fact): Fact => {
    if (isFact(fact, 'count', 'group') && fact !== all) return { kind: 'filler', from: fact.from, to: fact.to };
    const at = sexes.findIndex((sex) => sex === fact);
    return isFact(fact, 'sex') && at >= 0 ? { ...fact, share: (parts[at]?.value ?? 0) / sum, exact: true } : fact;
  });
}

/** Where each count is followed by a sex of its own and nothing else, but for what is said of all at the end. */
function sharesBySex(facts: readonly Fact[], starts: readonly number[]): readonly Fact[] | undefined {
  const counted = starts.map((start, at) => {
    const said = facts.slice(start + 1, starts[at + 1]).filter((fact) => !isFact(fact, ...IDLE));
    const [sex] = said;
    const isAlone = said.length === 1 || at === starts.length - 1;
    const fact = facts[start];
    return isFact(fact, 'count', 'group') && isFact(sex, 'sex') && sex.share === undefined && isAlone
      ? { fact, sex, value: fact.value }
      : undefined;
  });
  const known = counted.filter((one) => one !== undefined);
  if (known.length < counted.length || new Set(known.map(({ sex }) => sex.sex)).size < known.length) return undefined;
  const total = known.reduce((sum, { value }) => sum + value, 0);
  return facts.map((fact): Fact => {
    const own = known.find((one) => one.fact === fact || one.sex === fact);
    if (own === undefined) return fact;
    if (own.sex === fact) return { ...own.sex, share: own.value / total, exact: true };
    const { from, to } = fact;
    return own === known[0] ? { kind: 'count', value: total, from, to } : { kind: 'filler', from, to };
  });
}

/** Up to the end of the line or of the phrase. */
function wholeGroup(facts: readonly Fact[], start: number, tokens: readonly Token[]): readonly Fact[] {
  const group = facts[start];
  if (!isFact(group, 'group')) return facts;
  const length = facts
    .slice(start)
    .findIndex((fact) => tokens[fact.from]?.word === '\n' || (fact !== group && fact.kind === 'group'));
  let end = length < 0 ? facts.length : start + length;
  while (ADDING.has(tokens[facts[end - 1]?.from ?? -1]?.word ?? '')) end -= 1;
  const last = facts[end - 1] ?? group;
  return [...facts.slice(0, start), { ...group, to: last.to }, ...facts.slice(end)];
}
