/** What the stage `validate` has to say, one file a subject. */
import type { Catalog } from '../../entry.ts';
import { schemasCatalog } from './schemas.ts';
import type { SchemasParams } from './schemas.ts';
import { treeCatalog } from './tree.ts';
import type { TreeParams } from './tree.ts';

export interface ValidateParams extends SchemasParams, TreeParams {}

export const validateCatalog: Catalog<ValidateParams> = { ...schemasCatalog, ...treeCatalog };
