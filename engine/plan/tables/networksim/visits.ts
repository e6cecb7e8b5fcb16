/** Who sees an encounter, as the reference says it: by its event and reason, else by its class, else primary care. */
import type { VisitRule } from '../../../model/index.ts';
import { bestFit } from '../../best-fit.ts';
import type { PlanContext } from '../../context.ts';
import { rowFor } from '../../billing/templates.ts';
import type { PlannedEvent } from '../../events.ts';
import { problemCodes } from '../diagnoses.ts';
import { drawnCodes, drawnEvents } from '../reasons/drawn.ts';
import { reasonOf } from '../reasons/named.ts';
import { needKey, networkKnowledge } from './needs.ts';
import { providerPlan } from './provider-groups.ts';

export interface Visit {
  /** The key of the specialty; absent for the primary care provider whom the person keeps. */
  readonly specialty: number | undefined;
  /** Nobody gives it in person, but the facility. */
  readonly isImpersonal: boolean;
  /** The key of the kind of facility, where it is in one. */
  readonly facility: number | undefined;
  /** It came of a referral, and so stays within the network. */
  readonly referred: boolean;
}

export function visitOf(event: PlannedEvent, context: PlanContext, events: readonly PlannedEvent[]): Visit {
  const referral = referralBefore(event, events);
  const reason = reasonOf(event, context);
  const facility = ruleOf(event, null, context)?.facility;
  const seer = ruleOf(event, reason, context)?.by;
  return {
    specialty: keyOf(specialtyOf(seer, { referral, reason }, context), context),
    isImpersonal: seer?.kind === 'facility',
    facility: facility === undefined ? undefined : needKey(context, 'facility', facility),
    referred: referral !== undefined,
  };
}

/** Who orders an event that is no encounter: whether anybody does, and the key of the specialty, absent for primary care. */
export function orderOf(
  event: PlannedEvent,
  context: PlanContext,
): { readonly isOrdered: boolean; readonly specialty: number | undefined } {
  const reason = reasonOf(event, context);
  const seer = ruleOf(event, reason, context)?.orderedBy;
  const specialty = keyOf(specialtyOf(seer, { referral: undefined, reason }, context), context);
  return { isOrdered: seer !== undefined, specialty };
}

/** The rule about visits of the event for this reason, else about all of the event, its class or its type. */
function ruleOf({ use }: PlannedEvent, reason: string | null, context: PlanContext): VisitRule | undefined {
  const { visits } = networkKnowledge(context);
  const { name, type, encounterClass } = use.definition;
  const named = (event: string): VisitRule | undefined => {
    const rows = visits.filter((one) => one.event === event);
    return rowFor(rows, reason) ?? rows.find(({ reasons }) => reasons.length === 0);
  };
  return (
    named(name) ??
    visits.find((one) => one.encounterClass !== undefined && one.encounterClass === encounterClass) ??
    named(type)
  );
}

/** Whether a row speaks of the event, by its name or its type. */
export function isSpokenOf(event: PlannedEvent, context: PlanContext): boolean {
  const { name, type } = event.use.definition;
  return networkKnowledge(context).visits.some((one) => one.event === name || one.event === type);
}

function keyOf(specialty: string | undefined, context: PlanContext): number | undefined {
  return specialty === undefined ? undefined : needKey(context, 'specialty', specialty);
}

/** Whether such an encounter can go to somebody outside the network: wherever people live there is somebody to go to. */
export function mayLeave(event: PlannedEvent, context: PlanContext, events: readonly PlannedEvent[]): boolean {
  const { specialty, referred } = visitOf(event, context, events);
  const others = drawnSpecialties(event, context, events).map(({ need }) => need);
  const seen = [specialty, ...others].filter((one) => one !== undefined);
  const { fewest } = providerPlan(context);
  return seen.length > 0 && !referred && seen.every((one) => (fewest.get(one) ?? 0) > 1);
}

/** Who sees or gives something, or who orders it. */
export type Role = 'by' | 'orderedBy';

/** Reasons that can be drawn for an event and for which another sees or orders it than for those that no rule speaks of; none is primary care. */
export function drawnSpecialties(
  event: PlannedEvent,
  context: PlanContext,
  events: readonly PlannedEvent[],
  role: Role = 'by',
): readonly { readonly code: string; readonly need: number | undefined }[] {
  const drawn = drawnEvents(context, [event]);
  if (drawn.length === 0) return [];
  const { specialty, isImpersonal } =
    role === 'by' ? visitOf(event, context, events) : { ...orderOf(event, context), isImpersonal: false };
  const codes = new Set([...drawnCodes(context, { events }, drawn), ...problemCodes(context, { events })]);
  return [...codes].flatMap((code) => {
    const seer = ruleOf(event, code, context)?.[role];
    const need = keyOf(specialtyOf(seer, { referral: undefined, reason: code }, context), context);
    const isAlike = need === specialty && isImpersonal === (seer?.kind === 'facility');
    return isAlike ? [] : [{ code, need }];
  });
}

/** The referral that the encounter follows. */
function referralBefore(
  { journey, use: { timing } }: PlannedEvent,
  events: readonly PlannedEvent[],
): PlannedEvent | undefined {
  const { anchor } = timing;
  if (anchor.kind !== 'event') return undefined;
  const before = events.find((one) => one.journey.id === journey.id && one.use.id === anchor.id);
  return before?.use.definition.type === 'referral' ? before : undefined;
}

interface Coming {
  readonly referral: PlannedEvent | undefined;
  readonly reason: string | null;
}

/** Who comes on a referral sees a specialist, unless the rule names a specialty. */
function specialtyOf(
  seer: VisitRule['by'] | undefined,
  { referral, reason }: Coming,
  context: PlanContext,
): string | undefined {
  if (seer?.kind === 'facility') return undefined;
  if (seer?.kind === 'specialty') return seer.specialty;
  if (referral !== undefined) return specialistFor([reason, reasonOf(referral, context)], context);
  if (seer?.kind === 'specialist') return specialistFor([reason], context);
  return seer?.kind === 'condition' && reason !== null ? specialistOf(reason, context, 'by itself') : undefined;
}

/** The key of the specialty to which a referral sends somebody, where one sees what it is for. */
export function referredTo(referral: PlannedEvent, context: PlanContext): number | undefined {
  return keyOf(specialistFor([reasonOf(referral, context)], context), context);
}

/** For one of the reasons, else for the first condition of the profile that has a specialist. */
function specialistFor(reasons: readonly (string | null)[], context: PlanContext): string | undefined {
  const codes = [...reasons, ...context.cohort.profile.conditions.map(({ code }) => code)];
  return codes
    .map((code) => (code === null ? undefined : specialistOf(code, context)))
    .find((found) => found !== undefined);
}

/** The specialty that sees a condition: by itself only, or also on referral. The longest code that fits counts. */
export function specialistOf(
  code: string,
  context: PlanContext,
  how: 'by itself' | 'on referral' = 'on referral',
): string | undefined {
  const { specialties } = networkKnowledge(context);
  const seen = (one: (typeof specialties)[number]): readonly string[] =>
    how === 'on referral' ? [...one.conditions, ...one.onReferral] : one.conditions;
  return bestFit(specialties, seen, code)?.specialty;
}
