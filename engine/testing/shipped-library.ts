/** What the skills that come with the engine are understood as: once for all tests of a worker that ask nothing else. */
import { loadTree, nodeFileSystem } from '../pipeline.ts';
import type { Library } from '../model/index.ts';

const SKILLS = new URL('../../skills', import.meta.url).pathname;
const loaded = await loadTree(SKILLS, nodeFileSystem);
export const library: Library = loaded.library;
