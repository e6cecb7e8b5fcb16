/** A `stream` column of the plan is two columns in the database: the halves of its key. */
export function streamColumns(name: string): readonly [first: string, second: string] {
  return [`${name}:first`, `${name}:second`];
}
