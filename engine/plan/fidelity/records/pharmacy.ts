/** What is declared of fills at the pharmacy: refills asked for too soon, claims billed anew, authorizations, days covered. */
import type { Declaration, DispensingRule, Relation, Term } from '../../../model/index.ts';
import { ADHERENCE, LEAST_ADHERENCE } from '../../adherence.ts';
import {
  call,
  cast,
  column,
  double,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  project,
  table,
} from '../../terms.ts';
import { declaredDistribution } from '../declarations.ts';
import { readsNothing } from '../../expressions.ts';
import { known, rowsOfMany, shareOf } from './records.ts';
import type { Records } from './records.ts';

const SECTION = 'pharmacy';

export function declaredOfPharmacy(records: Records): readonly Declaration[] {
  const { context, has } = records;
  const pharmacy = context.knowledge.pharmacy;
  if (pharmacy === undefined || !has('rxmembersim', 'fills')) return [];
  return [
    ...declaredFills(records, pharmacy.rejects.find(({ reason }) => reason === 'refill_too_soon')?.code),
    ...declaredAdherence(records),
    ...declaredAuthorizations(records),
  ];
}

function ruleOf({ context: { knowledge } }: Records, rule: DispensingRule) {
  return knowledge.pharmacy?.rules.get(rule);
}

function isStatus(name: string): Term {
  return call(
    'equal',
    column('status'),
    literal(name, { kind: 'enumeration', schema: 'rxmembersim', name: 'fill_status' }),
  );
}

function fillsOf({ context }: Records): Relation {
  return rowsOfMany('rxmembersim', 'fills', 'fill_id', context);
}

function declaredFills(records: Records, tooSoon: string | undefined): readonly Declaration[] {
  const [early, reversal] = [ruleOf(records, 'early_attempt_share'), ruleOf(records, 'reversal_share')];
  return records.of(fillsOf(records), (sums) => {
    const isRefill = call('greater', column('fill_number'), 0);
    const head = { section: SECTION, part: '' };
    const paid = sums.count(isStatus('paid'));
    const isTooSoon = known(call('equal', cast(column('reject_code'), { kind: 'text' }), literal(tooSoon ?? null)));
    return [
      ...(early === undefined || tooSoon === undefined
        ? []
        : [
            shareOf(
              {
                ...head,
                quantity: 'refill asked for too soon',
                among: 'refills',
                people: sums.count(call('and', isStatus('paid'), isRefill)),
                at: early.at,
              },
              { holding: sums.count(call('and', isRefill, isTooSoon)), target: early.value },
            ),
          ]),
      ...(reversal === undefined
        ? []
        : [
            shareOf(
              { ...head, quantity: 'reversed and billed anew', among: 'fills', people: paid, at: reversal.at },
              { holding: sums.count(isStatus('reversed')), target: reversal.value },
            ),
          ]),
    ];
  });
}

/**
 * From the first refill of a prescription to the last but one: whether there is a last one depends on how late it would come.
 * Each lies somewhere in the gap behind the supply before it, which is all that chance moves.
 */
function declaredAdherence(records: Records): readonly Declaration[] {
  const { context, has } = records;
  const adherence = context.cohort.profile.attributes.find(({ name }) => name === ADHERENCE);
  if (adherence === undefined || !has('core', 'attributes')) return [];
  const paid = filter(fillsOf(records), call('and', isStatus('paid'), call('greater', column('fill_number'), 0)));
  const fills = project(paid, ['prescription_id', 'rx_member_id', 'fill_number', 'filled_on', 'days_supply'].map(keep));
  const last: Relation = {
    kind: 'aggregate',
    input: project(fills, ['prescription_id', 'fill_number'].map(keep)),
    by: ['prescription_id'],
    columns: [{ name: 'last_number', how: 'max', of: 'fill_number' }],
  };
  const counted = filter(
    joinOn(fills, last, 'prescription_id'),
    call('less', column('fill_number'), column('last_number')),
  );
  const spans: Relation = {
    kind: 'aggregate',
    input: counted,
    by: ['prescription_id', 'rx_member_id', 'days_supply'],
    columns: (['fill_number', 'filled_on'] as const).flatMap((of) => [
      { name: `first:${of}`, how: 'min' as const, of },
      { name: `last:${of}`, how: 'max' as const, of },
    ]),
  };
  const adherent = project(
    filter(table('core', 'attributes'), call('equal', cast(column('name'), { kind: 'text' }), ADHERENCE)),
    [
      named('rx_member_id', column('person_id')),
      named('share', call('least', call('greatest', column('number'), literal(LEAST_ADHERENCE, double)), 1)),
    ],
  );
  return records.of(joinOn(spans, adherent, 'rx_member_id'), (sums) => {
    const days = cast(call('days_between', column('first:filled_on'), column('last:filled_on')), double);
    const fillsBetween = call('subtract', column('last:fill_number'), column('first:fill_number'));
    const supply = cast(column('days_supply'), double);
    const gap = call('subtract', supply, call('multiply', supply, column('share')));
    const isLong = call('greater', fillsBetween, 0);
    const ofLong = (number: Term): Term => ({
      kind: 'case',
      branches: [{ when: isLong, then: number }],
      otherwise: literal(0, double),
    });
    const ofDates = call('multiply', call('multiply', column('share'), column('share')), literal(1 / 6, double));
    const spread = call('add', call('multiply', call('multiply', gap, gap), literal(1 / 6, double)), ofDates);
    return [
      {
        section: SECTION,
        quantity: 'days covered',
        part: '',
        among: 'days between refills',
        people: sums.add(ofLong(days)),
        at: adherence.at,
        measure: 'share',
        holding: sums.add(ofLong(call('multiply', supply, cast(fillsBetween, double)))),
        target: {
          expected: sums.add(ofLong(call('multiply', days, column('share')))),
          variance: sums.add(ofLong(spread)),
        },
        quota: false,
      },
    ];
  });
}

function declaredAuthorizations(records: Records): readonly Declaration[] {
  const approved = ruleOf(records, 'authorization_approved_share');
  const [least, most] = [ruleOf(records, 'authorization_days_min'), ruleOf(records, 'authorization_days_max')];
  if (!records.has('rxmembersim', 'rx_prior_authorizations') || approved === undefined) return [];
  const isStill = (status: string): Term =>
    call(
      'equal',
      column('status'),
      literal(status, { kind: 'enumeration', schema: 'rxmembersim', name: 'authorization_status' }),
    );
  return records.of(table('rxmembersim', 'rx_prior_authorizations'), (sums) => [
    shareOf(
      {
        section: SECTION,
        quantity: 'authorization',
        part: 'approved',
        among: '',
        people: sums.count(call('not', isStill('pending'))),
        at: approved.at,
      },
      { holding: sums.count(isStill('approved')), target: approved.value },
    ),
    ...(least === undefined || most === undefined
      ? []
      : declaredDistribution(
          {
            section: SECTION,
            quantity: 'days to an authorization',
            value: call('days_between', column('requested_on'), column('decided_on')),
            type: integer,
            quota: false,
            settled: () => undefined,
            among: { words: '', holds: sums.bind(call('not', isStill('pending'))) },
            at: most.at,
          },
          { kind: 'uniform', low: least.value, high: most.value, integer: true, at: most.at },
          sums,
          readsNothing,
        )),
  ]);
}
