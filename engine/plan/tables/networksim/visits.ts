/** Who sees an encounter, as the reference says it: by its event, else by its class, else primary care. */
import type { VisitRule } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { PlannedEvent } from '../../events.ts';
import { reasonOf } from '../diagnoses.ts';
import { needKey, networkKnowledge } from './needs.ts';

export interface Visit {
  /** The key of the specialty; absent for the primary care provider whom the person keeps. */
  readonly specialty: number | undefined;
  /** The key of the kind of facility, where it is in one. */
  readonly facility: number | undefined;
}

export function visitOf(event: PlannedEvent, context: PlanContext): Visit {
  const { visits } = networkKnowledge(context);
  const { name, encounterClass } = event.use.definition;
  const rule =
    visits.find((one) => one.event === name) ??
    visits.find((one) => one.encounterClass !== undefined && one.encounterClass === encounterClass);
  const specialty = rule === undefined ? undefined : specialtyOf(rule, event, context);
  return {
    specialty: specialty === undefined ? undefined : needKey(context, 'specialty', specialty),
    facility: rule?.facility === undefined ? undefined : needKey(context, 'facility', rule.facility),
  };
}

function specialtyOf({ by }: VisitRule, event: PlannedEvent, context: PlanContext): string | undefined {
  const reason = reasonOf(event, context);
  switch (by.kind) {
    case 'specialty':
      return by.specialty;
    case 'primary_care':
      return undefined;
    case 'condition':
      return reason === null ? undefined : specialistOf(reason, context, 'by itself');
    case 'specialist': {
      const codes = [
        ...(reason === null ? [] : [reason]),
        ...context.cohort.profile.conditions.map(({ code }) => code),
      ];
      return codes.map((code) => specialistOf(code, context)).find((found) => found !== undefined);
    }
  }
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
