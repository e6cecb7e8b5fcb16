/** Rules whose people all fall under earlier ones: behind rules for women of all ages comes nobody of a profile of women. */
import type { AttributeDefinition, Distribution, Profile } from '../model/index.ts';
import { agesOfPeople, settledTruth } from './settled.ts';

/** The distribution without them. */
export function withoutCovered(distribution: Distribution, profile: Profile): Distribution {
  const ages = agesOfPeople(profile);
  if (distribution.kind !== 'conditional' || ages === undefined) return distribution;
  const first = Math.ceil(ages.low);
  let open = Array.from({ length: Math.floor(ages.high) - first + 1 }, (_, at) => ofAge(profile, first + at));
  const rules = distribution.rules.filter(({ given }) => {
    const truths = new Map(open.map((one) => [one, given === undefined ? true : settledTruth(given, one)]));
    open = open.filter((one) => truths.get(one) !== true);
    return [...truths.values()].some((truth) => truth !== false);
  });
  const last = open.length === 0 ? rules.at(-1) : undefined;
  return { ...distribution, rules: rules.map((rule) => (rule === last ? { ...rule, given: undefined } : rule)) };
}

/** As if everybody were of that age. */
function ofAge(profile: Profile, years: number): Profile {
  const { household } = profile;
  const attributes = profile.attributes.map((one): AttributeDefinition => {
    const isAge = one.name === 'age' && one.role === 'demographics';
    return isAge ? { ...one, distribution: { kind: 'fixed', value: years, at: one.at } } : one;
  });
  const kinds = household?.kinds.map((kind) => ({ ...kind, children: 0 }));
  return { ...profile, attributes, ...(household && kinds ? { household: { ...household, kinds } } : {}) };
}
