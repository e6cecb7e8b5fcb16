/** Words for people, as a count stands before them. */
import { AGE_PEOPLE, PEOPLE_WORDS, PERSON_WORDS, SEX_WORDS } from './vocabulary.ts';

export function isPeopleWord(word: string): boolean {
  return PERSON_WORDS.has(word) || PEOPLE_WORDS.has(word) || SEX_WORDS.has(word) || AGE_PEOPLE.has(word);
}
