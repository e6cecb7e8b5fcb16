export { validateTree } from './validate-tree.ts';
export type { TreeValidation } from './validate-tree.ts';
