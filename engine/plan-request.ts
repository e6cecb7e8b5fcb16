/** A request to a plan, and the plan to a program. */
import { compilePlan, createCompiler, drawing } from './compile/index.ts';
import type { Diagnostic } from './diagnostics/index.ts';
import type { Loaded } from './load-tree.ts';
import type { GenerationRequest, Plan, PoolTable, Program } from './model/index.ts';
import { specifyCohort } from './normalize/index.ts';
import { checkCohort, planCohort } from './plan/index.ts';
import { loadPools } from './pools/index.ts';

export interface Planned {
  readonly plan: Plan | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export function planRequest({ library }: Loaded, request: GenerationRequest): Planned {
  const { cohort, diagnostics } = specifyCohort({ library, request });
  if (cohort === undefined) return { plan: undefined, diagnostics };
  const planned = planCohort({ cohort, library, pools: pools(), ...drawing });
  return { plan: planned.plan, diagnostics: [...diagnostics, ...planned.diagnostics] };
}

/** What planning the request would report, without the plan. */
export function checkRequest({ library }: Loaded, request: GenerationRequest): readonly Diagnostic[] {
  const { cohort, diagnostics } = specifyCohort({ library, request });
  return cohort === undefined ? diagnostics : [...diagnostics, ...checkCohort({ cohort, library })];
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
