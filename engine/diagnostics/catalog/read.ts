/** What the stage `read` has to say. */
import type { Catalog } from '../entry.ts';

export interface ReadParams {
  'read-too-large': { bytes: number; limit: number };
}

export const readCatalog: Catalog<ReadParams> = {
  'read-too-large': {
    severity: 'error',
    message: ({ bytes, limit }) => `The file has ${bytes} bytes; a skill file may have ${limit}.`,
  },
};
