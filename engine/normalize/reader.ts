/**
 * A map that remembers which of its keys were asked for: `finish` reports every key that nobody took, so that nothing an
 * author wrote is lost in silence.
 */
import type { DataNode, MapEntry, MapNode, SourceRange } from '../model/index.ts';
import { wordsFor } from '../trees/index.ts';
import type { Problems } from './problems.ts';

export interface Reader {
  readonly at: SourceRange;
  /** The value under the first of these spellings that is present. A second spelling beside it is reported. */
  readonly take: (...spellings: readonly string[]) => DataNode | undefined;
  readonly takeEntry: (...spellings: readonly string[]) => MapEntry | undefined;
  /** As `take`, but its absence is an error. */
  readonly need: (...spellings: readonly [string, ...string[]]) => DataNode | undefined;
  /** Entries that nobody took. */
  readonly rest: () => readonly MapEntry[];
  /** Reports the rest; `unsupported` are keys of the language that this engine cannot run, `elsewhere` says where a key belongs. */
  readonly finish: (unsupported?: readonly string[], elsewhere?: ReadonlyMap<string, string>) => void;
}

/** `within` says in messages what the map is. */
export function createReader(node: MapNode, within: string, problems: Problems): Reader {
  const taken = new Set<MapEntry>();
  const known = new Set<string>();

  const takeEntry = (...spellings: readonly string[]): MapEntry | undefined => {
    let first: MapEntry | undefined;
    for (const spelling of spellings) {
      known.add(spelling);
      for (const entry of node.entries) {
        if (entry.key !== spelling) continue;
        if (first !== undefined && !taken.has(entry)) {
          problems.report('normalize-key-twice', { key: entry.key, first: first.key, within }, entry.keyAt);
        }
        first ??= entry;
        taken.add(entry);
      }
    }
    return first;
  };

  const take = (...spellings: readonly string[]): DataNode | undefined => takeEntry(...spellings)?.value;

  const rest = (): readonly MapEntry[] => node.entries.filter((entry) => !taken.has(entry));

  return {
    at: node.at,
    takeEntry,
    take,
    need: (...spellings) =>
      take(...spellings) ?? problems.report('normalize-key-missing', { key: spellings[0], within }, node.at),
    rest,
    finish: (unsupported = [], elsewhere = new Map()) => {
      for (const { key, keyAt } of rest()) {
        if (unsupported.includes(key)) problems.report('normalize-not-supported', { part: key }, keyAt);
        else {
          const instead = elsewhere.get(key);
          problems.report('normalize-key-unknown', { key, within, known: [...known, ...unsupported], instead }, keyAt);
        }
      }
    },
  };
}

/** A reader over a node that must be a map; anything else is reported. */
export function readerOf(node: DataNode, within: string, problems: Problems): Reader | undefined {
  if (node.kind === 'map') return createReader(node, within, problems);
  return problems.report('normalize-value-kind', { what: within, expected: 'a map', found: wordsFor(node) }, node.at);
}
