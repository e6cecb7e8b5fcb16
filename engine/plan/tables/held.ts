/** `scratch.held`: what the profile gives people, once for all that tells of it: since when they have each condition, and what they take. */
import type { ConditionDefinition, PlannedTable, Relation, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { lastDay, livingPeople } from '../endings.ts';
import { startOf } from '../journey-start.ts';
import { agesOf, firstDayOf, onsetOf } from '../population/onset.ts';
import { scratchColumns } from '../scratch-columns.ts';
import type { Timeline } from '../timeline.ts';
import { boolean, call, column, date, integer, keep, literal, named, output, project, table, when } from '../terms.ts';
import { medicationOrders } from './medication-orders.ts';
import { tellsCare } from './tells-care.ts';
import { severityType } from './severities.ts';

/** A row a person, with `birth_date`, `last_day`, and by their codes and names the columns below. */
export const HELD: Relation = table('scratch', 'held');

/** The day on which the condition began; empty for those who do not have it. */
export const onset = (code: string): string => `onset:${code}`;
export const severityOf = (code: string): string => `severity:${code}`;
/** Whether they take it. */
export const takes = (drug: string): string => `medication:${drug}`;

export function heldTables(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const { conditions } = context.cohort.profile;
  const { held } = medicationOrders(context, timeline);
  if (conditions.length + held.length === 0 || !tellsCare(context)) return [];
  const severe = conditions.filter(({ severity }) => severity !== undefined).map(({ code }) => severityOf(code));
  const taken = held.map(({ medication }) => takes(medication.drug));
  return [
    {
      schema: 'scratch',
      name: 'held',
      fill: 'scratch',
      comment: 'What the profile says people have and take.',
      columns: scratchColumns([
        { name: 'person_id', type: integer },
        { name: 'birth_date', type: date },
        { name: 'last_day', type: date },
        ...conditions.map(({ code }) => ({ name: onset(code), type: date })),
        ...severe.map((name) => ({ name, type: severityType(context) })),
        ...taken.map((name) => ({ name, type: boolean })),
      ]),
      primaryKey: ['person_id'],
      relation: project(livingPeople(timeline.endsPeople), [
        ...['person_id', 'birth_date'].map(keep),
        named('last_day', lastDay(context, timeline.endsPeople)),
        ...conditions.map((one) => named(onset(one.code), onsetIfAny(one, context, timeline))),
        ...[...severe, ...taken].map(keep),
      ]),
      origins: [...conditions, ...held.map(({ medication }) => medication)].map(({ at }) => at),
    },
  ];
}

function onsetIfAny({ code }: ConditionDefinition, context: PlanContext, { endsPeople }: Timeline): Term {
  const last = output('last_day');
  const began = startsJourney(code, context)
    ? call('least', onsetOf(code, context, column), last)
    : onsetOf(code, context, column, last);
  const first = endsPeople ? firstDayOf(agesOf(code, context.knowledge), column) : undefined;
  const has = column(`condition:${code}`);
  const isOldEnough = first === undefined ? has : call('and', has, call('less_or_equal', first, last));
  return when(isOldEnough, began, literal(null, date));
}

/** A journey that begins with the condition was there before the end of the person was known. */
function startsJourney(code: string, { cohort }: PlanContext): boolean {
  return cohort.journeys.some((journey) => {
    const start = startOf(journey, cohort);
    return start.kind === 'diagnosis' && code.startsWith(start.code);
  });
}
