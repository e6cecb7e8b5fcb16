/** What is declared of claims: how many are refused, sent twice and corrected, and how long they take. */
import type { ClaimFigure, Declaration, Distribution, Relation, SourceRange, Term } from '../../../model/index.ts';
import { readsNothing } from '../../expressions.ts';
import { eventKeyOf } from '../../keys.ts';
import { boolean, call, column, day, filter, integer, joinOn, keep, literal, named, project } from '../../terms.ts';
import { billingOf, fateShares, leavesOut, needsApproval, refusedShare } from '../../tables/membersim/index.ts';
import type { Billing } from '../../tables/membersim/index.ts';
import { curveOf, lastOf } from '../curve.ts';
import { declaredDistribution } from '../declarations.ts';
import type { Sums } from '../sums.ts';
import { known, rowsOfMany, shareOf } from './records.ts';
import type { Records } from './records.ts';

export function declaredOfClaims(records: Records): readonly Declaration[] {
  const billing = records.has('membersim', 'claims') ? billingOf(records.context, records.timeline) : undefined;
  if (billing === undefined || billing.templates.length === 0) return [];
  const horizons = horizonsOf(records, billing);
  const fates = declaredFates(records, { billing, horizons });
  return [...fates, ...declaredAuthorizations(records, billing)];
}

interface Claiming {
  readonly billing: Billing;
  readonly horizons: Horizons;
}

/** Days by which something is to be done so that what may follow is seen by `as_of`, whatever is drawn. */
interface Horizons {
  /** The last day of service whose claim has come in. */
  readonly submitted: Term;
  /** The last day of receipt of a claim that is decided. */
  readonly decided: Term;
  /** The last day of a first receipt or decision of which what is sent again is decided. */
  readonly again: Term;
}

