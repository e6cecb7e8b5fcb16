export { formatExpression } from './expression-text.ts';
export { formatOffset } from './offset-text.ts';
export { planCohort } from './plan-cohort.ts';
export type { PlanInput } from './context.ts';
