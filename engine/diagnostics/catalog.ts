/**
 * Every diagnostic there is: what it needs to know, how grave it is, and its words. Codes are permanent. A message says
 * what happened and why; a hint says what to do. Messages hold no location: the diagnostic has one.
 */
import type { Severity } from './diagnostic.ts';
import { didYouMean, excerpt } from "./wording.ts";

export interface DiagnosticParams {
  'read-too-large': { bytes: number; limit: number };
  'read-too-deep': { limit: number };
  'parse-front-matter-missing': Record<string, never>;
}

export type DiagnosticCode = keyof DiagnosticParams;

interface Entry<Code extends DiagnosticCode> {
  readonly severity: Severity;
  readonly message: (params: DiagnosticParams[Code]) => string;
  readonly hint?: (params: DiagnosticParams[Code]) => string | undefined;
}

export const catalog: { readonly [Code in DiagnosticCode]: Entry<Code> } = {
  'read-too-large': {
    severity: 'error',
    message: ({ bytes, limit }) => `The file has ${bytes} bytes; a skill file may have ${limit}.`,
  },
  'read-too-deep': {
    severity: 'error',
    message: ({ limit }) => `The folder lies more than ${limit} levels below the tree's root.`,
  },
  'parse-front-matter-missing': {
    severity: 'error',
    message: () => 'The file has no front matter: it must start with "---".',
    hint: () => 'Begin the file with `---`, `name: …`, `description: …`, `---`.',
  },
};

