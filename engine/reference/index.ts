export { readLines, writeWhole } from './files.ts';
export type { LayoutName } from './layouts.ts';
export { loadReference } from './load-reference.ts';
export { loadProviders } from './load-providers.ts';
