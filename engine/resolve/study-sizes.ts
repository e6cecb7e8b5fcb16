/** How many arms or sites a request says that a trial has: as the template's study has, or named with where it is written. */
import type { Diagnostic } from '../diagnostics/index.ts';
import { diagnostic } from '../diagnostics/index.ts';
import { isFact } from './fact.ts';
import type { Fact, FactOf } from './fact.ts';
import { textOfFact } from './layer.ts';
import type { Laying, Taken } from './layer.ts';
import { readNumber } from './read-number.ts';
import { rangeOf } from './tokens.ts';
import type { Token } from './tokens.ts';

export interface StudySizes {
  /** Numbers and the words behind them. */
  readonly facts: readonly Fact[];
  readonly taken: readonly Taken[];
  readonly unread: readonly Fact[];
  readonly diagnostics: readonly Diagnostic[];
}

type Part = 'arms' | 'sites';

const PARTS: ReadonlyMap<string, Part> = new Map([
  ['arm', 'arms'],
  ['site', 'sites'],
]);

/** Whether only a study has such things. */
export function isOfStudies(token: Token | undefined): boolean {
  return PARTS.has(token?.stem ?? '');
}

/** Of a template without a study, nothing. */
export function studySizes(laying: Laying): StudySizes {
  const journey = laying.journeys.find(({ study }) => study !== undefined);
  const study = journey?.study;
  if (journey === undefined || study === undefined) return { facts: [], taken: [], unread: [], diagnostics: [] };
  const sizes = { arms: study.arms.length, sites: study.sites.value };
  const said = laying.facts.flatMap((fact, at) => {
    const part = PARTS.get(laying.tokens[fact.from]?.stem ?? '');
    const before = laying.facts[at - 1];
    const value = readNumber(laying.tokens, before?.from ?? -1)?.value;
    if (part === undefined || !isFact(fact, 'unknown') || !isNumber(before) || value === undefined) return [];
    const size: Fact = { kind: 'unknown', from: before.from, to: fact.to };
    return [{ parts: [before, fact], fact: size, part, value }];
  });
  const agreeing = said.filter(({ part, value }) => value === sizes[part]);
  const others = said.filter((one) => !agreeing.includes(one));
  return {
    facts: said.flatMap(({ parts }) => parts),
    taken: agreeing.map(({ fact, part }) => ({ fact, meaning: `${sizes[part]} ${part}, as in the template` })),
    unread: others.map(({ fact }) => fact),
    diagnostics: others.map(({ fact, part }) => {
      const params = { text: textOfFact(laying, fact), template: journey.id, part, size: sizes[part] };
      return diagnostic('resolve-study-size', params, rangeOf(laying.tokens, fact.from, fact.to));
    }),
  };
}

function isNumber(fact: Fact | undefined): fact is FactOf<'number' | 'unknown'> {
  return isFact(fact, 'number', 'unknown');
}
