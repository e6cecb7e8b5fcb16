/** Circles in what waits for what. */

/** The first circle met, as a path that ends where it began; `undefined` where there is none. */
export function findCycle(
  nodes: readonly string[],
  needs: (node: string) => readonly string[],
): readonly string[] | undefined {
  const done = new Set<string>();
  for (const start of nodes) {
    const cycle = visit(start, [], { needs, done });
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

interface Search {
  readonly needs: (node: string) => readonly string[];
  readonly done: Set<string>;
}

function visit(node: string, path: readonly string[], search: Search): readonly string[] | undefined {
  const seen = path.indexOf(node);
  if (seen !== -1) return [...path.slice(seen), node];
  if (search.done.has(node)) return undefined;
  for (const next of search.needs(node)) {
    const cycle = visit(next, [...path, node], search);
    if (cycle !== undefined) return cycle;
  }
  search.done.add(node);
  return undefined;
}
