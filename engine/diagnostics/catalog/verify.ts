/** What the stage `verify` has to say. */
import type { Catalog } from '../entry.ts';

export interface VerifyParams {
  'verify-rule-broken': { rule: string; table: string; rows: number };
}

export const verifyCatalog: Catalog<VerifyParams> = {
  'verify-rule-broken': {
    severity: 'error',
    message: ({ rule, table, rows }) =>
      `${rows} ${rows === 1 ? 'row breaks' : 'rows break'} the rule "${rule}" of ${table}.`,
    hint: () => 'The last good file stays. Look at the events and distributions that make the table.',
  },
};
