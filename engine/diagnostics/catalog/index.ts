/** Every diagnostic there is, one file a stage, or a folder. Codes are permanent and begin with the name of their stage. */
import type { Catalog } from '../entry.ts';
import { executeCatalog } from './execute.ts';
import type { ExecuteParams } from './execute.ts';
import { normalizeCatalog } from './normalize/index.ts';
import type { NormalizeParams } from './normalize/index.ts';
import { parseCatalog } from './parse.ts';
import type { ParseParams } from './parse.ts';
import { planCatalog } from './plan.ts';
import type { PlanParams } from './plan.ts';
import { readCatalog } from './read.ts';
import type { ReadParams } from './read.ts';
import { referenceCatalog } from './reference.ts';
import type { ReferenceParams } from './reference.ts';
import { resolveCatalog } from './resolve.ts';
import type { ResolveParams } from './resolve.ts';
import { validateCatalog } from './validate/index.ts';
import type { ValidateParams } from './validate/index.ts';
import { verifyCatalog } from './verify.ts';
import type { VerifyParams } from './verify.ts';

export interface DiagnosticParams
  extends
    ReadParams,
    ParseParams,
    ValidateParams,
    NormalizeParams,
    ResolveParams,
    PlanParams,
    ExecuteParams,
    VerifyParams,
    ReferenceParams {}

export type DiagnosticCode = keyof DiagnosticParams;

export const catalog: Catalog<DiagnosticParams> = {
  ...readCatalog,
  ...parseCatalog,
  ...validateCatalog,
  ...normalizeCatalog,
  ...resolveCatalog,
  ...planCatalog,
  ...executeCatalog,
  ...verifyCatalog,
  ...referenceCatalog,
};
