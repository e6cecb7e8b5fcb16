/**
 * What is declared of people who live together, as far as it is seen in each person: who they are to the subscriber, and what is
 * drawn for subscribers and those beside them. All of a household have one plan and one place, so these are counted by household.
 */
import type { Declaration, Household, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { householdBlock } from '../household-block.ts';
import { ORIGINS } from '../household-draws.ts';
import type { HouseholdBlock } from '../household-block.ts';
import { call, column, integer } from '../terms.ts';
import { declaredShare } from './declarations.ts';
import type { Quantity } from './declarations.ts';
import type { Sums } from './sums.ts';

/** In the order of their numbers. */
const ROLES = ['subscribers', 'spouses', 'children'] as const;
type Role = (typeof ROLES)[number];

type Among = NonNullable<Quantity['among']>;

function isOf(role: Role): Term {
  return call('equal', column('household_role'), ROLES.indexOf(role));
}

export function amongOf(role: Role): Among {
  return { words: role, holds: isOf(role) };
}

/** Who draw a quantity that a profile declares of people who live together, each for themselves; `undefined` where all people do. */
export function drawers(name: string, { cohort }: PlanContext): readonly Among[] | undefined {
  const { household } = cohort.profile;
  if (household === undefined) return undefined;
  const has = (role: Role): boolean =>
    household.kinds.some(({ adults, children }) => (role === 'spouses' ? adults > 1 : children > 0));
  const others = (['spouses', 'children'] as const).filter(has);
  if (name === 'gender') return (['subscribers', ...others] as const).map(amongOf);
  if (name === 'age') return (['subscribers', ...others.filter((role) => role === 'spouses')] as const).map(amongOf);
  return ORIGINS.includes(name) ? [amongOf('subscribers')] : undefined;
}

/** Quotas of households hold to the one that is begun before the first person. */
export const TO_A_HOUSEHOLD = 2;

/** Whole rounds of households have the declared shares to a household; a part of a round is the next people from some household on. */
export function declaredHouseholds(context: PlanContext, sums: Sums): readonly Declaration[] {
  const { household } = context.cohort.profile;
  if (household === undefined) return [];
  const { from, to } = context.cohort.persons;
  const block = householdBlock(household.kinds);
  const { members } = block;
  const rounds = Math.floor((to - from + 1) / members.length);
  const rest = (to - from + 1) % members.length;
  /** A range that begins within a round ends one, too. */
  const ends = (from - 1) % members.length === 0 ? 1 : 2;
  return ROLES.flatMap((role, number) => {
    const share = shareOfRole(role, household);
    if (share === 0 || share === 1) return [];
    const found = members.filter((member) => member.role === number).length;
    const within = rounds * Math.abs(found - share * members.length) + ends * farthest(block, { number, rest, share });
    return [
      declaredShare(
        {
          section: 'households',
          quantity: 'members',
          value: isOf(role),
          type: integer,
          quota: true,
          within,
          settled: () => undefined,
          at: household.at,
        },
        { part: role, target: share },
        sums,
      ),
    ];
  });
}

interface Part {
  readonly number: number;
  /** So many people. */
  readonly rest: number;
  readonly share: number;
}

/** By how many people a part of a round can differ from the share, from whichever household it begins. */
function farthest({ members, starts }: HouseholdBlock, { number, rest, share }: Part): number {
  const twice = [...members, ...members];
  let count = 0;
  const before = [0, ...twice.map(({ role }) => (count += role === number ? 1 : 0))];
  const differences = starts.map((start) =>
    Math.abs((before[start + rest] ?? 0) - (before[start] ?? 0) - share * rest),
  );
  return Math.max(0, ...differences);
}

function shareOfRole(role: Role, { kinds }: Household): number {
  const members = (of: (kind: Household['kinds'][number]) => number): number =>
    kinds.reduce((sum, kind) => sum + kind.weight * of(kind), 0);
  const all = members(({ adults, children }) => adults + children);
  if (role === 'children') return members(({ children }) => children) / all;
  return members(({ adults }) => (role === 'spouses' ? adults - 1 : 1)) / all;
}
