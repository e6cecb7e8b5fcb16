/** Finding concepts by what an author calls them. */
import type { Knowledge, MedicationConcept, ObservationConcept } from '../../model/index.ts';
import { sameWord } from '../scalars.ts';

export function findMedication(text: string, { medications }: Knowledge): MedicationConcept | undefined {
  return (
    medications.find(({ name }) => sameWord(name, text)) ?? medications.find(({ phrases }) => hasWord(phrases, text))
  );
}

/** What is to be said of a medication that the reference does not name: with a strength behind it, what it is called without. */
export function unknownMedication(
  name: string,
  knowledge: Knowledge,
): { kind: string; name: string; known: readonly string[]; near: readonly string[] } {
  const known = knowledge.medications.map((one) => one.name);
  const [, plain] = /^(.*?)[\s_-]*\d/.exec(name) ?? [];
  const found = plain === undefined || plain === '' ? undefined : findMedication(plain, knowledge);
  return { kind: 'medication', name, known, near: found === undefined ? [] : [found.name] };
}

export function findObservation(text: string, { observations }: Knowledge): ObservationConcept | undefined {
  return (
    observations.find(({ name }) => sameWord(name, text)) ?? observations.find(({ phrases }) => hasWord(phrases, text))
  );
}

export function isKnownPrefix(prefix: string, { conditions }: Knowledge): boolean {
  return conditions.some(({ code }) => code.startsWith(prefix));
}

export function hasWord(words: readonly string[], text: string): boolean {
  return words.some((word) => sameWord(word, text));
}
