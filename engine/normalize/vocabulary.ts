/** The words of a closed list as values, from a map that the compiler holds complete. */
export function wordsOf<Word extends string>(all: Readonly<Record<Word, unknown>>): readonly Word[] {
  const isWord = (key: string): key is Word => Object.hasOwn(all, key);
  return Object.keys(all).filter(isWord);
}
