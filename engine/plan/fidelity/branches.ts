/** The branches that people take where that is decided with them: the share of those who come to the branch point. */
import type { BranchPoint, Declaration, Expression, Journey, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { branchColumn, timelineTypes } from '../events.ts';
import type { Scope } from '../expressions.ts';
import { probabilityTerm } from '../sampling.ts';
import { movedAttributes } from '../state/effects.ts';
import { isDecidedLate } from '../state/decided-late.ts';
import { call, column, double, literal } from '../terms.ts';
import { declaredOfEach, declaredShare } from './declarations.ts';
import type { Quantity } from './declarations.ts';
import { asColumns } from '../state/columns.ts';
import type { Sums } from './sums.ts';

interface Declaring {
  readonly sums: Sums;
  readonly scope: Scope;
  readonly settled: (expression: Expression) => boolean | undefined;
}

/** Quotas are spread over everybody, so that nothing is claimed of the part who come to a branch point. */
export function declaredBranches(context: PlanContext, declaring: Declaring): readonly Declaration[] {
  const { cohort } = context;
  if (cohort.profile.sampling.value === 'stratified') return [];
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

const ZERO = literal(0, double);

function cameTo({ journey, point }: Parting, context: PlanContext): NonNullable<Quantity['among']> {
  const takes = call('not', call('is_null', column(`journey:${journey.id}`)));
  if (point.within === undefined) return { words: '', holds: takes };
  const { point: before, branch } = point.within;
  const type = timelineTypes(context).branch;
  const came = call('equal', column(branchColumn(journey.id, before)), literal(branch, type));
  return { words: branch, holds: call('and', takes, call('coalesce', came, false)) };
}
