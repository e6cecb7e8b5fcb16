/** What is known of every person as a number, a word or a truth: the profile's attributes, and the baselines that its journeys measure. */
import type { AttributeDefinition, ColumnType, Distribution, Scalar, Term } from '../../model/index.ts';
import { correlatedChanceOf } from '../chance.ts';
import type { PlanContext } from '../context.ts';
import type { Scope } from '../expressions.ts';
import { movedAttributes } from '../state/effects.ts';
import { sampleByGroup } from '../quota-shares.ts';
import { fittingRules, usualDistribution } from '../settled.ts';
import { namedValues, plainType, sampleTerm } from '../sampling.ts';

export interface PlannedAttribute extends AttributeDefinition {
  readonly column: string;
  readonly type: ColumnType;
}

export function attributeColumn(name: string): string {
  return name === 'age' ? 'age' : `attribute:${name}`;
}

/** The profile's own attributes, and the baseline of every observation that its journeys measure or move, or that such a one is made of, and it does not define. */
export function profileAttributes({ cohort, knowledge }: PlanContext): readonly AttributeDefinition[] {
  const own = new Set(cohort.profile.attributes.map(({ name }) => name));
  const uses = cohort.journeys.flatMap((journey) => journey.phases.flatMap((phase) => phase.events));
  const measured = new Set(uses.flatMap((use) => use.definition.observations.map(({ value }) => value)));
  const moved = movedAttributes(cohort);
  const needed = new Set([...measured, ...moved]);
  const labs = new Set(cohort.profile.attributes.flatMap(({ name, role }) => (role === 'labs' ? [name] : [])));
  const makings = knowledge.observations.flatMap(({ name, madeOf = [], workedOut }) => [
    ...(needed.has(name) ? madeOf : []),
    ...(workedOut !== undefined && (needed.has(name) || labs.has(name)) ? [workedOut.from] : []),
  ]);
  for (const name of makings) needed.add(name);
  const added = knowledge.observations
    .filter(({ name }) => needed.has(name) && !own.has(name))
    .map((observation) => ({
      name: observation.name,
      role: 'labs' as const,
      distribution: fittingRules(usualDistribution(observation, cohort.profile), cohort.profile),
      usual: true as const,
      at: observation.at,
    }));
  const declared = cohort.profile.attributes.map((one) =>
    one.usual === true ? { ...one, distribution: fittingRules(one.distribution, cohort.profile) } : one,
  );
  return [...declared, ...added];
}

export function planAttribute(attribute: AttributeDefinition, { enumerations }: PlanContext): PlannedAttribute {
  const type = plainType(attribute.distribution);
  const placed = { ...attribute, column: attributeColumn(attribute.name) };
  if (type !== undefined) return { ...placed, type };
  const values = (namedValues(attribute.distribution) ?? []).filter((value) => value !== null).map(String);
  return {
    ...placed,
    distribution: withTextValues(attribute.distribution),
    type: enumerations.define('core', attribute.name, values),
  };
}

/** Values of an enumeration are texts, also where the author wrote a number among them. */
export function withTextValues(distribution: Distribution): Distribution {
  const textOf = (value: Scalar): Scalar => (value === null ? null : String(value));
  switch (distribution.kind) {
    case 'fixed':
      return { ...distribution, value: textOf(distribution.value) };
    case 'categorical':
      return { ...distribution, options: distribution.options.map((one) => ({ ...one, value: textOf(one.value) })) };
    case 'conditional':
      return {
        ...distribution,
        rules: distribution.rules.map((rule) => ({ ...rule, distribution: withTextValues(rule.distribution) })),
      };
    case 'mixture':
      return {
        ...distribution,
        components: distribution.components.map((one) => ({ ...one, distribution: withTextValues(one.distribution) })),
      };
    default:
      return distribution;
  }
}

export function attributeTerm(attribute: PlannedAttribute, context: PlanContext, scope: Scope): Term {
  const { cohort } = context;
  const { distribution, name, role, type } = attribute;
  const byGroup = sampleByGroup({ name, of: `${role}/${name}` }, distribution, { context, scope, type });
  if (byGroup !== undefined) return byGroup;
  const uniform = correlatedChanceOf(cohort.profile, attribute.name, scope);
  return sampleTerm(attribute.distribution, uniform, attribute.type, scope);
}
