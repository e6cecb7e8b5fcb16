/** Medicines of a request over those of a template: everyone takes them, a share does, or nobody. */
import { medicineOf } from './diagnosis.ts';
import { alternativesOf } from './either.ts';
import { isFact } from './fact.ts';
import type { FactOf } from './fact.ts';
import { EMPTY, factsOf, override, percentOf } from './layer.ts';
import type { Layer, Laying } from './layer.ts';
import { entriesOfProfile, withAlternative, withShare } from './prevalence-list.ts';
import type { ListEntry } from './prevalence-list.ts';

export function layMedications(laying: Laying): Layer {
  const facts = factsOf(laying, 'medication').filter(({ either }) => either === undefined);
  const before = entriesOfProfile(laying.profile.medications, 'drug', laying.library, ({ drug }) => drug);
  const after = facts.reduce(layMedication, before);
  const either = alternativesOf(laying).filter(({ fact }) => isFact(fact, 'medication'));
  const list = either.reduce((entries, one) => withAlternative(entries, { ...one, key: 'drug' }), after);
  const first = facts.find((fact) => layMedication(before, fact) !== before) ?? either[0]?.fact;
  const value = list.map((entry) => entry.value);
  return {
    ...EMPTY,
    overrides: first === undefined ? [] : [override(laying, ['medications'], value, first)],
    taken: [...facts.map((fact) => ({ fact, meaning: meaningOf(fact, before) })), ...either],
  };
}

/** The same list where it says so already. */
function layMedication(entries: readonly ListEntry[], fact: FactOf<'medication'>): readonly ListEntry[] {
  if (fact.negated) {
    const others = entries.filter((entry) => !isMeant(fact, entry));
    return others.length < entries.length ? others : entries;
  }
  const name = nameOf(fact, entries);
  const held = entries.find((entry) => entry.name === name);
  const share = fact.share ?? 1;
  return held?.share === share ? entries : withShare(entries, { name, key: 'drug', share }, (other) => other === name);
}

function nameOf(fact: FactOf<'medication'>, entries: readonly ListEntry[]): string {
  return medicineOf(
    fact,
    entries.map(({ name }) => name),
  );
}

function isMeant({ medications }: FactOf<'medication'>, entry: ListEntry): boolean {
  return medications.some(({ name }) => name === entry.name);
}

function meaningOf(fact: FactOf<'medication'>, before: readonly ListEntry[]): string {
  const { medications, negated, share } = fact;
  if (negated) return `nobody takes ${medications.map(({ name }) => name).join(', ')}`;
  const name = nameOf(fact, before);
  return share === undefined ? `everyone takes ${name}` : `${percentOf(share)} take ${name}`;
}
