/** Names that depend on themselves through each other, as the groups in which all depend on all. */

export function circlesAmong(
  names: readonly string[],
  needs: (name: string) => readonly string[],
): readonly (readonly string[])[] {
  const reached = new Map(names.map((name) => [name, reachedFrom(name, needs)]));
  const groups = new Map<string, readonly string[]>();
  for (const name of names) {
    const own = reached.get(name);
    if (own?.has(name) !== true) continue;
    const group = names.filter((other) => own.has(other) && reached.get(other)?.has(name) === true);
    groups.set(group[0] ?? name, group);
  }
  return [...groups.values()];
}

function reachedFrom(name: string, needs: (name: string) => readonly string[]): ReadonlySet<string> {
  const reached = new Set(needs(name));
  for (const one of reached) for (const next of needs(one)) reached.add(next);
  return reached;
}
