/** Tables in memory beside the file that is filled in: as long as its database is open, one that stands is not made again. */
export interface BesideFile {
  /** Whether it stands as that statement makes it. */
  readonly has: (table: string, madeBy: string) => boolean;
  readonly add: (table: string, madeBy: string) => void;
  /** How many were made or replaced so far. */
  readonly count: () => number;
}

export function createBesideFile(): BesideFile {
  const statements = new Map<string, string>();
  let made = 0;
  return {
    has: (table, madeBy) => statements.get(table) === madeBy,
    add: (table, madeBy) => {
      statements.set(table, madeBy);
      made += 1;
    },
    count: () => made,
  };
}
