/** Days by which something of a claim is to be done so that what may follow is seen by `as_of`, whatever is drawn. */
import type { CohortSpecification, Distribution, Term } from '../../../model/index.ts';
import { call, day } from '../../terms.ts';
import type { Billing } from '../../tables/membersim/index.ts';
import { curveOf, lastOf } from '../curve.ts';

export interface Horizons {
  /** The last day of service whose claim has come in. */
  readonly submitted: Term;
  /** The last day of receipt of a claim that is decided. */
  readonly decided: Term;
  /** The last day of a first receipt or decision of which what is sent again is decided. */
  readonly again: Term;
}

export function horizonsOf({ profile }: CohortSpecification, { templates, figure }: Billing): Horizons {
  const asOf = day(profile.asOf.value);
  const before = (days: number): Term => call('add_days', asOf, -days);
  const longest = (all: readonly (Distribution | undefined)[]): number =>
    Math.max(0, ...all.map((one) => Math.ceil(longestOf(one))));
  const decides = longest(templates.map(({ rule }) => rule.payment));
  return {
    submitted: before(longest(templates.map(({ rule }) => rule.submission))),
    decided: before(decides),
    again: before(decides + figure('correction_days_max')),
  };
}

function longestOf(distribution: Distribution | undefined): number {
  if (distribution === undefined) return 0;
  if (distribution.kind === 'fixed') return Number(distribution.value);
  const curve = curveOf(distribution);
  return curve === undefined ? 0 : lastOf(curve);
}
