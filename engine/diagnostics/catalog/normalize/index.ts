/** What the stage `normalize` has to say, one file a subject. */
import type { Catalog } from '../../entry.ts';
import { distributionsCatalog } from './distributions.ts';
import type { DistributionsParams } from './distributions.ts';
import { eventsCatalog } from './events.ts';
import type { EventsParams } from './events.ts';
import { expressionsCatalog } from './expressions.ts';
import type { ExpressionsParams } from './expressions.ts';
import { peopleCatalog } from './people.ts';
import type { PeopleParams } from './people.ts';
import { specificationsCatalog } from './specifications.ts';
import type { SpecificationsParams } from './specifications.ts';
import { tablesCatalog } from './tables.ts';
import type { TablesParams } from './tables.ts';
import { timingCatalog } from './timing.ts';
import type { TimingParams } from './timing.ts';

export interface NormalizeParams
  extends
    SpecificationsParams,
    DistributionsParams,
    PeopleParams,
    ExpressionsParams,
    TimingParams,
    EventsParams,
    TablesParams {}

export const normalizeCatalog: Catalog<NormalizeParams> = {
  ...specificationsCatalog,
  ...distributionsCatalog,
  ...peopleCatalog,
  ...expressionsCatalog,
  ...timingCatalog,
  ...eventsCatalog,
  ...tablesCatalog,
};
