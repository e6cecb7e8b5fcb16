/**
 * The share of days for which people have their medicine, held against how reliably they are to take it: from the second fill that is
 * told of a prescription to the last but one, for whether there is a first and a last one depends on how late they would come. Of those of
 * which fills were left out in a stay nothing is asked.
 */
import type { Declaration, Relation } from '../../../model/index.ts';
import { ADHERENCE, LEAST_ADHERENCE } from '../../adherence.ts';
import { fromMillionths, toMillionths } from '../../millionths.ts';
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
  text,
} from '../../terms.ts';
import { fillsOf, isFill } from './fills.ts';
import { PHARMACY, rowsOfMany } from './records.ts';
import type { Records } from './records.ts';

export function declaredDaysCovered(records: Records): readonly Declaration[] {
  const { context, has } = records;
  const adherence = context.cohort.profile.attributes.find(({ name }) => name === ADHERENCE);
  if (adherence === undefined || !has('core', 'attributes')) return [];
  const spans = joinOn(refillSpans(records), adherentPeople(), 'rx_member_id');
  return records.of(summed(spans), (sums) => [
    {
      section: PHARMACY,
      quantity: 'days covered',
      part: '',
      among: 'days between refills',
      people: sums.add(column('days')),
      at: adherence.at,
      measure: 'share',
      holding: sums.add(column('supplied')),
      target: {
        expected: sums.add(fromMillionths(column('expected'))),
        variance: sums.add(fromMillionths(column('variance'))),
      },
      quota: false,
    },
  ]);
}

/** The first and the last of the fills that are looked at, of prescriptions with two of them or more. */
function refillSpans(records: Records): Relation {
  const fills = project(
    filter(fillsOf(records), isFill('paid')),
    ['prescription_id', 'rx_member_id', 'fill_number', 'filled_on', 'days_supply'].map(keep),
  );
  const ends: Relation = {
    kind: 'aggregate',
    input: project(fills, ['prescription_id', 'fill_number'].map(keep)),
    by: ['prescription_id'],
    columns: [
      { name: 'first_number', how: 'min', of: 'fill_number' },
      { name: 'last_number', how: 'max', of: 'fill_number' },
    ],
  };
  const whole = project(
    filter(
      rowsOfMany('rxmembersim', 'prescriptions', 'prescription_id', records.context),
      call('equal', column('left_out'), 0),
    ),
    [keep('prescription_id')],
  );
  const counted = filter(
    joinOn(joinOn(fills, ends, 'prescription_id'), whole, 'prescription_id'),
    call(
      'and',
      call('less', column('first_number'), column('fill_number')),
      call('less', column('fill_number'), column('last_number')),
    ),
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
  return filter(spans, call('greater', column('last:fill_number'), column('first:fill_number')));
}

function adherentPeople(): Relation {
  const shares = filter(table('core', 'attributes'), call('equal', cast(column('name'), text), ADHERENCE));
  return project(shares, [
    named('rx_member_id', column('person_id')),
    named('share', call('least', call('greatest', column('number'), literal(LEAST_ADHERENCE, double)), 1)),
  ]);
}

/** Each fill lies somewhere in the gap behind the supply before it, which is all that chance moves. */
function summed(spans: Relation): Relation {
  const days = call('days_between', column('first:filled_on'), column('last:filled_on'));
  const fillsBetween = call('subtract', column('last:fill_number'), column('first:fill_number'));
  const supply = cast(column('days_supply'), integer);
  const share = column('share');
  const gap = call('multiply', cast(supply, double), call('subtract', literal(1, double), share));
  const ofDates = call('add', call('multiply', gap, gap), call('multiply', share, share));
  const sums = [
    named('days', days),
    named('supplied', call('multiply', supply, fillsBetween)),
    named('expected', toMillionths(call('multiply', cast(days, double), share))),
    named('variance', toMillionths(call('multiply', ofDates, literal(1 / 6, double)))),
  ];
  return {
    kind: 'aggregate',
    input: project(spans, sums),
    by: [],
    columns: sums.map(({ name }) => ({ name, how: 'sum', of: name })),
  };
}
