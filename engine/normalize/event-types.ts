/** What events of each type cannot do without, so that none makes rows that say nothing. */
import type { EventDefinition, EventType, SourceRange } from '../model/index.ts';
import { wordsOf } from './vocabulary.ts';

export type EventPart = 'class' | 'conditions' | 'observations' | 'medication';

const NEEDS: Readonly<Record<EventType, readonly EventPart[]>> = {
  encounter: ['class'],
  admission: ['class'],
  discharge: [],
  transfer: [],
  er_visit: ['class'],
  observation: ['observations'],
  lab_order: ['observations'],
  diagnosis: ['conditions'],
  procedure: [],
  immunization: [],
  prescription: ['medication'],
  refill: ['medication'],
  referral: [],
  care_plan: [],
  prior_authorization: [],
  enrollment: [],
  plan_change: [],
  disenrollment: [],
  outreach: [],
  milestone: [],
  care_gap: [],
  screening: [],
  randomization: [],
  trial_visit: ['class'],
  dose: [],
  adverse_event: [],
  deviation: [],
  withdrawal: [],
  death: [],
};

/** Keys that say something in events of some types alone. */
export type ConfinedPart = 'plan' | 'procedures' | 'vaccines' | 'measure' | 'term';

const CARE: readonly EventType[] = ['encounter', 'er_visit', 'admission', 'trial_visit'];
const CONFINED: Readonly<Record<ConfinedPart, readonly EventType[]>> = {
  plan: ['enrollment', 'plan_change'],
  procedures: ['procedure', 'screening', ...CARE],
  vaccines: ['immunization', ...CARE],
  term: ['adverse_event'],
  measure: ['care_gap'],
};

/** The types in which the key says something. */
export function typesWith(part: ConfinedPart): readonly EventType[] {
  return CONFINED[part];
}

/** What is an encounter by itself, or as it names a class. */
export function isEncounter({ type, encounterClass }: EventDefinition): boolean {
  return CARE.includes(type) || (encounterClass !== undefined && type !== 'discharge');
}

export const eventTypes: readonly EventType[] = wordsOf(NEEDS);

export function needsOf(type: EventType): readonly EventPart[] {
  return NEEDS[type];
}

/** An event that says only that something is so. */
export function milestone(name: string, title: string, at: SourceRange): EventDefinition {
  return {
    name,
    type: 'milestone',
    title,
    encounterClass: undefined,
    conditions: [],
    observations: [],
    medication: undefined,
    at,
  };
}
