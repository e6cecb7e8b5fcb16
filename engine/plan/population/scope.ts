/** What the expressions of a profile read: the siblings of the one wide projection of the population. */
import type { Term } from '../../model/index.ts';
import { correlatedChanceOf } from '../chance.ts';
import type { PlanContext } from '../context.ts';
import type { Scope } from '../expressions.ts';
import { sampleTerm } from '../sampling.ts';
import { usualDistribution } from '../settled.ts';
import { call, literal, output } from '../terms.ts';
import type { PlannedAttribute } from './attributes.ts';
import { placeFigure, placeState } from './place.ts';

/** Names as siblings of the wide projection. */
export function populationScope(context: PlanContext, attributes: readonly PlannedAttribute[]): Scope {
  const { profile } = context.cohort;
  const known = new Map(attributes.map((one) => [one.name, output(one.column)]));
  const primary = profile.conditions[0];
  return {
    name: (name) => {
      const attribute = known.get(name);
      if (attribute !== undefined) return attribute;
      if (name === 'severity' && primary?.severity !== undefined) return output(`severity:${primary.code}`);
      if (name === 'plan' && profile.coverage !== undefined) return output('plan');
      if ((name === 'payer' || name === 'coverage') && profile.coverage !== undefined) {
        return literal(profile.coverage.payer.value);
      }
      if (name === 'state') return placeState(context);
      const figure = placeFigure(name, context);
      if (figure !== undefined) return figure;
      const observation = context.knowledge.observations.find((one) => one.name === name);
      return observation === undefined
        ? literal(null)
        : sampleTerm(
            usualDistribution(observation, profile),
            correlatedChanceOf(profile, name, populationScope(context, attributes)),
            { kind: 'double' },
            populationScope(context, attributes),
          );
    },
    hasCondition: (prefix) =>
      anyOf(
        profile.conditions.filter(({ code }) => code.startsWith(prefix)).map(({ code }) => output(`condition:${code}`)),
      ),
    hasMedication: (drug) =>
      anyOf(profile.medications.filter((one) => one.drug === drug).map((one) => output(`medication:${one.drug}`))),
  };
}

function anyOf(flags: readonly Term[]): Term {
  return flags.length === 0 ? literal(false) : call('or', ...flags);
}
