/** What is to be told of a branch point that is decided with the people: of each branch the share of those who come there. */
import type { BranchPoint, Journey, SourceRange, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { branchColumn, timelineTypes } from '../events.ts';
import { probabilityTerm } from '../sampling.ts';
import { asColumns } from '../state/columns.ts';
import { call, column, double, known, literal } from '../terms.ts';
import { groupsOf } from './regimes.ts';
import type { Asking } from './regimes.ts';

export interface Parting {
  readonly journey: Journey;
  readonly point: BranchPoint;
}

/** Terms are over the columns of people. */
export interface BranchLine {
  readonly quantity: string;
  readonly part: string;
  readonly among: string;
  /** Of whom it speaks, besides that they come to the point. */
  readonly holds: readonly Term[];
  readonly taken: Term;
  /** That of everybody, or each one's own. */
  readonly share: number | Term;
  /** How many drew by quota. */
  readonly outOf?: number;
  readonly at: SourceRange;
}

/** More groups would be told by too many lines. */
const MOST_GROUPS = 16;

/** Quotas are spread over everybody, a line for each group in which the shares are the same: of the part who come there they leave less to chance. */
export function linesOf(parting: Parting, context: PlanContext, asking: Asking): readonly BranchLine[] {
  const { profile } = context.cohort;
  const { branches } = parting.point;
  const before = onWay(parting, context);
  const head = { quantity: quantityOf(parting, context), among: before.words };
  const lineOf = (index: number, share: number | Term): BranchLine[] => {
    const branch = branches[index];
    if (branch === undefined) return [];
    const { name, at } = branch;
    return [{ ...head, part: name, holds: before.holds, taken: isTaken(name, parting, context), share, at }];
  };
  if (profile.sampling.value !== 'stratified')
    return branches.flatMap((_, index) => lineOf(index, ownShare(parting, index, asking)));
  const groups = groupsOf(
    branches.map(({ share }) => share),
    asking,
  );
  if (groups.length > MOST_GROUPS) return [];
  return groups.flatMap(({ words, holds, shares }) =>
    branches.flatMap((_, index) => {
      const target = upTo(shares, index + 1) - upTo(shares, index);
      if (target === 0) return [];
      return lineOf(index, target).map((line) => ({
        ...line,
        among: [line.among, words].filter((one) => one !== '').join(', '),
        holds: [...line.holds, ...(words === '' ? [] : [holds])],
        outOf: profile.count.value,
      }));
    }),
  );
}

function upTo(shares: readonly number[], count: number): number {
  return Math.min(
    1,
    shares.slice(0, count).reduce((sum, one) => sum + one, 0),
  );
}

function quantityOf({ journey, point }: Parting, { cohort }: PlanContext): string {
  return cohort.journeys.length === 1 ? point.id : `${journey.id}/${point.id}`;
}

function isTaken(branch: string, { journey, point }: Parting, context: PlanContext): Term {
  return call('equal', column(branchColumn(journey.id, point.id)), literal(branch, timelineTypes(context).branch));
}

/** The share that is left by the branches before it. */
function ownShare({ point }: Parting, index: number, { scope }: Asking): number | Term {
  const shares = point.branches.slice(0, index + 1).map(({ share }) => share);
  const constants = shares.flatMap((one) => (one.kind === 'constant' ? [one.value] : []));
  if (constants.length === shares.length) return upTo(constants, index + 1) - upTo(constants, index);
  const terms = shares.map((one) => asColumns(probabilityTerm(one, scope)));
  const least = (some: readonly Term[]): Term => {
    const sum = some.reduce((all, one) => call('add', all, one), literal(0, double));
    return call('least', sum, literal(1, double));
  };
  return call('subtract', least(terms), least(terms.slice(0, -1)));
}

/** Of the branch of another point on which it lies. */
function onWay(
  { journey, point: { within } }: Parting,
  context: PlanContext,
): { readonly words: string; readonly holds: readonly Term[] } {
  const point = journey.branchPoints?.find(({ id }) => id === within?.point);
  if (within === undefined || point === undefined) return { words: '', holds: [] };
  return { words: within.branch, holds: [known(isTaken(within.branch, { journey, point }, context))] };
}
