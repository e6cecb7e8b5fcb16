/** What the stage `normalize` has to say. */
import type { Catalog } from '../entry.ts';

export interface NormalizeParams {}

export const normalizeCatalog: Catalog<NormalizeParams> = {};
