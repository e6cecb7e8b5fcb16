/**
 * An observation that is worked out from another, where the profile says that one and not this: then it follows from what the profile says, but for people
 * of whom the reference says the other without a formula.
 */
import type {
  AttributeDefinition,
  Distribution,
  ObservationConcept,
  Profile,
  UsualObservation,
} from '../../model/index.ts';
import type { Context } from '../context.ts';
import { needsOf, pathTo } from './dependencies.ts';

export function withWorkedOut(profile: Profile, context: Context): Profile {
  const { observations } = context.knowledge;
  const said = new Set(profile.attributes.flatMap(({ name, usual }) => (usual === true ? [] : [name])));
  const possible = observations.filter(({ name, workedOut }) => said.has(workedOut?.from ?? '') && !said.has(name));
  if (possible.length === 0) return profile;
  const needs = needsOf(profile, context);
  const told = possible
    .filter(({ name, workedOut }) => pathTo(workedOut?.from ?? '', new Set([name]), needs) === undefined)
    .map((one) => workedOutOf(one, observations));
  const attributes = profile.attributes.map((one): AttributeDefinition => {
    const { baseline } = told.find(({ name }) => name === one.name) ?? {};
    return baseline === undefined ? one : { ...one, distribution: baseline };
  });
  return { ...profile, attributes, usual: [...(profile.usual ?? []), ...told] };
}

function workedOutOf(
  { name, baseline, decimals, workedOut }: ObservationConcept,
  observations: readonly ObservationConcept[],
): UsualObservation {
  if (workedOut === undefined) return { name, baseline };
  const { formula, from } = workedOut;
  const derived: Distribution = { kind: 'derived', formula, decimals, at: formula.at };
  const other = observations.find((one) => one.name === from)?.baseline;
  if (other?.kind !== 'conditional') return { name, baseline: derived };
  const apart = other.rules.flatMap(({ given }) => (given === undefined ? [] : [{ given, distribution: baseline }]));
  const rules = [...apart, { given: undefined, distribution: derived }];
  return { name, baseline: { kind: 'conditional', rules, at: baseline.at } };
}
