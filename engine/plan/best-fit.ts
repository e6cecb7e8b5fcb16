/** Tables of skills speak of codes by their beginnings: `E11` is about `E11.9` too, and of several the longest counts. */

/** How long the longest of these beginnings of the code is; `undefined` where it has none of them. */
export function longestBeginning(beginnings: readonly string[], code: string | null | undefined): number | undefined {
  const lengths = beginnings.filter((one) => code?.startsWith(one)).map(({ length }) => length);
  return lengths.length === 0 ? undefined : Math.max(...lengths);
}

/** The row with the longest beginning of the code; of equal ones the first. */
export function bestFit<Row>(
  rows: readonly Row[],
  beginningsOf: (row: Row) => readonly string[],
  code: string | null | undefined,
): Row | undefined {
  const fits = rows.flatMap((row) => {
    const length = longestBeginning(beginningsOf(row), code);
    return length === undefined ? [] : [{ row, length }];
  });
  return fits.toSorted((one, other) => other.length - one.length)[0]?.row;
}

/** All rows with the longest beginning of the code; where none has one, those without beginnings, which are about everything else. */
export function bestFits<Row>(
  rows: readonly Row[],
  beginningsOf: (row: Row) => readonly string[],
  code: string | null | undefined,
): readonly Row[] {
  const fits = rows.map((row) => {
    const beginnings = beginningsOf(row);
    return { row, length: beginnings.length === 0 ? 0 : (longestBeginning(beginnings, code) ?? -1) };
  });
  const longest = Math.max(0, ...fits.map(({ length }) => length));
  return fits.filter(({ length }) => length === longest).map(({ row }) => row);
}
