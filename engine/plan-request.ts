/** A request to a plan, and the plan to a program. */
import { compilePlan, createCompiler, drawing, planText } from './compile/index.ts';
import { hasErrors } from './diagnostics/index.ts';
import type { Diagnostic } from './diagnostics/index.ts';
import type { Loaded } from './load-tree.ts';
import type { GenerationRequest, Library, Plan, PoolTable, Program } from './model/index.ts';
import { groundsOfCohorts, specifyCohort } from './normalize/index.ts';
import { checkCohort, planCohort } from './plan/index.ts';
import { loadPools } from './pools/index.ts';
import { withCauses } from './validate/index.ts';

export interface Planned {
  readonly plan: Plan | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export function planRequest(loaded: Loaded, request: GenerationRequest): Planned {
  const { plan, diagnostics } = planIn(loaded.library, request);
  return { plan, diagnostics: withCausesIn(loaded, diagnostics) };
}

function planIn(library: Library, request: GenerationRequest): Planned {
  const { cohort, diagnostics } = specifyCohort({ library, request });
  if (cohort === undefined) return { plan: undefined, diagnostics };
  const planned = planCohort({ cohort, library, pools: pools(), ...drawing });
  return { plan: planned.plan, diagnostics: [...diagnostics, ...planned.diagnostics] };
}

/** A plan with its text, by which two plans are compared. */
export interface PlannedText extends Planned {
  readonly text: string | undefined;
}

/**
 * For whoever plans the cohorts of a tree again and again: one that is made from nothing that was edited has the plan of the time
 * before.
 */
export function createCohortPlanner(): (loaded: Loaded) => (request: GenerationRequest) => PlannedText {
  const known = new Map<string, PlannedText & { readonly ground: string }>();
  return (loaded) => {
    const offered = new Set(loaded.library.cohorts.map(({ id }) => id));
    for (const name of known.keys()) if (!offered.has(name)) known.delete(name);
    const groundOf = groundsOfCohorts(loaded.library);
    return (request) => {
      const ground = groundOf(request);
      const last = known.get(request.name);
      const planned = last?.ground === ground ? last : { ground, ...withText(planIn(loaded.library, request)) };
      known.set(request.name, planned);
      return { ...planned, diagnostics: withCausesIn(loaded, planned.diagnostics) };
    };
  };
}

function withText(planned: Planned): PlannedText {
  return { ...planned, text: planned.plan && planText(planned.plan) };
}

/** What planning the request would report, without the plan. */
export function checkRequest(loaded: Loaded, request: GenerationRequest): readonly Diagnostic[] {
  const { library } = loaded;
  const { cohort, diagnostics } = specifyCohort({ library, request });
  const checked = cohort === undefined ? [] : checkCohort({ cohort, library });
  return withCausesIn(loaded, [...diagnostics, ...checked]);
}

/** What a request lacks because a file of the tree has errors is told as what follows from them. */
function withCausesIn(loaded: Loaded, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (!hasErrors(loaded.diagnostics) || diagnostics.length === 0) return diagnostics;
  const places = new Set(loaded.diagnostics.map(({ at }) => at));
  return withCauses(loaded, [...loaded.diagnostics, ...diagnostics]).filter(({ at }) => !places.has(at));
}

export function compileProgram(plan: Plan): Program {
  return compilePlan(plan, pools());
}

/** For whoever compiles plans that differ little from each other. */
export function createProgramCompiler(): (plan: Plan) => Program {
  const compile = createCompiler();
  return (plan) => compile(plan, pools());
}

let loadedPools: readonly PoolTable[] | undefined;

/** Loaded once, and only where something is planned. */
export function pools(): readonly PoolTable[] {
  loadedPools ??= loadPools();
  return loadedPools;
}
