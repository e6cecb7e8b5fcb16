/** What must hold of the persons and their timeline. */
import { call, column } from '../terms.ts';
import type { ProductRules } from './rule.ts';

export const coreRules: ProductRules = {
  rows: [
    {
      table: 'core.persons',
      name: 'birth-before-death',
      statement: 'Nobody dies before birth.',
      broken: call('less', column('death_date'), column('birth_date')),
    },
    {
      table: 'core.identities',
      name: 'valid-before-end',
      statement: 'No identifier ends before it is valid.',
      broken: call('less', column('valid_to'), column('valid_from')),
    },
  ],
  happenings: [
    {
      table: 'core.timeline',
      person: 'person_id',
      moment: 'moment',
      happened: call('is_null', column('skipped_because')),
    },
  ],
};
