/** The plans that people of a cohort can be in: those that the profile offers, and those that an event moves people to. */
import type { ColumnType, PlanConcept, Relation } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { placeEvents } from '../events.ts';
import { nameKeys } from '../keys.ts';
import { namedValues } from '../sampling.ts';
import { integer, joinOn, keep, project, smallint, table } from '../terms.ts';

export interface CoveragePlan {
  readonly concept: PlanConcept;
  /** Key of its row in `membersim.plans`. */
  readonly key: number;
}

/** In the order of the plans reference; those of `choosable` first. */
export interface CoveragePlans {
  readonly plans: readonly CoveragePlan[];
  /** How many of them a change of plan that names none chooses from. */
  readonly choosable: number;
  readonly type: ColumnType;
}

export function coveragePlans({ cohort, knowledge, enumerations }: PlanContext): CoveragePlans {
  const { coverage } = cohort.profile;
  const offered = new Set(coverage === undefined ? [] : (namedValues(coverage.plans) ?? []).map(String));
  const definitions = placeEvents(cohort).map(({ use }) => use.definition);
  const named = new Set(definitions.flatMap(({ plan }) => plan?.value ?? []));
  const isChosen = definitions.some(({ type, plan }) => type === 'plan_change' && plan === undefined);
  const own = knowledge.plans.filter(({ payer }) => payer === coverage?.payer.value);
  const isOpen = offered.size <= 1 && isChosen;
  const choosable = own.filter(({ name, share }) => offered.has(name) || (isOpen && share > 0));
  const others = own.filter((plan) => !choosable.includes(plan) && (named.has(plan.name) || offered.has(plan.name)));
  const keys = nameKeys(knowledge.plans.map(({ name }) => name));
  const plans = [...choosable, ...others].map((concept) => ({ concept, key: keys.get(concept.name) ?? 0 }));
  const names = plans.map(({ concept }) => concept.name);
  return {
    plans,
    choosable: choosable.length,
    type: enumerations.define('membersim', 'plan_name', names),
  };
}

/** Everybody with `enrolled_on` and the plan that they begin with: `plan_index` in the list of plans, `plan_id`. */
export function plannedMembers(context: PlanContext): Relation {
  const { type } = coveragePlans(context);
  const people = project(table('scratch', 'population'), ['person_id', 'plan', 'enrolled_on'].map(keep));
  return joinOn(people, planValues(context, { name: 'plan', type }), 'plan');
}

/** The plans by their place in the list, with their key and their name in a column of `named`. */
export function planValues(
  context: PlanContext,
  named: { readonly name: string; readonly type: ColumnType },
): Relation {
  return {
    kind: 'values',
    columns: [named, { name: 'plan_id', type: integer }, { name: 'plan_index', type: smallint }],
    rows: coveragePlans(context).plans.map(({ concept, key }, index) => [concept.name, key, index]),
  };
}
