export { isDecidedAnew } from './decisions.ts';
export { formatExpression } from './expression-text.ts';
export { formatOffset } from './offset-text.ts';
export { checkCohort, planCohort } from './plan-cohort.ts';
export type { PlanInput } from './context.ts';
