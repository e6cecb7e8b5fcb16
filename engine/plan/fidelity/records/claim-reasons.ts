/** Why claims were denied, as the code of their decision tells it. */
import type { AdjustmentReasonName, Term } from '../../../model/index.ts';
import { call, column, literal } from '../../terms.ts';
import type { Billing } from '../../tables/membersim/index.ts';

export interface ClaimReasons {
  readonly isOneOf: (...names: readonly AdjustmentReasonName[]) => Term;
  /** Whether the codes of these reasons are those of no other. */
  readonly tell: (...names: readonly AdjustmentReasonName[]) => boolean;
}

export function createReasons({ claims: { reasons }, types }: Billing): ClaimReasons {
  const codes = new Map(reasons.map(({ reason, code }) => [reason, code]));
  return {
    isOneOf: (...names) => {
      const isCode = names.map((name) =>
        call('equal', column('adjustment_code'), literal(codes.get(name) ?? null, types.code)),
      );
      return call('or', literal(false), ...isCode);
    },
    tell: (...names) => {
      const others = new Set(reasons.filter(({ reason }) => !names.includes(reason)).map(({ code }) => code));
      return names.every((name) => !others.has(codes.get(name) ?? ''));
    },
  };
}
