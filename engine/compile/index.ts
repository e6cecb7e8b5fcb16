export { createCompiler } from './compile-again.ts';
export type { CompilePlan } from './compile-again.ts';
export { compilePlan } from './compile-plan.ts';
import { drawsOf } from './draw.ts';
import { stratumOffset } from './stratified-draw.ts';

export { draw } from './draw.ts';
export type { Drawing } from './draw.ts';
export { planText } from './plain-text.ts';

/** What is drawn, for who must know it before there is a database. */
export const drawing: { readonly draw: typeof drawsOf; readonly offset: typeof stratumOffset } = {
  draw: drawsOf,
  offset: stratumOffset,
};
