/** Who sees an encounter, as the reference says it: by its event, else by its class, else primary care. */
import type { VisitRule } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { PlannedEvent } from '../../events.ts';
import { reasonOf } from '../reasons/named.ts';
import { needKey, networkKnowledge } from './needs.ts';
import { providerPlan } from './provider-groups.ts';

export interface Visit {
  /** The key of the specialty; absent for the primary care provider whom the person keeps. */
  readonly specialty: number | undefined;
  /** The key of the kind of facility, where it is in one. */
  readonly facility: number | undefined;
  /** It came of a referral, and so stays within the network. */
  readonly referred: boolean;
}

export function visitOf(event: PlannedEvent, context: PlanContext, events: readonly PlannedEvent[]): Visit {
  const { visits } = networkKnowledge(context);
  const { name, encounterClass } = event.use.definition;
  const rule =
    visits.find((one) => one.event === name) ??
    visits.find((one) => one.encounterClass !== undefined && one.encounterClass === encounterClass);
  const referral = referralBefore(event, events);
  const specialty = specialtyOf(rule, { event, referral }, context);
  return {
    specialty: specialty === undefined ? undefined : needKey(context, 'specialty', specialty),
    facility: rule?.facility === undefined ? undefined : needKey(context, 'facility', rule.facility),
    referred: referral !== undefined,
  };
}

/** Whether such an encounter can go to somebody outside the network: wherever people live there is somebody to go to. */
export function mayLeave(event: PlannedEvent, context: PlanContext, events: readonly PlannedEvent[]): boolean {
  const { specialty, referred } = visitOf(event, context, events);
  if (specialty === undefined || referred) return false;
  return (providerPlan(context).fewest.get(specialty) ?? 0) > 1;
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
  readonly event: PlannedEvent;
  readonly referral: PlannedEvent | undefined;
}

/** Who comes on a referral sees a specialist, unless the rule names a specialty. */
function specialtyOf(
  rule: VisitRule | undefined,
  { event, referral }: Coming,
  context: PlanContext,
): string | undefined {
  if (rule?.by.kind === 'specialty') return rule.by.specialty;
  if (referral !== undefined) return specialistFor([event, referral], context);
  if (rule?.by.kind === 'specialist') return specialistFor([event], context);
  const reason = reasonOf(event, context);
  return rule?.by.kind === 'condition' && reason !== null ? specialistOf(reason, context, 'by itself') : undefined;
}

/** The key of the specialty to which a referral sends somebody, where one sees what it is for. */
export function referredTo(referral: PlannedEvent, context: PlanContext): number | undefined {
  const specialty = specialistFor([referral], context);
  return specialty === undefined ? undefined : needKey(context, 'specialty', specialty);
}

/** For the reason of one of the events, else for the first condition of the profile that has a specialist. */
function specialistFor(events: readonly PlannedEvent[], context: PlanContext): string | undefined {
  const reasons = events.flatMap((event) => reasonOf(event, context) ?? []);
  const codes = [...reasons, ...context.cohort.profile.conditions.map(({ code }) => code)];
  return codes.map((code) => specialistOf(code, context)).find((found) => found !== undefined);
}

/** The specialty that sees a condition: by itself only, or also on referral. The longest code that fits counts. */
export function specialistOf(
  code: string,
  context: PlanContext,
  how: 'by itself' | 'on referral' = 'on referral',
): string | undefined {
  const fits = networkKnowledge(context).specialties.flatMap(({ specialty, conditions, onReferral }) =>
    [...conditions, ...(how === 'on referral' ? onReferral : [])]
      .filter((prefix) => code.startsWith(prefix))
      .map((prefix) => ({ specialty, length: prefix.length })),
  );
  return fits.toSorted((one, other) => other.length - one.length)[0]?.specialty;
}
