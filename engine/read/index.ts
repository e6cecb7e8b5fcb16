export { nodeFileSystem } from './node-file-system.ts';
export { BYTE_LIMIT, readTree } from './read-tree.ts';
export type { TreeReading } from './read-tree.ts';
export { ENGINE_VERSION } from './version.ts';
