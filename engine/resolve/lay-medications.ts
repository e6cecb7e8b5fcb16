/** Medicines of a request over those of a template: everyone takes them, a share does, or nobody. */
import type { FactOf } from './fact.ts';
import { EMPTY, factsOf, override, percentOf } from './layer.ts';
import type { Layer, Laying } from './layer.ts';
import { entriesOfProfile, withShare } from './prevalence-list.ts';
import type { ListEntry } from './prevalence-list.ts';

export function layMedications(laying: Laying): Layer {
  const facts = factsOf(laying, 'medication');
  const before = entriesOfProfile(laying.profile.medications, 'drug', laying.library, ({ drug }) => drug);
  const after = facts.reduce(layMedication, before);
  const first = facts.find((fact) => layMedication(before, fact) !== before);
  const list = after.map(({ value }) => value);
  return {
    ...EMPTY,
    overrides: first === undefined ? [] : [override(laying, ['medications'], list, first)],
    taken: facts.map((fact) => ({ fact, meaning: meaningOf(fact) })),
  };
}

/** The same list where it says so already. */
function layMedication(entries: readonly ListEntry[], fact: FactOf<'medication'>): readonly ListEntry[] {
  const { name } = fact.medication;
  const held = entries.find((entry) => entry.name === name);
  const share = fact.share ?? 1;
  if (fact.negated) return held === undefined ? entries : entries.filter((entry) => entry !== held);
  return held?.share === share ? entries : withShare(entries, { name, key: 'drug', share }, (other) => other === name);
}

function meaningOf({ medication, negated, share }: FactOf<'medication'>): string {
  if (negated) return `nobody takes ${medication.name}`;
  return share === undefined ? `everyone takes ${medication.name}` : `${percentOf(share)} take ${medication.name}`;
}
