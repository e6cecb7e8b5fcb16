export { compilePlan } from './compile-plan.ts';
export { draw } from './draw.ts';
export type { Drawing } from './draw.ts';
export { poolTableName } from './relations.ts';
export { typeName } from './types.ts';
