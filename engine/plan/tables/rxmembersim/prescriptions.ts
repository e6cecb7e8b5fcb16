/** `rxmembersim.prescriptions`: what was ordered, as the pharmacy received it. */
import type { ColumnType, PlannedTable, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { rowKey } from '../../keys.ts';
import { bigint, call, column, date, day, integer, literal, smallint } from '../../terms.ts';
import { planTable } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import type { Timeline } from '../../timeline.ts';
import type { PharmacyBenefits } from './benefit.ts';
import { RX_COURSES } from './courses.ts';
import { filledType } from './formulary.ts';
import { usedUpOn } from './supply.ts';
import { withLeftOut } from './within-stays.ts';

const prescriptionKey: Term = rowKey(column('order_key'), column('occurrence'));

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

/** The column by which a row belongs to its prescription. */
export function prescription(comment: string): ColumnDefinition {
  return {
    name: 'prescription_id',
    type: bigint,
    term: prescriptionKey,
    comment,
    references: 'rxmembersim.prescriptions',
  };
}

export const writtenOn: ColumnDefinition = {
  name: 'written_on',
  type: date,
  term: column('written_on'),
  comment: 'Day on which it was written.',
};

/** Orders of listed medicines, as the pharmacy received them. */
export function prescriptionsTable(
  context: PlanContext,
  timeline: Timeline,
  { orders }: PharmacyBenefits,
): PlannedTable {
  const { cohort, enumerations } = context;
  const statuses = enumerations.define('rxmembersim', 'prescription_status', [
    'active',
    'ended',
    'replaced',
    'not dispensed',
  ]);
  return planTable({
    schema: 'rxmembersim',
    name: 'prescriptions',
    comment: 'Prescriptions that reached the pharmacy: one row an order of a listed medicine.',
    fill: 'person',
    from: withLeftOut(RX_COURSES, context, timeline),
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
      ...(cohort.profile.products.includes('patientsim') ? [orderInChart] : []),
      medicine,
      writtenOn,
      ...whatIsFilled,
      {
        name: 'status',
        type: statuses,
        term: statusOf(statuses, context),
        comment: 'State on as_of; ended too once the last refill is used up.',
      },
    ],
  });
}

const orderInChart: ColumnDefinition = {
  name: 'medication_request_id',
  type: bigint,
  term: prescriptionKey,
  comment: 'The order in the chart.',
  references: 'patientsim.medication_requests',
};

/** How much of it at a time, how often, and until when. */
const whatIsFilled: readonly ColumnDefinition[] = [
  {
    name: 'days_supply',
    type: smallint,
    term: column('days_supply'),
    comment: 'Days that one fill lasts: what was ordered, or as much of it as the plan allows at a time.',
  },
  {
    name: 'quantity',
    type: filledType,
    term: column('quantity'),
    comment: 'Units of one fill.',
  },
  {
    name: 'refills',
    type: smallint,
    term: call('subtract', column('allowed'), 1),
    comment: 'Refills allowed after the first fill; more than were ordered where the plan allows less at a time.',
  },
  {
    name: 'left_out',
    type: smallint,
    term: column('left_out'),
    comment:
      'Fills that were not made since the person was in a stay, where medicines are given, and the next was near.',
  },
  {
    name: 'valid_until',
    type: date,
    term: call('greatest', column('written_on'), column('until')),
    comment:
      'First day on which it is no longer filled: run out of time, replaced, withheld, or coverage or life ended.',
  },
];

function statusOf(statuses: ColumnType, { cohort }: PlanContext): Term {
  const asOf = day(cohort.profile.asOf.value);
  const isUsedUp = call(
    'and',
    call('greater_or_equal', column('fills'), column('allowed')),
    call('less_or_equal', usedUpOn(), asOf),
  );
  const isOver = call('or', call('less_or_equal', column('until'), asOf), isUsedUp);
  return {
    kind: 'case',
    branches: [
      { when: call('less_or_equal', column('fills'), column('left_out')), then: literal('not dispensed', statuses) },
      { when: column('superseded'), then: literal('replaced', statuses) },
      { when: isOver, then: literal('ended', statuses) },
    ],
    otherwise: literal('active', statuses),
  };
}
