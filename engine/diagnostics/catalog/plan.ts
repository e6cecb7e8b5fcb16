/** What the stage `plan` has to say. */
import type { Catalog } from '../entry.ts';

export interface PlanParams {}

export const planCatalog: Catalog<PlanParams> = {};
