/** `rxmembersim.prescriptions`: what was ordered, as the pharmacy received it. */
import type { PlannedTable, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { rowKey } from '../../keys.ts';
import { bigint, call, cast, column, date, day, integer, literal, smallint } from '../../terms.ts';
import { planTable } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import type { PharmacyBenefits } from './benefit.ts';
import { RX_COURSES } from './courses.ts';

export const prescriptionKey: Term = rowKey(column('order_key'), column('occurrence'));

export const cardholder: ColumnDefinition = {
  name: 'rx_member_id',
  type: integer,
  term: column('person_id'),
  comment: 'The cardholder.',
  references: 'rxmembersim.rx_members',
};

export const medicine: ColumnDefinition = {
  name: 'formulary_id',
  type: integer,
  term: column('formulary_id'),
  comment: 'The medicine.',
  references: 'rxmembersim.formulary',
};

export function prescriptionsTable({ cohort, enumerations }: PlanContext, { orders }: PharmacyBenefits): PlannedTable {
  const statuses = enumerations.define('rxmembersim', 'prescription_status', [
    'active',
    'ended',
    'replaced',
    'not dispensed',
  ]);
  const asOf = day(cohort.profile.asOf.value);
  const inChart = cohort.profile.products.includes('patientsim');
  const fromChart: ColumnDefinition = {
    name: 'medication_request_id',
    type: bigint,
    term: prescriptionKey,
    comment: 'The order in the chart.',
    references: 'patientsim.medication_requests',
  };
  return planTable({
    schema: 'rxmembersim',
    name: 'prescriptions',
    comment: 'Prescriptions that reached the pharmacy: one row an order of a listed medicine.',
    fill: 'person',
    from: RX_COURSES,
    primaryKey: ['prescription_id'],
    origins: orders.map(({ at }) => at),
    columns: [
      {
        name: 'prescription_id',
        type: bigint,
        term: prescriptionKey,
        comment: 'Person, order and occurrence as one number.',
      },
      cardholder,
      ...(inChart ? [fromChart] : []),
      medicine,
      { name: 'written_on', type: date, term: column('written_on'), comment: 'Day on which it was written.' },
      {
        name: 'days_supply',
        type: smallint,
        term: column('ordered_days'),
        comment: 'Days that one fill was ordered to last.',
      },
      {
        name: 'quantity',
        type: { kind: 'decimal', precision: 12, scale: 2 },
        term: cast(call('multiply', column('units_per_day'), column('ordered_days')), {
          kind: 'decimal',
          precision: 12,
          scale: 2,
        }),
        comment: 'Units ordered for one fill.',
      },
      { name: 'refills', type: smallint, term: column('refills'), comment: 'Refills allowed after the first fill.' },
      {
        name: 'valid_until',
        type: date,
        term: call('greatest', column('written_on'), column('until')),
        comment: 'First day on which it is no longer filled: run out of time, replaced, or coverage or life ended.',
      },
      {
        name: 'status',
        type: statuses,
        term: {
          kind: 'case',
          branches: [
            { when: call('equal', column('fills'), 0), then: literal('not dispensed', statuses) },
            { when: column('superseded'), then: literal('replaced', statuses) },
            { when: call('less_or_equal', column('until'), asOf), then: literal('ended', statuses) },
          ],
          otherwise: literal('active', statuses),
        },
        comment: 'State on as_of.',
      },
    ],
  });
}
