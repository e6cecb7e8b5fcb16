/** When each order may be filled, from when to when, and with which fill of its supply it begins. */
import type { NamedTerm, Relation } from '../../../model/index.ts';
import { LEAST_ADHERENCE } from '../../adherence.ts';
import type { PlanContext } from '../../context.ts';
import { call, cast, column, double, integer, named, output, when } from '../../terms.ts';
import type { Timeline } from '../../timeline.ts';
import { canStop } from '../withheld-orders.ts';
import type { PharmacyBenefits } from './benefit.ts';
import { approvedTerm, askedOnTerm, asksTerm, decidedTerm } from './decisions.ts';
import { overOn, periodOf, withFirstNumber, withinDay } from './supply.ts';

/**
 * From when on an order may be filled (`fillable_on`), is `served` and its fills are `told`, when it is `ready` to be filled, and how
 * its fills follow each other.
 */
export function readyTerms(context: PlanContext, timeline: Timeline, benefits: PharmacyBenefits): readonly NamedTerm[] {
  const written = output('written_on');
  const decided = output('decided_on');
  const valid = call('add_days', written, benefits.rule('prescription_valid_days'));
  const isWhole = call('is_null', column('told_from'));
  const adherence = call('least', call('greatest', cast(column('attribute:adherence'), double), LEAST_ADHERENCE), 1);
  const orderedDays = cast(column('ordered_days'), integer);
  const ordered = call('multiply', orderedDays, call('add', column('refills'), 1));
  return [
    named('written_on', call('to_date', column('moment'))),
    named(
      'valid_until',
      canStop(context, timeline) ? call('least', valid, call('coalesce', column('stops_on'), valid)) : valid,
    ),
    named('fillable_on', when(isWhole, call('greatest', written, column('covered_from')), written)),
    named('asked', asksTerm(benefits)),
    named('asked_on', askedOnTerm(benefits)),
    named('decided_on', decidedTerm(context, benefits)),
    named('approved', approvedTerm(context, benefits)),
    named(
      'served_on',
      when(
        isWhole,
        written,
        call('greatest', column('covered_from'), call('coalesce', decided, column('covered_from'))),
      ),
    ),
    named('told_on', when(isWhole, written, call('greatest', output('served_on'), column('told_from')))),
    named(
      'ready',
      cast(withinDay(call('greatest', output('fillable_on'), call('coalesce', decided, written))), integer),
    ),
    named('days_supply', cast(call('least', orderedDays, call('coalesce', column('longest'), orderedDays)), integer)),
    named('period', periodOf(cast(output('days_supply'), double), adherence)),
    named(
      'allowed',
      cast(
        call('integer_divide', call('add', ordered, call('subtract', output('days_supply'), 1)), output('days_supply')),
        integer,
      ),
    ),
  ];
}

/** With `until`, the day from which on an order is filled no more, and `first_number`, the number of its first fill in its supply. */
export function numbered(orders: Relation): Relation {
  const until = call('least', column('covered_until'), overOn());
  return withFirstNumber({ kind: 'extend', input: orders, columns: [named('until', until)] });
}
