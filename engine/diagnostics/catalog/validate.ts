/** What the stage `validate` has to say. */
import type { Catalog } from '../entry.ts';

export interface ValidateParams {}

export const validateCatalog: Catalog<ValidateParams> = {};
