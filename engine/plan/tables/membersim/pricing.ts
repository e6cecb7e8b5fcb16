/** What claims come to: charge, allowed amount, copay, and what of it deductible and coinsurance share. */
import type { Relation, Term } from '../../../model/index.ts';
import { rowKey } from '../../keys.ts';
import { call, cast, column, double, literal, named, output, smallint, when, wideMoney } from '../../terms.ts';
import type { Billing } from './billing.ts';
import { otherDiagnoses, principalTerm } from './claim-diagnoses.ts';
import { chosenOf } from './claim-values.ts';
import { copayDue } from './cost-sharing.ts';
import { adjustmentTerms } from './fate.ts';

/** With what is charged and allowed, what the claim is for, and what becomes of it by `as_of`. */
export function priced(claims: Relation, billing: Billing, asOf: Term): Relation {
  const again = call('equal', column('version'), 1);
  const pays = call('or', isStatus('paid', billing), isStatus('corrected', billing));
  const weights = new Map(
    [...chosenOf(billing).stays.values()].flatMap((drgs) => drgs.map(({ drg, weight }) => [drg, weight] as const)),
  );
  const weight: Term = {
    kind: 'case',
    branches: [...weights].map(([drg, value]) => ({
      when: call('equal', column('drg'), literal(drg, billing.types.drg)),
      then: literal(value, double),
    })),
    otherwise: literal(1, double),
  };
  const perDay = when(column('per_day'), cast(column('days'), double), literal(1, double));
  const size = call(
    'multiply',
    call('multiply', column('intensity_drawn'), perDay),
    weights.size === 0 ? literal(1, double) : weight,
  );
  const rate = when(column('in_network'), column('rate_in'), column('rate_out'));
  const decided: Relation = {
    kind: 'extend',
    input: claims,
    columns: [
      named('claim_id', rowKey(when(again, column('again_key'), column('claim_key')), column('occurrence'))),
      named('plan_year', cast(call('year_of', column('service_from')), smallint)),
      ...adjustmentTerms(billing, asOf),
      named('size', size),
      named('diagnosis', principalTerm(billing)),
    ],
  };
  return {
    kind: 'extend',
    input: decided,
    columns: [
      ...otherDiagnoses(billing),
      named('factor', when(pays, call('multiply', column('size'), rate), literal(0, double))),
      named(
        'charge_factor',
        call(
          'multiply',
          column('size'),
          call('greatest', column('list_rate'), call('multiply', rate, literal(LEAST_DISCOUNT, double))),
        ),
      ),
      named('charge', cast(call('multiply', output('charge_factor'), column('price')), wideMoney)),
      named('allowed', cast(call('multiply', output('factor'), column('price')), wideMoney)),
      named('copay', cast(call('least', output('allowed'), copayDue(billing)), wideMoney)),
      named('coinsurance_rate', when(column('in_network'), column('coinsurance_in'), column('coinsurance_out'))),
    ],
  };
}

/** Nobody charges less than a tenth above what is allowed. */
export const LEAST_DISCOUNT = 1.1;

function isStatus(status: string, { types }: Billing): Term {
  return call('equal', column('status'), literal(status, types.status));
}
