/** What is declared of fills at the pharmacy: refills asked for too soon, claims billed anew, authorizations, days covered. */
import type { Declaration, DispensingRule, Located, Term } from '../../../model/index.ts';
import { call, cast, column, filter, integer, isOneOf, literal, table, text, known } from '../../terms.ts';
import { declaredDistribution } from '../declarations.ts';
import { readsNothing } from '../../expressions.ts';
import { isRepresentative } from '../spending.ts';
import { declaredDaysCovered } from './days-covered.ts';
import { isDrug, undecidedDrugs } from '../../tables/rxmembersim/index.ts';
import { benefitsOf, isFill, pricedFills } from './fills.ts';
import { declaredSteps } from './step-therapy.ts';
import { declaredTiers } from './tiers.ts';
import { PHARMACY, quantityOf, shareOf } from './records.ts';
import type { Records } from './records.ts';
import type { Sums } from '../sums.ts';

export function declaredOfPharmacy(records: Records): readonly Declaration[] {
  const { context, has } = records;
  const pharmacy = context.knowledge.pharmacy;
  if (pharmacy === undefined || !has('rxmembersim', 'fills')) return [];
  return [
    ...declaredFills(records, pharmacy.rejects.find(({ reason }) => reason === 'refill_too_soon')?.code),
    ...declaredDaysCovered(records),
    ...declaredAuthorizations(records),
    ...declaredSteps(records),
  ];
}

function ruleOf({ context: { knowledge } }: Records, rule: DispensingRule) {
  return knowledge.pharmacy?.rules.get(rule);
}

function declaredFills(records: Records, tooSoon: string | undefined): readonly Declaration[] {
  const [early, reversal] = [ruleOf(records, 'early_attempt_share'), ruleOf(records, 'reversal_share')];
  return records.of(pricedFills(records), (sums) => {
    const isRefill = call('greater', column('fill_number'), 0);
    const head = { section: PHARMACY, part: '' };
    const isTooSoon = known(call('equal', cast(column('reject_code'), text), literal(tooSoon ?? null)));
    return [
      ...(early === undefined || tooSoon === undefined
        ? []
        : [
            shareOf(
              {
                ...head,
                quantity: 'refill asked for too soon',
                among: 'refills',
                people: sums.count(call('and', isFill('paid'), isRefill)),
                at: early.at,
              },
              { holding: sums.count(call('and', isRefill, isTooSoon)), target: early.value },
            ),
          ]),
      ...(reversal === undefined
        ? []
        : [
            shareOf(
              {
                ...head,
                quantity: 'reversed and billed anew',
                among: 'fills',
                people: sums.count(isFill('paid')),
                at: reversal.at,
              },
              { holding: sums.count(isFill('reversed')), target: reversal.value },
            ),
          ]),
      ...declaredGenerics(records, sums),
      ...declaredTiers(records, sums),
    ];
  });
}

/** Only of who is the population of a payer: other people take what they were asked for with. */
function declaredGenerics(records: Records, sums: Sums): readonly Declaration[] {
  const [least, most] = [ruleOf(records, 'generic_least_share'), ruleOf(records, 'generic_most_share')];
  const { context } = records;
  const benefits = benefitsOf(records);
  if (least === undefined || most === undefined || benefits === undefined || !isRepresentative(context)) return [];
  const brands = benefits.orders.flatMap(({ drug }) => (drug.brand ? [benefits.keys.get(drug.drug) ?? 0] : []));
  const { from, to } = context.cohort.persons;
  const isGeneric = call('not', isOneOf('formulary_id', [...new Set(brands)]));
  return [
    {
      section: PHARMACY,
      quantity: 'fills',
      part: 'generic',
      among: '',
      people: sums.count(isFill('paid')),
      at: least.at,
      measure: 'bounded_share',
      holding: sums.count(call('and', isFill('paid'), isGeneric)),
      low: least.value,
      high: most.value,
      persons: to - from + 1,
    },
  ];
}

interface Approval {
  readonly approved: Located<number>;
  readonly isStill: (status: string) => Term;
  /** Of medicines that nobody is said to take. */
  readonly isOpen: Term;
}

function declaredApproval(sums: Sums, { approved, isStill, isOpen }: Approval): Declaration {
  return shareOf(
    {
      section: PHARMACY,
      quantity: 'authorization',
      part: 'approved',
      among: '',
      people: sums.count(call('and', isOpen, call('not', isStill('pending')))),
      at: approved.at,
    },
    { holding: sums.count(call('and', isOpen, isStill('approved'))), target: approved.value },
  );
}

function declaredAuthorizations(records: Records): readonly Declaration[] {
  const approved = ruleOf(records, 'authorization_approved_share');
  const [least, most] = [ruleOf(records, 'authorization_days_min'), ruleOf(records, 'authorization_days_max')];
  if (!records.has('rxmembersim', 'rx_prior_authorizations') || approved === undefined) return [];
  const isStill = (status: string): Term =>
    call(
      'equal',
      column('status'),
      literal(status, { kind: 'enumeration', schema: 'rxmembersim', name: 'authorization_status' }),
    );
  const firsts = filter(table('rxmembersim', 'rx_prior_authorizations'), call('equal', column('renewal'), 0));
  const benefits = benefitsOf(records);
  const undecided = benefits === undefined ? [] : undecidedDrugs(benefits);
  return records.of(firsts, (sums) => [
    ...(benefits === undefined || undecided.length === 0
      ? []
      : [
          declaredApproval(sums, {
            approved,
            isStill,
            isOpen: isDrug(
              undecided.map(({ drug }) => drug),
              benefits,
            ),
          }),
        ]),
    ...(least === undefined || most === undefined
      ? []
      : declaredDistribution(
          quantityOf({
            section: PHARMACY,
            quantity: 'days to an authorization',
            value: call('days_between', column('requested_on'), column('decided_on')),
            type: integer,
            among: { words: '', holds: sums.bind(call('not', isStill('pending'))) },
            at: most.at,
          }),
          { kind: 'uniform', low: least.value, high: most.value, integer: true, at: most.at },
          sums,
          readsNothing,
        )),
  ]);
}
