/** What somebody asks for, by name or in a phrase, to requests with the options laid over them. */
import type { Diagnostic } from './diagnostics/index.ts';
import { isBrokenFile } from './broken-skills.ts';
import type { Loaded } from './load-tree.ts';
import type { GenerationRequest, Library, Override, PhraseReading, SourceRange } from './model/index.ts';
import { resolveName, resolvePhrase } from './resolve/index.ts';

/** What somebody asks for: a name, a phrase or nothing (every cohort), and what is laid over it. */
export interface Ask {
  readonly what: string | undefined;
  readonly overrides: readonly Override[];
  readonly count?: number;
  readonly seed?: number;
  readonly asOf?: string;
  readonly journeys?: readonly string[];
  readonly persons?: PersonRange;
}

export interface PersonRange {
  readonly from: number;
  readonly to: number;
}

export interface Answer {
  readonly requests: readonly GenerationRequest[];
  readonly outcome: 'resolved' | 'ambiguous' | 'none';
  /** Absent where no phrase was read. */
  readonly reading: PhraseReading | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export function requestsFor(loaded: Loaded, ask: Ask): Answer {
  const found = ask.what === undefined ? everyCohort(loaded.library) : answerTo(ask.what, loaded);
  return { ...found, requests: found.requests.map((request) => withAsked(request, ask)) };
}

function everyCohort(library: Library): Answer {
  const answers = library.cohorts.map(({ id }) => resolveName({ name: id, library }));
  return {
    requests: answers.flatMap(({ request }) => request ?? []),
    outcome: 'resolved',
    reading: undefined,
    diagnostics: answers.flatMap(({ diagnostics }) => diagnostics),
  };
}

/**
 * A single word is a name, or nearly one, before it is a phrase; anything else is a phrase. The name of a skill that has errors means
 * that one, and no other that it would fit as a phrase.
 */
function answerTo(what: string, loaded: Loaded): Answer {
  const { library } = loaded;
  const byName = resolveName({ name: what, library });
  if (byName.request !== undefined) {
    return { requests: [byName.request], outcome: 'resolved', reading: undefined, diagnostics: byName.diagnostics };
  }
  if (isBrokenFile(what, loaded)) return { requests: [], outcome: 'none', reading: undefined, diagnostics: [] };
  const { request, reading, outcome, diagnostics } = resolvePhrase({ phrase: what, library });
  const isWord = what.trim() !== '' && !/\s/.test(what.trim());
  const isNear = byName.diagnostics.some(({ params }) => !('nearest' in params) || params.nearest.length > 0);
  if (isWord && (isNear || outcome !== 'resolved')) {
    return { requests: [], outcome: 'none', reading: undefined, diagnostics: byName.diagnostics };
  }
  return { requests: request === undefined ? [] : [request], outcome, reading, diagnostics };
}

function withAsked(request: GenerationRequest, ask: Ask): GenerationRequest {
  const asked = { count: ask.count, seed: ask.seed, as_of: ask.asOf };
  const options = Object.entries(asked).flatMap(([key, value]) =>
    value === undefined ? [] : [{ path: [key], value, at: optionAt(key) }],
  );
  return {
    ...request,
    ...(ask.journeys === undefined
      ? {}
      : { journeys: ask.journeys, journeyPlaces: ask.journeys.map(() => optionAt('journey')) }),
    persons: ask.persons,
    overrides: [...request.overrides, ...journeysAsked(request, ask), ...options, ...ask.overrides],
  };
}

/** They stand for what a cohort says of journeys at length; by themselves they are laid over the profile. */
function journeysAsked({ overrides }: GenerationRequest, { journeys }: Ask): readonly Override[] {
  if (journeys === undefined || !overrides.some(({ path }) => path[0] === 'journeys')) return [];
  return [{ path: ['journeys'], value: journeys, at: optionAt('journey') }];
}

/** The place of an option of the command line. */
function optionAt(key: string): SourceRange {
  const start = { line: 1, column: 1 };
  return { file: `<--${key.replaceAll('_', '-')}>`, start, end: start };
}
