/** What people go to providers and facilities for: each specialty and each kind of facility, with its key. */
import type { ColumnType, Knowledge, NetworkKnowledge, SourceRange } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { nameKeys } from '../../keys.ts';

export interface Need {
  readonly of: 'specialty' | 'facility';
  readonly name: string;
  readonly key: number;
  readonly taxonomyCode: string;
  /** For 100,000 people. */
  readonly density: number;
  readonly at: SourceRange;
}

const NOTHING: NetworkKnowledge = {
  specialties: [],
  facilityKinds: [],
  visits: [],
  networks: [],
  rules: new Map(),
  listed: [],
};

export function networkKnowledge({ knowledge }: Pick<PlanContext, 'knowledge'>): NetworkKnowledge {
  return knowledge.network ?? NOTHING;
}

const known = new WeakMap<Knowledge, readonly Need[]>();

export function needsOf({ knowledge }: Pick<PlanContext, 'knowledge'>): readonly Need[] {
  const before = known.get(knowledge);
  if (before !== undefined) return before;
  const made = makeNeeds(networkKnowledge({ knowledge }));
  known.set(knowledge, made);
  return made;
}

function makeNeeds({ specialties, facilityKinds }: NetworkKnowledge): readonly Need[] {
  const needs = [
    ...specialties.map((one) => ({ ...one, of: 'specialty' as const, name: one.specialty })),
    ...facilityKinds.map((one) => ({ ...one, of: 'facility' as const, name: one.kind })),
  ];
  const keys = nameKeys(needs.map(pathOf));
  return needs.map((need) => ({
    of: need.of,
    name: need.name,
    key: keys.get(pathOf(need)) ?? 0,
    taxonomyCode: need.taxonomyCode,
    density: need.density,
    at: need.at,
  }));
}

function pathOf({ of, name }: Pick<Need, 'of' | 'name'>): string {
  return `${of}/${name}`;
}

/** The key of a specialty or kind of facility. */
export function needKey(context: PlanContext, of: Need['of'], name: string): number | undefined {
  return needsOf(context).find((need) => need.of === of && need.name === name)?.key;
}

export function needType(context: PlanContext, of: Need['of']): ColumnType {
  const names = needsOf(context).filter((need) => need.of === of);
  return context.enumerations.define(
    'networksim',
    of === 'specialty' ? 'specialty' : 'facility_kind',
    names.map(({ name }) => name),
  );
}

export function taxonomyType(context: PlanContext): ColumnType {
  return context.enumerations.define(
    'networksim',
    'taxonomy_code',
    needsOf(context)
      .map(({ taxonomyCode }) => taxonomyCode)
      .toSorted(),
  );
}
