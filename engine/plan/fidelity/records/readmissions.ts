/** Which part of the stays leads back into hospital: of those that ended so long ago that whoever comes back has come. */
import type { Declaration, ReadmissionShare, Relation } from '../../../model/index.ts';
import { eventKeyOf, rowKey } from '../../keys.ts';
import { byRow, isAbout, readmissionShares } from '../../readmissions.ts';
import { followingStays } from '../../stay-anchors.ts';
import type { Following } from '../../stay-anchors.ts';
import {
  bigint,
  call,
  cast,
  column,
  day,
  integer,
  joinOn,
  keep,
  known,
  literal,
  named,
  project,
  table,
  text,
} from '../../terms.ts';
import { ageBetween } from './ages.ts';
import { rowsOfMany, shareOf } from './records.ts';
import type { Records } from './records.ts';

export function declaredOfReadmissions(records: Records): readonly Declaration[] {
  const { context, timeline, has } = records;
  const following = followingStays(timeline.events, timeline.events).filter(
    ({ event }) => event.use.timing.anchor.kind === 'readmission',
  );
  if (following.length === 0 || !has('patientsim', 'encounters')) return [];
  const stays = [...new Set(following.map(({ stay }) => stay))];
  const rows = readmissionShares(context).filter((one) => stays.some((stay) => isAbout(one, stay)));
  const number = byRow(stays, rows, {
    isOfAge: (ages) => ageBetween(ages, context),
    value: (one) => literal(rows.indexOf(one)),
  });
  return records.of(endedStays(following, records), (sums) => {
    const row = sums.bind(number);
    return rows.map((one, at) => {
      const isOf = sums.bind(call('and', known(call('equal', row, at)), isLongAgo(one, records)));
      return shareOf(
        {
          section: 'stays',
          quantity: 'readmission',
          part: 'comes back',
          among: wordsOf(one),
          people: sums.count(isOf),
          at: one.at,
        },
        { holding: sums.count(call('and', isOf, known(column('came_back')))), target: one.share },
      );
    });
  });
}

/** Stays that can lead back, with their `disposition` and whether they did, also where the return gave way to another stay. */
function endedStays(following: readonly Following[], { context }: Records): Relation {
  const stays: Relation = {
    kind: 'values',
    columns: [{ name: 'event_key', type: integer }],
    rows: [...new Set(following.map(({ stay }) => stay.key))].map((key) => [key]),
  };
  const encounters = project(rowsOfMany('patientsim', 'encounters', 'encounter_id', context), [
    named('stay_id', column('encounter_id')),
    named('event_key', cast(eventKeyOf(column('encounter_id')), integer)),
    named('person_id', column('patient_id')),
    named('disposition', cast(column('discharge_disposition'), text)),
    keep('end_time'),
  ]);
  const births = project(table('core', 'persons'), ['person_id', 'birth_date'].map(keep));
  const returns: Relation = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'stay_key', type: integer },
    ],
    rows: following.map(({ event, stay }) => [event.key, stay.key]),
  };
  const told = project(rowsOfMany('core', 'timeline', 'timeline_id', context), [
    named('event_key', cast(eventKeyOf(column('timeline_id')), integer)),
    ...['person_id', 'occurrence'].map(keep),
  ]);
  const led = project(joinOn(told, returns, 'event_key'), [
    named('stay_id', cast(rowKey(column('stay_key'), column('occurrence')), bigint)),
    named('came_back', literal(true)),
  ]);
  return {
    kind: 'join',
    how: 'left',
    left: joinOn(joinOn(encounters, stays, 'event_key'), births, 'person_id'),
    right: { kind: 'aggregate', input: led, by: ['stay_id', 'came_back'], columns: [] },
    on: [{ left: 'stay_id', right: 'stay_id' }],
  };
}

function isLongAgo({ minutes }: ReadmissionShare, { context }: Records): ReturnType<typeof call> {
  const asOf = call('at_minute', day(context.cohort.profile.asOf.value), 0);
  const latest = minutes.kind === 'exponential' ? (minutes.max ?? 0) : 0;
  return call('less', call('add_minutes', column('end_time'), latest), asOf);
}

function wordsOf({ payer, classes, events, dispositions, ages }: ReadmissionShare): string {
  const what = events.length === 0 ? classes.join(', ') : events.map((one) => one.replaceAll('_', ' ')).join(', ');
  const ways =
    dispositions.length === 0
      ? ''
      : `, discharged to ${dispositions.map((one) => one.replaceAll('_', ' ')).join(', ')}`;
  const years = ages.max >= OLDEST ? `${ages.min} and older` : `${ages.min} to ${ages.max}`;
  return `${what}, ${years}${payer === undefined ? '' : ` of ${payer}`}${ways}`;
}

const OLDEST = 100;
