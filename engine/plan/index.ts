export { planCohort } from './plan-cohort.ts';
export type { PlanInput } from './context.ts';
