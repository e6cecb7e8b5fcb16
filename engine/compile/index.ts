export { compilePlan } from './compile-plan.ts';
export { draw, drawsOf } from './draw.ts';
export type { Drawing } from './draw.ts';
