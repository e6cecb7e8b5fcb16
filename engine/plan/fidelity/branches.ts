/** The branches that people take where that is decided with them: the share of those who come to the branch point. */
import type { BranchPoint, Declaration, Expression, Journey, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { branchColumn, timelineTypes } from '../events.ts';
import type { Scope } from '../expressions.ts';
import { probabilityTerm } from '../sampling.ts';
import { movedAttributes } from '../state/effects.ts';
import { isDecidedLate } from '../state/decided-late.ts';
import { call, column, double, known, literal } from '../terms.ts';
import { declaredOfEach, declaredShare } from './declarations.ts';
import { groupsOf } from './regimes.ts';
import type { Quantity } from './declarations.ts';
import { asColumns } from '../state/columns.ts';
import type { Sums } from './sums.ts';

interface Declaring {
  readonly sums: Sums;
  readonly scope: Scope;
  readonly settled: (expression: Expression) => boolean | undefined;
}

/** Quotas are spread over everybody: of the part who come to a branch point they leave less to chance. */
export function declaredBranches(context: PlanContext, declaring: Declaring): readonly Declaration[] {
  const { cohort } = context;
  const moved = movedAttributes(cohort);
  return cohort.journeys.flatMap((journey) =>
    (journey.branchPoints ?? [])
      .filter(({ id }) => !isDecidedLate(journey, id, moved))
      .flatMap((point) => branchesOf({ journey, point }, context, declaring)),
  );
}

interface Parting {
  readonly journey: Journey;
  readonly point: BranchPoint;
}

function branchesOf(
  { journey, point }: Parting,
  context: PlanContext,
  { sums, scope, settled }: Declaring,
): readonly Declaration[] {
  const type = timelineTypes(context).branch;
  const quantity = context.cohort.journeys.length === 1 ? point.id : `${journey.id}/${point.id}`;
  const taken = column(branchColumn(journey.id, point.id));
  const among = cameTo({ journey, point }, context);
  if (context.cohort.profile.sampling.value === 'stratified')
    return byQuota({ type, quantity, taken, among, point }, context, { sums, scope, settled });
  return point.branches.map(({ name, share, at }, index) => {
    const value = call('equal', taken, literal(name, type));
    const of: Quantity = { section: 'branches', quantity, value, type, quota: false, settled, among, at };
    const before = point.branches.slice(0, index).map((one) => one.share);
    const constants = [...before, share].map((one) => (one.kind === 'constant' ? one.value : undefined));
    if (constants.every((one) => one !== undefined)) {
      const below = Math.min(
        1,
        constants.slice(0, -1).reduce((sum, one) => sum + one, 0),
      );
      return declaredShare(of, { part: name, target: Math.min(1, below + (constants.at(-1) ?? 0)) - below }, sums);
    }
    const upTo = (some: readonly (typeof share)[]): Term =>
      some.map((one) => asColumns(probabilityTerm(one, scope))).reduce((sum, one) => call('add', sum, one), ZERO);
    const least = (term: Term): Term => call('least', term, literal(1, double));
    return declaredOfEach(of, call('subtract', least(upTo([...before, share])), least(upTo(before))), sums, name);
  });
}

interface Quotas {
  readonly type: Quantity['type'];
  readonly quantity: string;
  readonly taken: Term;
  readonly among: NonNullable<Quantity['among']>;
  readonly point: BranchPoint;
}

/** More groups would be told by too many lines. */
const MOST_GROUPS = 16;

/** A line for each group in which the shares are the same for everybody. */
function byQuota(
  { type, quantity, taken, among, point: { branches } }: Quotas,
  { cohort: { profile } }: PlanContext,
  declaring: Declaring,
): readonly Declaration[] {
  const groups = groupsOf(
    branches.map(({ share }) => share),
    declaring,
  );
  if (groups.length > MOST_GROUPS) return [];
  return groups.flatMap(({ words, holds, shares }) =>
    branches.flatMap(({ name, at }, index) => {
      const upTo = (count: number): number =>
        Math.min(
          1,
          shares.slice(0, count).reduce((sum, one) => sum + one, 0),
        );
      const target = upTo(index + 1) - upTo(index);
      if (target === 0) return [];
      const who = [among.words, words].filter((one) => one !== '').join(', ');
      const value = call('equal', taken, literal(name, type));
      const of: Quantity = {
        section: 'branches',
        quantity,
        value,
        type,
        quota: false,
        outOf: profile.count.value,
        settled: declaring.settled,
        among: { words: who, holds: words === '' ? among.holds : call('and', among.holds, holds) },
        at,
      };
      return [declaredShare(of, { part: name, target }, declaring.sums)];
    }),
  );
}

const ZERO = literal(0, double);

function cameTo({ journey, point }: Parting, context: PlanContext): NonNullable<Quantity['among']> {
  const takes = call('not', call('is_null', column(`journey:${journey.id}`)));
  if (point.within === undefined) return { words: '', holds: takes };
  const { point: before, branch } = point.within;
  const type = timelineTypes(context).branch;
  const came = call('equal', column(branchColumn(journey.id, before)), literal(branch, type));
  return { words: branch, holds: call('and', takes, known(came)) };
}
