/** What the stage `verify` has to say. */
import type { Catalog } from '../entry.ts';

export interface VerifyParams {}

export const verifyCatalog: Catalog<VerifyParams> = {};
