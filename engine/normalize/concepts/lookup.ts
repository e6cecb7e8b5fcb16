/** Finding concepts by what an author calls them. */
import type { Knowledge, MedicationConcept, ObservationConcept } from '../../model/index.ts';
import { sameWord } from '../scalars.ts';

export function findMedication(text: string, { medications }: Knowledge): MedicationConcept | undefined {
  return (
    medications.find(({ name }) => sameWord(name, text)) ?? medications.find(({ phrases }) => hasWord(phrases, text))
  );
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
