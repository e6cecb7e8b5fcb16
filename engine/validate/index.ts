export { withCauses } from './causes.ts';
export { validateTree } from './validate-tree.ts';
export type { TreeValidation } from './validate-tree.ts';
