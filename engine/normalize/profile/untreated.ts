/**
 * Who takes a medicine may follow from a test whose usual values are other ones in those who take it. Then the test is what
 * the medicine is prescribed by: what it is before, and the reference's rows about medicines do not count.
 */
import type { AttributeDefinition, Distribution, Profile } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { needsOf, pathTo } from './dependencies.ts';

export function withUntreated(profile: Profile, context: Context): Profile {
  const { observations } = context.knowledge;
  const treated = observations.filter(({ baseline }) => medicinesOf(baseline).length > 0);
  const taken = new Set(profile.medications.map(({ drug }) => drug));
  const possible = treated.filter(({ baseline }) => medicinesOf(baseline).some((drug) => taken.has(drug)));
  if (possible.length === 0) return profile;
  const needs = needsOf(profile, context);
  const names = possible
    .filter(({ name, baseline }) => {
      const goal = new Set([name]);
      const own = medicinesOf(baseline).filter((drug) => taken.has(drug));
      return own.some((drug) => pathTo(drug, goal, needs) !== undefined);
    })
    .map(({ name }) => name);
  if (names.length === 0) return profile;
  const attributes = profile.attributes.map((one): AttributeDefinition =>
    names.includes(one.name) ? { ...one, distribution: withoutMedicines(one.distribution) } : one,
  );
  const usual = possible
    .filter(({ name }) => names.includes(name))
    .map(({ name, baseline }) => ({ name, baseline: withoutMedicines(baseline) }));
  return { ...profile, attributes, usual };
}

function medicinesOf(distribution: Distribution): readonly string[] {
  if (distribution.kind !== 'conditional') return [];
  return distribution.rules.flatMap(({ medicines = [] }) => medicines);
}

/** A profile's own rules may end in those of the reference. */
function withoutMedicines(distribution: Distribution): Distribution {
  if (distribution.kind !== 'conditional') return distribution;
  const rules = distribution.rules
    .filter(({ medicines }) => medicines === undefined)
    .map((rule) => ({ ...rule, distribution: withoutMedicines(rule.distribution) }));
  return { ...distribution, rules };
}
