/** What the stage `parse` has to say. */
import type { Catalog } from '../entry.ts';

export interface ParseParams {}

export const parseCatalog: Catalog<ParseParams> = {};
