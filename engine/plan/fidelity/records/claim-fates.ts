/** How many claims meet which fate: what is refused at the first decision, what is corrected, what is sent twice. */
import type { AdjustmentReasonName, ClaimFigure, Declaration, SumPlace, Term } from '../../../model/index.ts';
import { readsNothing } from '../../expressions.ts';
import { call, column, filter, integer, joinOn, keep, known, literal, named, project, when } from '../../terms.ts';
import { leavesOut, needsApproval } from '../../tables/membersim/index.ts';
import type { fateShares } from '../../tables/membersim/index.ts';
import { declaredDistribution } from '../declarations.ts';
import type { Sums } from '../sums.ts';
import { BY_ITSELF, declaredCharges, declaredPrices } from './claim-prices.ts';
import { declaredLags } from './claim-lags.ts';
import { createReasons } from './claim-reasons.ts';
import { firstClaims } from './first-claims.ts';
import type { Claiming, OfClaim } from './first-claims.ts';
import { CLAIMS, quantityOf, rowsOfMany, shareOf } from './records.ts';

/** What one pass over the claims tells. */
export interface Sent {
  /** So long ago that what follows is seen. */
  readonly received: SumPlace;
  readonly reversed: SumPlace;
  readonly lags: readonly Declaration[];
  readonly prices: readonly Declaration[];
}

export function countSent(claiming: Claiming): Sent {
  const { records, horizons } = claiming;
  const sent = rowsOfMany('membersim', 'claims', 'claim_id', records.context);
  const wanted: readonly OfClaim[] = [
    'submission',
    'payment',
    'class_number',
    'unit_price',
    'charged',
    'charged_outside',
    'per_day',
  ];
  return records.of(firstClaims(claiming, sent, wanted), (sums) => {
    const isEarly = (name: string): Term => known(call('less_or_equal', column(name), horizons.again));
    return {
      received: sums.count(isEarly('received_date')),
      reversed: sums.count(call('and', isStatus(claiming, 'reversed'), isEarly('paid_date'))),
      lags: declaredLags(claiming, sums),
      prices: [...declaredPrices(claiming, BY_ITSELF, sums), ...declaredCharges(claiming, sums)],
    };
  });
}

interface Fated {
  readonly shares: NonNullable<ReturnType<typeof fateShares>>;
  readonly sent: Sent;
}

export function declaredFates(claiming: Claiming, fated: Fated): readonly Declaration[] {
  return [...declaredDecisions(claiming, fated), ...declaredRepeats(claiming, fated)];
}

const OUTSIDE = ['before_coverage', 'after_coverage', 'out_of_network'] as const;
const WITHIN = 'within coverage and network';

/** What is denied at the first decision, and what of the rest is corrected. */
function declaredDecisions(claiming: Claiming, { shares, sent }: Fated): readonly Declaration[] {
  const { records, billing, horizons } = claiming;
  const reasons = createReasons(billing);
  const gaps = leavesOut(billing);
  if (!reasons.tell(...OUTSIDE)) return [];
  const all = rowsOfMany('membersim', 'remittances', 'claim_id', records.context);
  const decided = filter(all, call('equal', column('sequence'), 1));
  return records.of(firstClaims(claiming, decided, ['needs']), (sums) => {
    const covered = sums.bind(call('not', reasons.isOneOf(...OUTSIDE)));
    const denied = denialsOf(claiming, shares)
      .filter(({ reason, isKnown }) => isKnown && reasons.tell(reason))
      .map(({ quantity, reason, figure, target, needing }) => {
        const among = needing === undefined ? covered : call('and', covered, needing);
        const head = headOf(claiming, {
          quantity,
          figure,
          people: sums.count(among),
          among: needing === undefined ? WITHIN : `${WITHIN}, that need one`,
        });
        return shareOf(head, { holding: sums.count(call('and', among, reasons.isOneOf(reason))), target });
      });
    if (gaps && shares.uncovered > 0) return denied;
    const able = gaps ? call('and', covered, call('not', reasons.isOneOf('not_covered'))) : covered;
    const isEarly = call('less_or_equal', column('remitted_on'), horizons.again);
    const people = sums.count(call('and', able, isEarly));
    const head = headOf(claiming, { quantity: 'corrected', figure: 'correction_share', people, among: WITHIN });
    return [...denied, shareOf(head, { holding: sent.reversed, target: shares.corrected })];
  });
}