function horizonsOf({ context: { cohort } }: Records, { templates, figure }: Billing): Horizons {
  const asOf = day(cohort.profile.asOf.value);
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

const SECTION = 'claims';

/** Claims as they were first sent, by number of what makes them: `needs` an authorization, and which distributions are theirs. */
function firstClaims({ templates }: Billing, rows: Relation): Relation {
  const values: Relation = {
    kind: 'values',
    columns: [
      { name: 'claim_key', type: integer },
      { name: 'needs', type: boolean },
      { name: 'submission', type: integer },
      { name: 'payment', type: integer },
    ],
    rows: templates.map((one) => [
      one.key,
      needsApproval(one),
      distinctOf(templates.map(({ rule }) => rule.submission)).indexOf(keyOf(one.rule.submission)),
      distinctOf(templates.map(({ rule }) => rule.payment)).indexOf(keyOf(one.rule.payment)),
    ]),
  };
  return joinOn(
    { kind: 'extend', input: rows, columns: [named('claim_key', eventKeyOf(column('claim_id')))] },
    values,
    'claim_key',
  );
}

function keyOf(distribution: Distribution | undefined): string {
  return JSON.stringify(distribution);
}

function distinctOf(distributions: readonly (Distribution | undefined)[]): readonly string[] {
  return [...new Set(distributions.map(keyOf))];
}

function declaredFates(records: Records, { billing, horizons }: Claiming): readonly Declaration[] {
  const { context } = records;
  const { claims, types } = billing;
  const shares = fateShares(billing);
  const gaps = leavesOut(billing);
  const at = (figure: ClaimFigure): SourceRange => claims.figures.get(figure)?.at ?? context.cohort.profile.at;
  const codeOf = (name: string): string | null => claims.reasons.find(({ reason }) => reason === name)?.code ?? null;
  const isCode = (...names: readonly string[]): Term =>
    call(
      'or',
      literal(false),
      ...names.map((name) => call('equal', column('adjustment_code'), literal(codeOf(name), types.code))),
    );
  const isStatus = (name: string, of = 'status'): Term => call('equal', column(of), literal(name, types.status));

  const decided = filter(
    rowsOfMany('membersim', 'remittances', 'claim_id', context),
    call('equal', column('sequence'), 1),
  );
  const counted = records.of(firstClaims(billing, decided), (sums) => {
    const covered = sums.bind(call('not', isCode('before_coverage', 'after_coverage', 'out_of_network')));
    const needing = call('and', covered, column('needs'));
    const able = gaps ? call('and', covered, call('not', isCode('not_covered'))) : covered;
    return {
      covered: sums.count(covered),
      incomplete: sums.count(call('and', covered, isCode('incomplete'))),
      needing: sums.count(needing),
      unauthorized: sums.count(call('and', needing, isCode('no_authorization'))),
      uncovered: sums.count(call('and', covered, isCode('not_covered'))),
      unnecessary: sums.count(call('and', covered, isCode('unnecessary'))),
      coveredBefore: sums.count(call('and', able, call('less_or_equal', column('remitted_on'), horizons.again))),
    };
  });

  const sent = rowsOfMany('membersim', 'claims', 'claim_id', context);
  const first = records.of(firstClaims(billing, sent), (sums) => {
    const isEarly = (name: string): Term => known(call('less_or_equal', column(name), horizons.again));
    return {
      received: sums.count(isEarly('received_date')),
      reversed: sums.count(call('and', isStatus('reversed'), isEarly('paid_date'))),
      lags: declaredLags({ billing, horizons }, sums),
    };
  });

  const again = project(filter(sent, call('not', call('is_null', column('replaces_claim_id')))), [
    named('claim_id', column('replaces_claim_id')),
    named('again_status', column('status')),
  ]);
  const originals = project(sent, ['claim_id', 'received_date', 'status'].map(keep));
  const repeated = records.of(joinOn(originals, again, 'claim_id'), (sums) =>
    sums.count(
      call('and', isStatus('denied', 'again_status'), call('less_or_equal', column('received_date'), horizons.again)),
    ),
  );
  if (shares === undefined) return first.lags;

  const head = (quantity: string, figure: ClaimFigure, people: number, among: string) => ({
    section: SECTION,
    quantity,
    part: '',
    among,
    people,
    at: at(figure),
  });
  const within = 'within coverage and network';
  const tells = (...names: readonly string[]): boolean => {
    const others = new Set(claims.reasons.filter(({ reason }) => !names.includes(reason)).map(({ code }) => code));
    return names.every((name) => !others.has(codeOf(name) ?? ''));
  };
  const hasReasons = tells('before_coverage', 'after_coverage', 'out_of_network');
  return [
    ...(hasReasons && tells('incomplete')
      ? [
          shareOf(head('incomplete', 'incomplete_share', counted.covered, within), {
            holding: counted.incomplete,
            target: shares.incomplete,
          }),
        ]
      : []),
    ...(hasReasons && tells('no_authorization') && billing.templates.some(needsApproval)
      ? [
          shareOf(head('no authorization', 'unauthorized_share', counted.needing, `${within}, that need one`), {
            holding: counted.unauthorized,
            target: shares.unauthorized,
          }),
        ]
      : []),
    ...(['uncovered', 'unnecessary'] as const).flatMap((fate) => {
      const isTold = hasReasons && shares[fate] > 0 && tells(fate === 'uncovered' ? 'not_covered' : fate);
      if (!isTold || (fate === 'uncovered' && gaps)) return [];
      const words = fate === 'uncovered' ? 'not covered' : 'not necessary';
      return [
        shareOf(head(words, `${fate}_share`, counted.covered, within), {
          holding: counted[fate],
          target: shares[fate],
        }),
      ];
    }),
    ...(hasReasons && (!gaps || shares.uncovered === 0)
      ? [
          shareOf(head('corrected', 'correction_share', counted.coveredBefore, within), {
            holding: first.reversed,
            target: shares.corrected,
          }),
        ]
      : []),
    shareOf(head('sent twice', 'duplicate_share', first.received, ''), {
      holding: repeated,
      target: shares.repeated,
    }),
    ...first.lags,
  ];
}

/** Of claims whose service, or whose receipt, is so long ago that none can be missing. */
function declaredLags({ billing, horizons }: Claiming, sums: Sums): readonly Declaration[] {
  const { templates } = billing;
  const lags = [
    {
      of: 'submission',
      quantity: 'days to receipt',
      from: 'service_to',
      to: 'received_date',
      until: horizons.submitted,
    },
    { of: 'payment', quantity: 'days to decision', from: 'received_date', to: 'paid_date', until: horizons.decided },
  ] as const;
  return lags.flatMap(({ of, quantity, from, to, until }) => {
    const all = templates.map(({ rule }) => rule[of]);
    const distinct = distinctOf(all);
    return distinct.flatMap((key, number) => {
      const rules = templates.filter(({ rule }) => keyOf(rule[of]) === key).map(({ rule }) => rule);
      const distribution = rules[0]?.[of];
      if (distribution === undefined || distribution.kind === 'conditional') return [];
      const isOf = distinct.length === 1 ? [] : [call('equal', column(of), number)];
      const words = distinct.length === 1 ? '' : namesOf(rules.map(({ name }) => name));
      return declaredDistribution(
        {
          section: SECTION,
          quantity,
          value: call('days_between', column(from), column(to)),
          type: integer,
          quota: false,
          settled: () => undefined,
          among: { words, holds: sums.bind(call('and', call('less_or_equal', column(from), until), ...isOf)) },
          at: distribution.at,
        },
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

/** Of those that are asked for a claim. */
function declaredAuthorizations(records: Records, billing: Billing): readonly Declaration[] {
  const { context, has } = records;
  const refused = refusedShare(billing);
  const place = billing.claims.figures.get('refused_share');
  if (!has('membersim', 'authorizations') || !billing.templates.some(needsApproval) || place === undefined) return [];
  const all = rowsOfMany('membersim', 'authorizations', 'authorization_id', context);
  const ofClaims = filter(all, known(call('equal', column('claim_id'), column('authorization_id'))));
  return records.of(ofClaims, (sums) => [
    shareOf(
      {
        section: SECTION,
        quantity: 'authorization',
        part: 'refused',
        among: '',
        people: sums.count(literal(true)),
        at: place.at,
      },
      { holding: sums.count(call('equal', column('status'), literal('denied', statusType))), target: refused },
    ),
  ]);
}

const statusType = { kind: 'enumeration', schema: 'membersim', name: 'authorization_status' } as const;
