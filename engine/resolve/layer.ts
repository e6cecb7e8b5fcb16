/** What laying one kind of fact over a template yields, and the few ways to say it. */
import type { Diagnostic } from '../diagnostics/index.ts';
import { diagnostic } from '../diagnostics/index.ts';
import type { Journey, Library, Override, Profile } from '../model/index.ts';
import type { Fact, FactOf, Span } from './fact.ts';
import { isFact } from './fact.ts';
import { rangeOf, textOf } from './tokens.ts';
import type { Token } from './tokens.ts';

/** The template that was chosen, and the request to be laid over it. */
export interface Laying {
  readonly phrase: string;
  readonly tokens: readonly Token[];
  readonly facts: readonly Fact[];
  readonly library: Library;
  readonly profile: Profile;
  readonly journeys: readonly Journey[];
  /** Stems of the names, titles and triggers of what was chosen. */
  readonly words: ReadonlySet<string>;
  /** Units of meaning of the same. */
  readonly units: ReadonlySet<string>;
  /** Where the request has a name or trigger of what brings these people, word by word. */
  readonly names: readonly Span[];
}

export interface Layer {
  readonly overrides: readonly Override[];
  readonly taken: readonly Taken[];
  readonly unread: readonly Fact[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface Taken {
  readonly fact: Fact;
  readonly meaning: string;
}

export const EMPTY: Layer = { overrides: [], taken: [], unread: [], diagnostics: [] };

export function combine(layers: readonly Layer[]): Layer {
  return {
    overrides: layers.flatMap(({ overrides }) => overrides),
    taken: layers.flatMap(({ taken }) => taken),
    unread: layers.flatMap(({ unread }) => unread),
    diagnostics: layers.flatMap(({ diagnostics }) => diagnostics),
  };
}

export function factsOf<Kind extends Fact['kind']>(laying: Laying, ...kinds: readonly Kind[]): readonly FactOf<Kind>[] {
  return laying.facts.filter((fact): fact is FactOf<Kind> => isFact(fact, ...kinds));
}

/** Those that are said of all people, not of a part of them. */
export function factsOfAll<Kind extends Fact['kind']>(
  laying: Laying,
  ...kinds: readonly Kind[]
): readonly FactOf<Kind>[] {
  return factsOf(laying, ...kinds).filter(({ share }) => share === undefined);
}

/** Laid over `path`, with the words that asked for it as its place. */
export function override(laying: Laying, path: readonly string[], value: unknown, fact: Fact): Override {
  return { path, value, at: rangeOf(laying.tokens, fact.from, fact.to) };
}

export function textOfFact(laying: Laying, fact: Fact): string {
  return textOf(laying.phrase, laying.tokens, fact);
}

/** Two parts of a request that cannot both be so: the first stands, the second is unread. */
export function contradiction(laying: Laying, what: string, first: Fact, second: Fact): Layer {
  const params = { what, first: textOfFact(laying, first), second: textOfFact(laying, second) };
  const at = rangeOf(laying.tokens, second.from, second.to);
  return { ...EMPTY, unread: [second], diagnostics: [diagnostic('resolve-contradiction', params, at)] };
}

/** A share as a reader of the request sees it. */
export function percentOf(share: number): string {
  return `${Number((share * 100).toPrecision(6))} %`;
}