interface Denial {
  readonly quantity: string;
  readonly reason: AdjustmentReasonName;
  readonly figure: ClaimFigure;
  readonly target: number;
  /** Whether all that have this reason have it by this share, and some do. */
  readonly isKnown: boolean;
  /** Which claims alone it can meet. */
  readonly needing?: Term;
}

function denialsOf({ billing }: Claiming, shares: Fated['shares']): readonly Denial[] {
  return [
    {
      quantity: 'incomplete',
      reason: 'incomplete',
      figure: 'incomplete_share',
      target: shares.incomplete,
      isKnown: true,
    },
    {
      quantity: 'no authorization',
      reason: 'no_authorization',
      figure: 'unauthorized_share',
      target: shares.unauthorized,
      isKnown: billing.templates.some(needsApproval),
      needing: column('needs'),
    },
    {
      quantity: 'not covered',
      reason: 'not_covered',
      figure: 'uncovered_share',
      target: shares.uncovered,
      isKnown: shares.uncovered > 0 && !leavesOut(billing),
    },
    {
      quantity: 'not necessary',
      reason: 'unnecessary',
      figure: 'unnecessary_share',
      target: shares.unnecessary,
      isKnown: shares.unnecessary > 0,
    },
  ];
}

/** A duplicate is denied; what is sent again corrected is not. The one waits from receipt, the other from the decision. */
function declaredRepeats(claiming: Claiming, { shares, sent }: Fated): readonly Declaration[] {
  const { records, horizons } = claiming;
  const claims = rowsOfMany('membersim', 'claims', 'claim_id', records.context);
  const again = project(filter(claims, call('not', call('is_null', column('replaces_claim_id')))), [
    named('claim_id', column('replaces_claim_id')),
    named('again_status', column('status')),
    named('again_received', column('received_date')),
  ]);
  const originals = project(claims, ['claim_id', 'received_date', 'paid_date'].map(keep));
  const { holding, waits } = records.of(joinOn(originals, again, 'claim_id'), (sums: Sums) => {
    const isRepeated = isStatus(claiming, 'denied', 'again_status');
    const isEarly = call('less_or_equal', column('received_date'), horizons.again);
    return {
      holding: sums.count(call('and', isRepeated, isEarly)),
      waits: declaredWaits(claiming, when(isRepeated, column('received_date'), column('paid_date')), sums),
    };
  });
  const head = headOf(claiming, {
    quantity: 'sent twice',
    figure: 'duplicate_share',
    people: sent.received,
    among: '',
  });
  return [shareOf(head, { holding, target: shares.repeated }), ...waits];
}

function declaredWaits({ billing, horizons }: Claiming, from: Term, sums: Sums): readonly Declaration[] {
  const [least, most] = [billing.figure('correction_days_min'), billing.figure('correction_days_max')];
  const at = billing.claims.figures.get('correction_days_max')?.at;
  if (at === undefined || least >= most) return [];
  return declaredDistribution(
    quantityOf({
      section: CLAIMS,
      quantity: 'days until sent again',
      value: call('days_between', from, column('again_received')),
      type: integer,
      among: { words: '', holds: sums.bind(known(call('less_or_equal', from, horizons.again))) },
      at,
    }),
    { kind: 'uniform', low: least, high: most, integer: true, at },
    sums,
    readsNothing,
  );
}

interface Head {
  readonly quantity: string;
  readonly figure: ClaimFigure;
  readonly people: SumPlace;
  readonly among: string;
}

function headOf({ records, billing }: Claiming, { quantity, figure, people, among }: Head) {
  const at = billing.claims.figures.get(figure)?.at ?? records.context.cohort.profile.at;
  return { section: CLAIMS, quantity, part: '', among, people, at };
}

function isStatus({ billing: { types } }: Claiming, name: string, of = 'status'): Term {
  return call('equal', column(of), literal(name, types.status));
}
