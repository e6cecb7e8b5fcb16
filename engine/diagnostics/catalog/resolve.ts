/** What the stage `resolve` has to say. */
import type { Catalog } from '../entry.ts';

export interface ResolveParams {}

export const resolveCatalog: Catalog<ResolveParams> = {};
