export { createCompiler } from './compile-again.ts';
export type { CompilePlan } from './compile-again.ts';
export { compilePlan } from './compile-plan.ts';
export { draw, drawsOf } from './draw.ts';
export type { Drawing } from './draw.ts';
export { planText } from './plain-text.ts';
