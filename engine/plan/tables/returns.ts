/**
 * Of readmissions, those that would overlap another stay, with what follows them: they are in nobody's way, so that a readmission more
 * moves no other stay.
 */
import type { Relation } from '../../model/index.ts';
import type { PlannedEvent } from '../events.ts';
import type { Following } from '../stay-anchors.ts';
import { call, column, filter, integer, isOneOf, joinOn, keep, literal, named, project, table } from '../terms.ts';
import { KEY } from './care-rows.ts';

/** A readmission or what follows one, and the readmission with which it stands and falls. */
export interface Returning {
  readonly event: PlannedEvent;
  readonly readmission: PlannedEvent;
}

export function returningStays(following: readonly Following[]): readonly Returning[] {
  const before = new Map(following.map(({ event, stay }) => [event, stay]));
  return following.flatMap(({ event }) => {
    let first: PlannedEvent | undefined;
    for (let at: PlannedEvent | undefined = event; at !== undefined; at = before.get(at)) {
      if (at.use.timing.anchor.kind === 'readmission') first = at;
    }
    return first === undefined ? [] : [{ event, readmission: first }];
  });
}

/** By key: of two that overlap each other the one that began first is held. */
export function returnsMissed(returning: readonly Returning[], others: Relation): Relation {
  const values: Relation = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'readmission_key', type: integer },
    ],
    rows: returning.map(({ event, readmission }) => [event.key, readmission.key]),
  };
  const keys = returning.map(({ event }) => event.key);
  const stays = filter(table('scratch', 'stays'), isOneOf('event_key', keys));
  const whole: Relation = {
    kind: 'aggregate',
    input: joinOn(stays, values, 'event_key'),
    by: ['person_id', 'readmission_key', 'occurrence'],
    columns: [
      { name: 'began', how: 'min', of: 'began' },
      { name: 'ended', how: 'max', of: 'ended' },
    ],
  };
  const beside = (rows: Relation, key: ReturnType<typeof column>): Relation =>
    project(rows, [
      keep('person_id'),
      named('other_key', key),
      ...['occurrence', 'began', 'ended'].map((name) => named(`other_${name}`, column(name))),
    ]);
  const all: Relation = {
    kind: 'union',
    inputs: [beside(others, literal(NONE, integer)), beside(whole, column('readmission_key'))],
  };
  const isAtOnce = call(
    'and',
    call('less', column('other_began'), column('ended')),
    call('less', column('began'), column('other_ended')),
  );
  return {
    kind: 'aggregate',
    input: project(filter(joinOn(whole, all, 'person_id'), call('and', isAtOnce, goesBefore())), [
      keep('person_id'),
      named('event_key', column('readmission_key')),
      keep('occurrence'),
    ]),
    by: KEY,
    columns: [],
  };
}

/** Of stays that are no readmission. */
const NONE = 0;

/** By these in turn, the lower first. */
const ORDER = [
  ['other_began', 'began'],
  ['other_key', 'readmission_key'],
  ['other_occurrence', 'occurrence'],
] as const;

function goesBefore(): ReturnType<typeof call> {
  const isFirst = ORDER.reduceRight<ReturnType<typeof call>>(
    (isBehind, [other, own]) =>
      call(
        'or',
        call('less', column(other), column(own)),
        call('and', call('equal', column(other), column(own)), isBehind),
      ),
    literal(false),
  );
  return call('or', call('equal', column('other_key'), NONE), isFirst);
}
