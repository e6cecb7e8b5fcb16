/**
 * One range of few persons, on several connections: each fills some of the tables and makes for itself the scratch tables that
 * these read. Of few people most of the time goes into planning statements, so that to share them out pays although some run twice.
 */
import type { Program, ProgramTable, Statement } from '../model/index.ts';

export interface Track {
  readonly statements: readonly Statement[];
  /** Names of the pools that its statements join. */
  readonly pools: ReadonlySet<string>;
  /** The sums are taken here. */
  readonly counts: boolean;
}

export interface Needed {
  readonly program: Program;
  /** Tables to be filled, and scratch tables that they read, by name. */
  readonly names: ReadonlySet<string>;
  /** Tables that the sums are taken from. */
  readonly counted: readonly string[];
}

/** Below this share of what one connection would do, it pays to have two. */
const WORTHWHILE = 0.85;

/** Everything one after the other. */
export function wholeTrack({ program, names }: Needed): Track {
  return trackOf(tablesOf({ program, names }), names, true);
}

/** One track, or two where that is worth it. */
export function layTracks({ program, names, counted }: Needed): readonly Track[] {
  const tables = tablesOf({ program, names });
  const known = new Map(tables.map((table) => [table.name, table]));
  const all = new Set(known.keys());
  const [one, other] = dealOut(unitsOf(tables, known, counted), known);
  const costs = [all, one, other].map((some) => costOf(some, known));
  const [whole = 0, first = 0, second = 0] = costs;
  if (second === 0 || Math.max(first, second) > WORTHWHILE * whole) return [trackOf(tables, all, true)];
  const isCounting = counted.every((name) => !all.has(name) || one.has(name));
  return [trackOf(tables, one, isCounting), trackOf(tables, other, !isCounting)];
}

function tablesOf({ program, names }: Pick<Needed, 'program' | 'names'>): readonly ProgramTable[] {
  return program.tables.filter(({ name, kind }) => names.has(name) && (kind === 'person' || kind === 'scratch'));
}

function trackOf(tables: readonly ProgramTable[], names: ReadonlySet<string>, counts: boolean): Track {
  const own = tables.filter(({ name }) => names.has(name));
  return {
    statements: own.flatMap(({ fill }) => fill ?? []),
    pools: new Set(own.flatMap(({ pools }) => pools)),
    counts,
  };
}

/**
 * Sets of tables that are filled together, each with all that it reads. A table that is kept is filled on one connection alone, and
 * seen by no other before all is done; so whoever reads it is filled there too, and so are those who share what few others read.
 */
function unitsOf(
  tables: readonly ProgramTable[],
  known: ReadonlyMap<string, ProgramTable>,
  counted: readonly string[],
): readonly ReadonlySet<string>[] {
  const kept = tables.filter(({ kind }) => kind === 'person').map(({ name }) => [name]);
  const alone = [counted, ...kept].map((roots) => withReads(roots, known));
  const readers = (name: string): number => alone.filter((unit) => unit.has(name)).length;
  const ties = tables.filter(({ name, kind }) => kind === 'person' || 2 * readers(name) < alone.length);
  return ties.reduce<readonly ReadonlySet<string>[]>((units, { name }) => {
    const tied = units.filter((unit) => unit.has(name));
    const others = units.filter((unit) => !unit.has(name));
    return tied.length === 0 ? units : [...others, new Set(tied.flatMap((unit) => [...unit]))];
  }, alone);
}

function withReads(roots: readonly string[], known: ReadonlyMap<string, ProgramTable>): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [...roots];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const table = known.get(name);
    if (table === undefined || found.has(name)) continue;
    found.add(name);
    waiting.push(...table.reads);
  }
  return found;
}

/** Units beyond this many stay with the first: to try every way of sharing them out would take too long. */
const MOST_UNITS = 10;

/** Of all ways, the one whose longer side is the shortest. */
function dealOut(
  units: readonly ReadonlySet<string>[],
  known: ReadonlyMap<string, ProgramTable>,
): readonly [ReadonlySet<string>, ReadonlySet<string>] {
  const sorted = units.toSorted((a, b) => costOf(b, known) - costOf(a, known));
  const ways = 2 ** Math.max(0, Math.min(sorted.length, MOST_UNITS) - 1);
  const together = (isHere: (at: number) => boolean): ReadonlySet<string> =>
    new Set(sorted.flatMap((unit, at) => (isHere(at) ? [...unit] : [])));
  let best: { readonly sides: [ReadonlySet<string>, ReadonlySet<string>]; readonly cost: number } | undefined;
  for (let way = 0; way < ways; way += 1) {
    const isThere = (at: number): boolean => at > 0 && at < MOST_UNITS && (way & (1 << (at - 1))) !== 0;
    const [one, other] = [together((at) => !isThere(at)), together(isThere)];
    const cost = Math.max(costOf(one, known), costOf(other, known));
    if (best === undefined || cost < best.cost) best = { sides: [one, other], cost };
  }
  return best?.sides ?? [new Set(), new Set()];
}

/** In characters: what a statement costs, where there are few rows, is to read and plan it. */
function costOf(names: ReadonlySet<string>, known: ReadonlyMap<string, ProgramTable>): number {
  return [...names].reduce((sum, name) => sum + (known.get(name)?.fill?.sql.length ?? 0), 0);
}
