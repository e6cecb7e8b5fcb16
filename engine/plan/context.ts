/** What all parts of one plan share: the specification, the knowledge, and the enumerations named so far. */
import type { ColumnType, CohortSpecification, Enumeration, Knowledge, Library, PoolTable } from '../model/index.ts';

/** All that it takes to say whether a cohort can be planned. */
export interface CohortInLibrary {
  readonly cohort: CohortSpecification;
  readonly library: Library;
}

/** Where in its parts a stratified stream draws, in (0, 1). */
export type StratumOffset = (seed: number, stream: string, among: number) => number;

/** The draws of a stream under a seed, by person: what the database draws. */
export type ReferenceDraw = (seed: number, stream: string) => (person: number) => number;

export interface PlanInput extends CohortInLibrary {
  readonly pools: readonly PoolTable[];
  readonly draw: ReferenceDraw;
  readonly offset: StratumOffset;
}

export interface PlanContext extends PlanInput {
  readonly knowledge: Knowledge;
  readonly enumerations: EnumerationRegistry;
}

export interface EnumerationRegistry {
  /** The type with these values; asked again for the same name, it must be with the same values. */
  readonly define: (schema: string, name: string, values: Iterable<string>) => ColumnType;
  readonly all: () => readonly Enumeration[];
}

export function createEnumerations(): EnumerationRegistry {
  const known = new Map<string, Enumeration>();
  return {
    define: (schema, name, values) => {
      known.set(`${schema}.${name}`, { schema, name, values: [...new Set(values)] });
      return { kind: 'enumeration', schema, name };
    },
    all: () => [...known.values()],
  };
}

export function poolSize(pools: readonly PoolTable[], name: string): number {
  const size = pools.find((pool) => pool.name === name)?.columns[0]?.values.length ?? 0;
  if (size === 0) throw new Error(`This is a bug in pools: the pool "${name}" is empty.`);
  return size;
}
