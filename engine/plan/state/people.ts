/** What is drawn once a person, for relations that join the wide table of people. */
import type { Relation, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import type { Scope } from '../expressions.ts';
import { planAttribute, profileAttributes } from '../population/attributes.ts';
import type { PlannedAttribute } from '../population/attributes.ts';
import { populationScope } from '../population/scope.ts';
import { keep, project, table } from '../terms.ts';
import { siblingsOf } from './columns.ts';

export function attributesOf(context: PlanContext): readonly PlannedAttribute[] {
  return profileAttributes(context).map((attribute) => planAttribute(attribute, context));
}

/** Names as siblings of the wide projection; `asColumns` makes columns of them. */
export function scopeOfPeople(context: PlanContext): Scope {
  return populationScope(context, attributesOf(context));
}

/** The people with the columns that these terms read; `undefined` where they read none. */
export function peopleWith(...terms: readonly Term[]): Relation | undefined {
  const names = [...new Set(terms.flatMap(siblingsOf))].toSorted();
  return names.length === 0 ? undefined : project(table('scratch', 'population'), ['person_id', ...names].map(keep));
}
