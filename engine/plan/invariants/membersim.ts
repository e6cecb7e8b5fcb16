/** What must hold of the payer's record. */
import { call, column } from '../terms.ts';
import type { ProductRules } from './rule.ts';

export const membersimRules: ProductRules = {
  rows: [
    {
      table: 'membersim.enrollments',
      name: 'start-before-end',
      statement: 'No coverage ends before it starts.',
      broken: call('less', column('end_date'), column('start_date')),
    },
  ],
  happenings: [{ table: 'membersim.enrollments', person: 'member_id', moment: 'start_date' }],
};
