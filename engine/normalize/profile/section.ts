/** A part of a profile over the same part of the defaults: what the profile leaves out, the defaults say. */
import type { DataNode, MapNode } from '../../model/index.ts';
import type { Problems } from '../problems.ts';
import type { Reader } from '../reader.ts';
import { createReader } from '../reader.ts';

export interface Found {
  readonly node: DataNode;
  /** It comes from the defaults, not from the profile. */
  readonly isDefault: boolean;
}

export interface Section {
  readonly take: (...spellings: readonly string[]) => Found | undefined;
  /** As `take`; that neither says it is an error. */
  readonly need: (...spellings: readonly [string, ...string[]]) => Found | undefined;
}

export function createSection(authored: Reader, defaults: MapNode | undefined, problems: Problems): Section {
  const fallback = defaults && createReader(defaults, 'the defaults', problems);
  const take = (...spellings: readonly string[]): Found | undefined => {
    const own = authored.take(...spellings);
    if (own !== undefined) return { node: own, isDefault: false };
    const other = fallback?.take(...spellings);
    return other && { node: other, isDefault: true };
  };
  return {
    take,
    need: (...spellings) =>
      take(...spellings) ?? problems.report('normalize-default-missing', { key: spellings[0] }, authored.at),
  };
}
