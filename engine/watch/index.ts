export { createRebuild } from './rebuild.ts';
export type { Rebuild, RebuildOptions } from './rebuild.ts';
export type { FileChange, Notice, RowCount, WatchEvent } from './watch-event.ts';
export { watchTree } from './watch-tree.ts';
export type { TreeWatch, WatchControls } from './watch-tree.ts';
