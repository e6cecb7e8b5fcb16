/** What becomes of a claim: paid, denied for a reason, sent twice, or paid, taken back and paid again. */
import type { AdjustmentReasonName, NamedTerm, Term } from '../../../model/index.ts';
import { call, cast, column, double, integer, literal, named, output } from '../../terms.ts';
import type { Billing } from './billing.ts';
import { drawOfClaim } from './draws.ts';

function chance(stream: string, share: number): Term {
  return share === 0 ? literal(false) : call('less', drawOfClaim(stream), literal(share, double));
}

/** Whether a claim is sent again, as far as that is drawn. */
export function sendingTerms({ figure }: Billing): readonly NamedTerm[] {
  return [
    named('corrects', chance('correction', figure('correction_share'))),
    named('repeats', chance('duplicate', figure('duplicate_share'))),
  ];
}

/** Whether it is refused, and why; only what is paid is corrected. */
export function fateTerms({ figure }: Billing): readonly NamedTerm[] {
  const [least, most] = [figure('correction_days_min'), figure('correction_days_max')];
  const wait = call('floor', call('multiply', drawOfClaim('waiting'), Math.max(1, most - least + 1)));
  const from = column('service_from');
  const late = call('not', column('covered'));
  const early = call('and', late, call('less', from, column('covered_from')));
  const outside = call(
    'and',
    call('not', column('in_network')),
    call('not', column('covers_out')),
    call('not', column('emergency')),
  );
  const reason: Term = {
    kind: 'case',
    branches: (
      [
        [early, 'before_coverage'],
        [late, 'after_coverage'],
        [outside, 'out_of_network'],
        [call('not', output('approved')), 'no_authorization'],
        [chance('fate', figure('incomplete_share')), 'incomplete'],
      ] as const
    ).map(([held, name]) => ({ when: held, then: literal(REASON_NUMBERS[name]) })),
    otherwise: literal(0),
  };
  const sound = call('equal', output('refused'), 0);
  return [
    named(
      'approved',
      call('or', call('not', column('needs_approval')), call('not', chance('approval', figure('unauthorized_share')))),
    ),
    named('refused', reason),
    named('corrected', call('and', sound, column('corrects'))),
    named('duplicated', call('and', call('not', output('corrected')), column('repeats'))),
    named('wait_days', cast(call('add', wait, least), integer)),
  ];
}

const REASON_NUMBERS: Readonly<Record<AdjustmentReasonName, number>> = {
  contractual: 0,
  before_coverage: 1,
  after_coverage: 2,
  out_of_network: 3,
  no_authorization: 4,
  incomplete: 5,
  duplicate: 6,
  reversed: 7,
};

/** `status`, and the group and code of what is not paid. */
export function adjustmentTerms({ claims, types }: Billing, asOf: Term): readonly NamedTerm[] {
  const status = (name: string): Term => literal(name, types.status);
  const again = call('equal', column('version'), 1);
  const open = (name: string): Term => call('greater', column(name), asOf);
  const refusal = call('greater', column('refused'), 0);
  const secondTime = call('and', again, column('duplicated'));
  const replaced = call('and', column('corrected'), call('less_or_equal', column('again_decided'), asOf));
  const numberOf = (name: AdjustmentReasonName): Term => literal(REASON_NUMBERS[name]);
  const adjusted: Term = {
    kind: 'case',
    branches: [
      { when: secondTime, then: numberOf('duplicate') },
      { when: refusal, then: column('refused') },
      { when: call('and', call('not', again), replaced), then: numberOf('reversed') },
    ],
    otherwise: numberOf('contractual'),
  };
  const codeOf = (part: 'group' | 'code'): Term => {
    const type = types[part];
    const own = (name: AdjustmentReasonName): Term =>
      literal(claims.reasons.find(({ reason }) => reason === name)?.[part] ?? null, type);
    return {
      kind: 'case',
      branches: [
        { when: call('equal', output('status'), status('pending')), then: literal(null, type) },
        ...claims.reasons
          .filter(({ reason }) => reason !== 'contractual')
          .map(({ reason }) => ({ when: call('equal', output('adjusted'), numberOf(reason)), then: own(reason) })),
      ],
      otherwise: own('contractual'),
    };
  };
  return [
    named('adjusted', adjusted),
    named('status', {
      kind: 'case',
      branches: [
        { when: open('decided_on'), then: status('pending') },
        { when: call('or', secondTime, refusal), then: status('denied') },
        { when: again, then: status('corrected') },
        { when: replaced, then: status('reversed') },
      ],
      otherwise: status('paid'),
    }),
    named('adjustment_group', codeOf('group')),
    named('adjustment_code', codeOf('code')),
  ];
}
