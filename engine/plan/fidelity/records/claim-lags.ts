/** How long claims take: of those whose service, or whose receipt, is so long ago that none can be missing. */
import type { Declaration } from '../../../model/index.ts';
import { readsNothing } from '../../expressions.ts';
import { call, column, integer } from '../../terms.ts';
import { declaredDistribution } from '../declarations.ts';
import type { Sums } from '../sums.ts';
import type { Claiming } from './first-claims.ts';
import { CLAIMS, quantityOf } from './records.ts';

const LAGS = [
  { of: 'submission', quantity: 'days to receipt', from: 'service_to', to: 'received_date', until: 'submitted' },
  { of: 'payment', quantity: 'days to decision', from: 'received_date', to: 'paid_date', until: 'decided' },
] as const;

export function declaredLags({ lags, horizons }: Claiming, sums: Sums): readonly Declaration[] {
  return LAGS.flatMap(({ of, quantity, from, to, until }) => {
    const groups = lags[of];
    return groups.flatMap(({ distribution, templates }, number) => {
      if (distribution === undefined || distribution.kind === 'conditional') return [];
      const isOf = groups.length === 1 ? [] : [call('equal', column(of), number)];
      const words = groups.length === 1 ? '' : namesOf(templates.map(({ rule }) => rule.name));
      return declaredDistribution(
        quantityOf({
          section: CLAIMS,
          quantity,
          value: call('days_between', column(from), column(to)),
          type: integer,
          among: {
            words,
            holds: sums.bind(call('and', call('less_or_equal', column(from), horizons[until]), ...isOf)),
          },
          at: distribution.at,
        }),
        distribution,
        sums,
        readsNothing,
      );
    });
  });
}

const FEW_NAMES = 2;

/** `office, virtual and 9 more`. */
function namesOf(names: readonly string[]): string {
  const words = [...new Set(names)].map((name) => name.replaceAll('_', ' '));
  const [shown, others] = [words.slice(0, FEW_NAMES), words.length - FEW_NAMES];
  return others > 0 ? `${shown.join(', ')} and ${others} more` : shown.join(', ');
}
