/** What becomes of a claim: paid, denied for a reason, sent twice, or paid, taken back and paid again. */
import type { AdjustmentReasonName, NamedTerm, Term } from '../../../model/index.ts';
import { call, cast, column, double, integer, literal, named, output, when } from '../../terms.ts';
import type { Billing } from './billing.ts';
import { needsApproval } from './claim-values.ts';
import { leavesOut } from './cost-sharing.ts';

/**
 * One draw decides: each fate has its stretch of (0, 1), which begins at a place of its own and goes round at the end. So a share
 * that is changed moves the claims at the end of its stretch, and no other fate.
 */
export const BEGINNINGS = {
  incomplete: 0,
  unauthorized: 0.25,
  corrected: 0.5,
  repeated: 0.75,
  uncovered: 0.85,
  unnecessary: 0.9,
  misdirected: 0.95,
} as const;

export type Fate = keyof typeof BEGINNINGS;

/** How far into the stretch of a fate the draw lies, from 0 to 1 for what meets it. */
function within(fate: Fate, share: number): Term {
  const drawn = column('drawn:fate');
  const from = literal(BEGINNINGS[fate], double);
  const ahead = call('subtract', drawn, from);
  const round = BEGINNINGS[fate] === 0 ? drawn : when(call('less', drawn, from), call('add', ahead, 1), ahead);
  return call('divide', round, literal(share, double));
}

function meets(fate: Fate, share: number): Term {
  const [drawn, from] = [column('drawn:fate'), BEGINNINGS[fate]];
  if (share === 0) return literal(false);
  const before = (end: number): Term => call('less', drawn, literal(end, double));
  if (from === 0) return before(share);
  const behind = call('greater_or_equal', drawn, literal(from, double));
  return from + share <= 1 ? call('and', behind, before(from + share)) : call('or', behind, before(from + share - 1));
}

/** Whether a claim is sent again, as far as that is drawn: `again` is 1 where it is. */
export function sendingTerms({ figure }: Billing): readonly NamedTerm[] {
  return [
    named('corrects', meets('corrected', figure('correction_share'))),
    named('repeats', meets('repeated', figure('duplicate_share'))),
    named('again', when(call('or', output('corrects'), output('repeats')), literal(1), literal(0))),
  ];
}

/** Whether it is refused, and why; only what is paid is corrected. */
export function fateTerms(billing: Billing): readonly NamedTerm[] {
  const { figure, templates } = billing;
  const [least, most] = [figure('correction_days_min'), figure('correction_days_max')];
  const share = (fate: Fate, name: 'correction_share' | 'duplicate_share'): Term =>
    figure(name) === 0 ? literal(0, double) : call('least', within(fate, figure(name)), literal(1, double));
  const repeated = when(column('repeats'), share('repeated', 'duplicate_share'), literal(0, double));
  const waited = when(column('corrects'), share('corrected', 'correction_share'), repeated);
  const days = Math.max(0, most - least);
  const wait = call('least', call('floor', call('multiply', waited, literal(days + 1, double))), days);
  const late = call('not', column('covered'));
  const early = call('and', late, call('less', column('service_from'), column('covered_from')));
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
        [meets('incomplete', figure('incomplete_share')), 'incomplete'],
        ...(leavesOut(billing) ? ([[call('not', column('is_benefit')), 'not_covered']] as const) : []),
        ...drawnReasons(billing),
      ] as const
    ).map(([held, name]) => ({ when: held, then: literal(REASON_NUMBERS[name]) })),
    otherwise: literal(0),
  };
  const unapproved = call('and', column('needs_approval'), meets('unauthorized', figure('unauthorized_share')));
  return [
    named('approved', templates.some(needsApproval) ? call('not', unapproved) : literal(true)),
    named('refused', reason),
    named('corrected', call('and', call('equal', output('refused'), 0), column('corrects'))),
    named('duplicated', call('and', call('not', output('corrected')), column('repeats'))),
    named('wait_days', cast(call('add', wait, least), integer)),
  ];
}

/** Reasons that a payer gives for a share of all claims, where it does. */
function drawnReasons({ figure }: Billing): readonly (readonly [Term, AdjustmentReasonName])[] {
  const reasons = [
    ['uncovered', figure('uncovered_share'), 'not_covered'],
    ['unnecessary', figure('unnecessary_share'), 'unnecessary'],
  ] as const;
  return reasons.flatMap(([fate, share, name]) => (share > 0 ? [[meets(fate, share), name] as const] : []));
}

/** Of what came before coverage began, which another payer covered, a share is sent to this one. */
export function isSentHere({ figure }: Billing): Term {
  const early = call('less', column('service_from'), column('covered_from'));
  return call('or', call('not', early), meets('misdirected', figure('misdirected_share')));
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
  not_covered: 8,
  unnecessary: 9,
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
        // The most frequent is asked first, for each question costs as much as the one before.
        { when: call('equal', output('adjusted'), numberOf('contractual')), then: own('contractual') },
        ...claims.reasons
          .filter(({ reason }) => reason !== 'contractual')
          .map(({ reason }) => ({ when: call('equal', output('adjusted'), numberOf(reason)), then: own(reason) })),
      ],
      otherwise: literal(null, type),
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
