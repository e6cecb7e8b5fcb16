/**
 * Everything that is drawn once a person, side by side in one wide scratch table: age, attributes, condition and
 * medication flags, place, plan, the start of each journey. All other tables read from here.
 */
import type { PlannedTable, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { allocatedPersons, allocatedTerm } from './allocation.ts';
import { allocationTables } from './allocation-list.ts';
import { attributeTerm, planAttribute, profileAttributes } from './population/attributes.ts';
import type { PlannedAttribute } from './population/attributes.ts';
import { allergyFlag, conditionColumns, medicationColumn } from './population/clinical.ts';
import type { PopulationColumn } from './population/column.ts';
import { coverageColumns } from './population/coverage.ts';
import { askedColumns, branchColumns, journeyColumns, luckColumns } from './population/journeys.ts';
import { placeKey } from './population/place.ts';
import { populationScope } from './population/scope.ts';
import { scratchColumns } from './scratch-columns.ts';
import { withPairs } from './state/pairs.ts';
import { call, date, day, drawOf, integer, keep, named, output, pick, project } from './terms.ts';
import { lineOf } from './line.ts';

export type { PlannedAttribute } from './population/attributes.ts';

export interface Population {
  readonly table: PlannedTable;
  /** Attribute and lab columns with their types. */
  readonly attributes: readonly PlannedAttribute[];
  /** What people are allocated by before they are drawn. */
  readonly allocation: readonly PlannedTable[];
}

export function planPopulation(context: PlanContext): Population {
  const { profile } = context.cohort;
  const attributes = profileAttributes(context).map((attribute) => planAttribute(attribute, context));
  const scope = populationScope(context, attributes);
  const drawn: readonly PopulationColumn[] = [
    ...attributes.map((one) => ({
      term: named(one.column, allocatedTerm(one, attributeTerm(one, context, scope), context)),
      type: one.type,
    })),
    { term: named('birth_date', birthDate(context)), type: date },
    ...profile.conditions.flatMap((condition) => conditionColumns(condition, context, scope)),
    ...profile.medications.map((medication) => medicationColumn(medication, context, scope)),
    ...(profile.allergies ?? []).map((allergy) => allergyFlag(allergy, context, scope)),
    { term: named('place', placeKey(context)), type: integer },
    ...coverageColumns(context, scope),
    ...journeyColumns(context, scope),
    ...branchColumns(context, scope),
    ...luckColumns(context, scope),
    ...askedColumns(context, scope),
  ];
  const columns = withPairs(drawn, attributes, context.knowledge);
  return {
    attributes,
    allocation: allocationTables(columns, attributes, context),
    table: {
      schema: 'scratch',
      name: 'population',
      fill: 'scratch',
      comment: 'What is drawn once a person.',
      columns: scratchColumns([
        { name: 'person_id', type: integer },
        ...columns.map(({ term, type }) => ({ name: term.name, type })),
      ]),
      primaryKey: ['person_id'],
      relation: project(allocatedPersons(context), [keep('person_id'), ...columns.map(({ term }) => term)]),
      origins: [profile.at],
    },
  };
}

/** Evenly among the days on which somebody born has the drawn age in completed years on `as_of`. */
function birthDate({ cohort }: PlanContext): Term {
  const asOf = day(cohort.profile.asOf.value);
  const birthdayYearsAgo = (years: Term): Term => call('add_months', asOf, call('multiply', years, -12));
  const latest = birthdayYearsAgo(output('age'));
  const beforeEarliest = birthdayYearsAgo(call('add', output('age'), 1));
  const days = call('days_between', beforeEarliest, latest);
  return call(
    'add_days',
    latest,
    call('negate', pick(drawOf(`${lineOf(cohort.profile)}/demographics/birth_date`), days)),
  );
}
