/** What the pharmacy's tables of one plan share: the drugs that are ordered, the rules of dispensing, the names of keys. */
import type {
  ColumnType,
  DispensingRule,
  FormularyDrug,
  PharmacyKnowledge,
  RejectReason,
} from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { timesOf } from '../../occurrence-counts.ts';
import { nameKeys } from '../../keys.ts';
import { namedValues } from '../../sampling.ts';
import type { Timeline } from '../../timeline.ts';
import { mostHeldOrders, standingOrder } from '../standing-order.ts';
import { heldPath, medicationOrders } from '../medication-orders.ts';
import { mostTimes } from '../../used-times.ts';
import { ORDERS_A_KEY } from '../visit-prescriptions.ts';

/** One way in which a medicine comes to be ordered. */
export interface RxOrder {
  readonly path: string;
  readonly key: number;
  readonly drug: FormularyDrug;
  readonly daysSupply: number;
  readonly refills: number;
  /** How often it can be ordered. */
  readonly repeats: number;
  /** What the profile says people take, and so what they took before any order that is told. */
  readonly held: boolean;
  readonly at: FormularyDrug['at'];
}

export interface PharmacyBenefits {
  readonly knowledge: PharmacyKnowledge;
  /** By drug. */
  readonly keys: ReadonlyMap<string, number>;
  readonly orders: readonly RxOrder[];
  readonly plans: readonly string[];
  readonly payer: string;
  readonly drugType: ColumnType;
  readonly rule: (name: DispensingRule) => number;
  readonly rejectCode: (reason: RejectReason) => string | null;
}

/** Of the orders of what people take. */
export function heldKeys({ orders }: PharmacyBenefits): readonly number[] {
  return orders.filter(({ held }) => held).map(({ key }) => key);
}

export function pharmacyBenefits(context: PlanContext, timeline: Timeline): PharmacyBenefits | undefined {
  const { cohort, knowledge, enumerations } = context;
  const { pharmacy } = knowledge;
  const { coverage } = cohort.profile;
  if (pharmacy === undefined || pharmacy.formulary.length === 0 || coverage === undefined) return undefined;
  const rule = (name: DispensingRule): number => pharmacy.rules.get(name)?.value ?? 0;
  const drugs = pharmacy.formulary.map(({ drug }) => drug);
  return {
    knowledge: pharmacy,
    keys: nameKeys(drugs),
    orders: ordersOf(context, timeline, pharmacy),
    plans: (namedValues(coverage.plans) ?? []).map(String),
    payer: coverage.payer.value,
    drugType: enumerations.define('rxmembersim', 'drug', drugs.toSorted()),
    rule,
    rejectCode: (reason) => pharmacy.rejects.find((one) => one.reason === reason)?.code ?? null,
  };
}

function ordersOf(context: PlanContext, timeline: Timeline, pharmacy: PharmacyKnowledge): readonly RxOrder[] {
  const { ordered, held, atVisits, keys } = medicationOrders(context, timeline);
  const listed = new Map(pharmacy.formulary.map((one) => [one.drug, one]));
  const fromEvents = ordered.flatMap(({ event, medication, concept }) => {
    const drug = listed.get(concept.name);
    const { path, use } = event;
    const often = timesOf(event);
    const { daysSupply, refills } = medication;
    return drug === undefined
      ? []
      : [{ path, key: keys.get(path) ?? 0, drug, daysSupply, refills, repeats: often, held: false, at: use.at }];
  });
  const fromVisits = atVisits.flatMap(({ path, event, medication: { daysSupply, refills }, concept, at }) => {
    const drug = listed.get(concept.name);
    const repeats = Math.min(mostTimes(event, context.cohort.profile), ORDERS_A_KEY);
    return drug === undefined
      ? []
      : [{ path, key: keys.get(path) ?? 0, drug, daysSupply, refills, repeats, held: false, at }];
  });
  const standing = standingOrder(context);
  const fromProfile = held.flatMap(({ concept, medication: { at } }) => {
    const drug = listed.get(concept.name);
    const path = heldPath(concept);
    const { daysSupply = 0, refills = 0 } = standing;
    const repeats = mostHeldOrders(context);
    return drug === undefined
      ? []
      : [{ path, key: keys.get(path) ?? 0, drug, daysSupply, refills, repeats, held: true, at }];
  });
  return [...fromEvents, ...fromVisits, ...fromProfile];
}

/** Days that one fill may last under the limit of the plan; all where there is none. */
export function longestSupply({ quantityLimit, unitsPerDay }: FormularyDrug): number | undefined {
  return quantityLimit === undefined ? undefined : Math.max(1, Math.floor(quantityLimit / unitsPerDay));
}
