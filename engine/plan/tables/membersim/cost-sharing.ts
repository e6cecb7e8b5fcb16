/** What members of each plan owe for each class of services: as the plan's benefits say, else as the class shares its cost. */
import type {
  ColumnType,
  PlanBenefit,
  PlanConcept,
  Relation,
  Scalar,
  ServiceClass,
  Term,
} from '../../../model/index.ts';
import { madeOnce } from '../../made-once.ts';
import { boolean, call, cast, column, double, integer, literal, smallint, when, wideMoney } from '../../terms.ts';
import type { Billing } from './billing.ts';

const rate: ColumnType = { kind: 'decimal', precision: 5, scale: 4 };

/** Classes of the services that the cohort's claims bill; a claim knows its own by the place in this list. */
export const billedClasses: (billing: Billing) => readonly ServiceClass[] = madeOnce((billing) => [
  ...new Set(billing.templates.map((template) => template.class)),
]);

/** Those of the cohort's plans and of what its claims bill. */
const benefitsOf: (billing: Billing) => readonly PlanBenefit[] = madeOnce((billing) => {
  const plans = new Set(billing.plans.map(({ concept }) => concept.name));
  const classes = new Set(billedClasses(billing).map(({ name }) => name));
  return billing.claims.benefits.filter((one) => plans.has(one.plan) && classes.has(one.class));
});

/** Whether some plan leaves out what some claim bills. */
export function leavesOut(billing: Billing): boolean {
  return benefitsOf(billing).some(({ covered }) => !covered);
}

function asksByDay(billing: Billing): boolean {
  return benefitsOf(billing).some(({ dayCopay }) => dayCopay > 0);
}

/** The terms by plan and class. */
export function costTerms(billing: Billing): Relation {
  const { plans, claims } = billing;
  const [withDays, withGaps] = [asksByDay(billing), leavesOut(billing)];
  return {
    kind: 'values',
    columns: [
      { name: 'plan_id', type: integer },
      { name: 'class_number', type: smallint },
      { name: 'copay_of_claim', type: wideMoney },
      { name: 'is_shared', type: boolean },
      { name: 'coinsurance_in', type: rate },
      { name: 'coinsurance_out', type: rate },
      { name: 'covers_out', type: boolean },
      { name: 'secondary_share', type: double },
      ...(withDays
        ? [
            { name: 'copay_of_day', type: wideMoney },
            { name: 'from_day', type: smallint },
            { name: 'to_day', type: smallint },
          ]
        : []),
      ...(withGaps ? [{ name: 'is_benefit', type: boolean }] : []),
    ],
    rows: plans.flatMap(({ concept, key }) => {
      const rule = claims.planRules.find(({ type }) => type === concept.type);
      return billedClasses(billing).map((one, number): Scalar[] => {
        const benefit = benefitsOf(billing).find(({ plan, class: name }) => plan === concept.name && name === one.name);
        const copay = copayOf(concept, one, benefit);
        const coinsurance = benefit?.coinsurance ?? concept.coinsurance;
        return [
          key,
          number,
          copay ?? 0,
          copay === undefined,
          coinsurance,
          Math.max(coinsurance, rule?.outOfNetworkCoinsurance ?? 0),
          rule?.outOfNetwork ?? true,
          rule?.secondary ?? 0,
          ...(withDays ? [benefit?.dayCopay ?? 0, benefit?.fromDay ?? 1, benefit?.toDay ?? 1] : []),
          ...(withGaps ? [benefit?.covered ?? true] : []),
        ];
      });
    }),
  };
}

/** US dollars a claim; nothing said where deductible and coinsurance share it. */
function copayOf(
  plan: PlanConcept,
  { costSharing }: ServiceClass,
  benefit: PlanBenefit | undefined,
): number | undefined {
  if (benefit?.copay !== undefined) return benefit.copay;
  if (benefit?.coinsurance !== undefined || costSharing === 'coinsurance') return undefined;
  if (costSharing === 'none') return 0;
  return costSharing === 'primary_care' ? plan.primaryCareCopay : plan.specialistCopay;
}

/** The copay of a claim and of its days. */
export function copayDue(billing: Billing): Term {
  const ofClaim = column('copay_of_claim');
  if (!asksByDay(billing)) return ofClaim;
  const until = call('least', column('days'), column('to_day'));
  const days = call('greatest', 0, call('add', call('subtract', until, column('from_day')), 1));
  const ofDays = call('multiply', cast(days, double), cast(column('copay_of_day'), double));
  const asks = call('greater', column('copay_of_day'), literal(0, wideMoney));
  return when(asks, cast(call('add', ofDays, cast(ofClaim, double)), wideMoney), ofClaim);
}
