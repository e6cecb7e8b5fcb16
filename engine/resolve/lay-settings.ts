/** Count, seed and date of a request: one value each, whatever the template says. */
import { diagnostic } from '../diagnostics/index.ts';
import type { Fact } from './fact.ts';
import { combine, contradiction, EMPTY, factsOf, override, textOfFact } from './layer.ts';
import type { Layer, Laying } from './layer.ts';
import { rangeOf, textOf } from './tokens.ts';

interface Setting {
  readonly fact: Fact;
  readonly value: number | string;
}

export function laySettings(laying: Laying): Layer {
  const counts = factsOf(laying, 'count').map((fact) => ({ fact, value: fact.value }));
  const seeds = factsOf(laying, 'seed').map((fact) => ({ fact, value: fact.seed }));
  const dates = factsOf(laying, 'as_of').map((fact) => ({ fact, value: fact.date }));
  return combine([
    laySetting(laying, 'count', counts.filter(isCount)),
    ...counts.filter((setting) => !isCount(setting)).map(({ fact }) => impossibleCount(laying, fact)),
    ...factsOf(laying, 'group').map((fact) => furtherGroup(laying, fact)),
    layExactness(laying),
    laySetting(laying, 'seed', seeds),
    laySetting(laying, 'as_of', dates),
  ]);
}

function isCount({ value }: Setting): boolean {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function laySetting(laying: Laying, key: string, settings: readonly Setting[]): Layer {
  const [first, ...rest] = settings;
  if (first === undefined) return EMPTY;
  const others = rest.filter(({ value }) => value !== first.value);
  const same = settings.filter((setting) => !others.includes(setting));
  return combine([
    {
      ...EMPTY,
      overrides: [override(laying, [key], first.value, first.fact)],
      taken: same.map(({ fact, value }) => ({ fact, meaning: `${key} ${value}` })),
    },
    ...others.map(({ fact }) => contradiction(laying, key, first.fact, fact)),
  ]);
}

/** One file has one group: what to ask for instead is each by itself. */
function furtherGroup(laying: Laying, group: Fact): Layer {
  const first = factsOf(laying, 'count')[0] ?? group;
  const before = laying.facts.filter(({ from, kind }) => from >= first.from && from < group.from && kind !== 'group');
  const last = before.findLast(({ kind }) => kind !== 'filler' && kind !== 'mark') ?? first;
  const asked = textOf(laying.phrase, laying.tokens, { from: first.from, to: last.to });
  const at = rangeOf(laying.tokens, group.from, group.to);
  const problem = diagnostic('resolve-groups', { first: asked, second: textOfFact(laying, group) }, at);
  return { ...EMPTY, unread: [group], diagnostics: [problem] };
}

/** Parts of the people that are counted come out as counted. */
function layExactness(laying: Laying): Layer {
  const first = laying.facts.find(({ exact }) => exact === true);
  if (first === undefined || laying.profile.sampling.value === 'stratified') return EMPTY;
  return {
    ...EMPTY,
    overrides: [override(laying, ['sampling'], 'stratified', first)],
    taken: [{ fact: first, meaning: 'shares exact to one person' }],
  };
}

function impossibleCount(laying: Laying, fact: Fact): Layer {
  const at = rangeOf(laying.tokens, fact.from, fact.to);
  const text = textOfFact(laying, fact);
  const problem = diagnostic('resolve-count-range', { text, instead: insteadOf(laying, text) }, at);
  return { ...EMPTY, unread: [fact], diagnostics: [problem] };
}

/** The request with the first end of a range as its count, where one was given. */
function insteadOf({ phrase }: Laying, text: string): string | undefined {
  const ends = text.match(/\d[\d,.]*/g) ?? [];
  const [least] = ends;
  return ends.length === 2 && least !== undefined ? phrase.replace(text, least) : undefined;
}
