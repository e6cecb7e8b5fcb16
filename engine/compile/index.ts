export { compilePlan } from './compile-plan.ts';
export { draw } from './draw.ts';
export type { Drawing } from './draw.ts';
