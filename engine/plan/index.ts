export { planCohort } from './plan-cohort.ts';
export type { PlanInput, Provenance } from './context.ts';
