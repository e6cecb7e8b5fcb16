/** A request to a plan, and the plan to a program. */
import { compilePlan, createCompiler, drawing } from './compile/index.ts';
import { hasErrors } from './diagnostics/index.ts';
import type { Diagnostic } from './diagnostics/index.ts';
import type { Loaded } from './load-tree.ts';
import type { GenerationRequest, Plan, PoolTable, Program } from './model/index.ts';
import { specifyCohort } from './normalize/index.ts';
import { checkCohort, planCohort } from './plan/index.ts';
import { loadPools } from './pools/index.ts';
import { withCauses } from './validate/index.ts';

export interface Planned {
  readonly plan: Plan | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export function planRequest(loaded: Loaded, request: GenerationRequest): Planned {
  const { library } = loaded;
  const { cohort, diagnostics } = specifyCohort({ library, request });
  if (cohort === undefined) return { plan: undefined, diagnostics: withCausesIn(loaded, diagnostics) };
  const planned = planCohort({ cohort, library, pools: pools(), ...drawing });
  return { plan: planned.plan, diagnostics: withCausesIn(loaded, [...diagnostics, ...planned.diagnostics]) };
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
