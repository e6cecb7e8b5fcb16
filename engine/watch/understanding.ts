/** What a reading of the tree says: which cohorts it offers, each with its plan, and what is wrong; told as far as it is new. */
import { setImmediate } from 'node:timers/promises';
import { withoutInherited } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { GenerationRequest } from '../model/index.ts';
import { createCohortPlanner, createTreeParser, requestsFor, understandTree } from '../pipeline.ts';
import type { Loaded, PlannedText, TreeReading } from '../pipeline.ts';
import { compareTexts, textsOf } from './changes.ts';
import { createNews, distinct } from './news.ts';
import type { Tell } from './watch-event.ts';

export interface Understood {
  readonly loaded: Loaded;
  readonly planned: readonly PlannedCohort[];
  readonly errors: readonly Diagnostic[];
}

export interface Understanding {
  /** `undefined` where it was interrupted. */
  readonly of: (reading: TreeReading, telling: Telling) => Promise<Understood | undefined>;
  /** Whether the reading before had the same texts. */
  readonly isKnown: (reading: TreeReading) => boolean;
}

interface Telling {
  readonly signal: AbortSignal;
  readonly tell: Tell;
  /** Warnings that were told before are told again. */
  readonly isAll: boolean;
}

/** Of some cohorts, or of all where none is named. */
export function createUnderstanding(cohorts: readonly string[]): Understanding {
  const parseTree = createTreeParser();
  const plannerFor = createCohortPlanner();
  const tellNews = createNews();
  let before: { readonly texts: ReadonlyMap<string, string>; readonly broken: boolean } | undefined;
  return {
    of: async (reading, { signal, tell, isAll }) => {
      const loaded = understandTree(reading, parseTree);
      const texts = textsOf(reading);
      if (before !== undefined) {
        for (const change of compareTexts(before.texts, texts)) tell({ event: 'change', ...change });
        before = { ...before, texts };
      }
      const asked = requestsFor(loaded, { what: undefined, overrides: [] });
      const planned = await planEach(asked.requests.filter(isWatched(cohorts)), plannerFor(loaded), signal);
      if (planned === undefined) return undefined;
      const diagnostics = withoutInherited(distinct([loaded, asked, ...planned].flatMap((part) => part.diagnostics)));
      tellNews(diagnostics, isAll, tell);
      const errors = diagnostics.filter((one) => one.severity === 'error');
      if (before?.broken === true && errors.length === 0) tell({ event: 'fixed' });
      before = { texts, broken: errors.length > 0 };
      if (planned.length === 0 && errors.length === 0) tell({ event: 'notice', ...NO_COHORT });
      return { loaded, planned, errors };
    },
    isKnown: (reading) => before !== undefined && compareTexts(before.texts, textsOf(reading)).length === 0,
  };
}

export type PlannedCohort = PlannedText & { readonly request: GenerationRequest };

function isWatched(cohorts: readonly string[]): (request: GenerationRequest) => boolean {
  return ({ name }) => cohorts.length === 0 || cohorts.includes(name);
}

/** Whoever interrupts is heard between two plans; `undefined` then. */
async function planEach(
  requests: readonly GenerationRequest[],
  plan: (request: GenerationRequest) => PlannedText,
  signal: AbortSignal,
): Promise<readonly PlannedCohort[] | undefined> {
  const planned: PlannedCohort[] = [];
  for (const request of requests) {
    planned.push({ request, ...plan(request) });
    await setImmediate();
    if (signal.aborted) return undefined;
  }
  return planned;
}

const NO_COHORT = {
  code: 'watch-no-cohort',
  message: 'The tree holds no cohort, so there is nothing to keep up to date; write a skill of type cohort.',
} as const;
