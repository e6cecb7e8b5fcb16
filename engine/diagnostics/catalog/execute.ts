/** What the stage `execute` has to say. */
import type { Catalog } from '../entry.ts';

export interface ExecuteParams {}

export const executeCatalog: Catalog<ExecuteParams> = {};
