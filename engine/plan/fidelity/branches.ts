/** The branches that people take where that is decided with them and all who take the journey come to the branch point. */
import type { Declaration } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { timelineTypes } from '../events.ts';
import { call } from '../terms.ts';
import { linesOf } from './branch-lines.ts';
import type { BranchLine } from './branch-lines.ts';
import { beganOn, comingsOf, hasCome } from './comings.ts';
import type { Coming } from './comings.ts';
import { declaredOfEach, declaredShare } from './declarations.ts';
import type { Quantity } from './declarations.ts';
import type { Summing } from './regimes.ts';

export function declaredBranches(context: PlanContext, asking: Summing): readonly Declaration[] {
  return comingsOf(context)
    .filter(({ by }) => by === undefined)
    .flatMap((coming) => linesOf(coming, context, asking).map((line) => declaredLine(line, coming, context, asking)));
}

function declaredLine(
  { quantity, part, among: words, holds, taken, share, outOf, at }: BranchLine,
  coming: Coming,
  context: PlanContext,
  { sums, settled }: Summing,
): Declaration {
  const began = beganOn(coming);
  const came = call('and', call('not', call('is_null', began)), hasCome(coming, began, context), ...holds);
  const of: Quantity = {
    section: 'branches',
    quantity,
    value: taken,
    type: timelineTypes(context).branch,
    quota: false,
    settled,
    ...(outOf === undefined ? {} : { outOf }),
    among: { words, holds: came },
    at,
  };
  return typeof share === 'number'
    ? declaredShare(of, { part, target: share }, sums)
    : declaredOfEach(of, share, sums, part);
}
