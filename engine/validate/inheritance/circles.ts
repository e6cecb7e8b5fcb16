/** Circles among things each of which leads to at most one other. */

/** Each circle once, from the first of its members on. */
export function findCircles<Item>(
  items: readonly Item[],
  next: (item: Item) => Item | undefined,
): readonly (readonly Item[])[] {
  const seen = new Set<Item>();
  const circles: (readonly Item[])[] = [];
  for (const start of items) {
    const path: Item[] = [];
    let item: Item | undefined = start;
    while (item !== undefined && !seen.has(item)) {
      seen.add(item);
      path.push(item);
      item = next(item);
    }
    const from = item === undefined ? -1 : path.indexOf(item);
    if (from !== -1) circles.push(path.slice(from));
  }
  return circles;
}
