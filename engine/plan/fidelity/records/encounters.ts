/** How long encounters last, by the class or event that decides it, and whether they begin while it is open. */
import type { Declaration, ElementaryDistribution, EventUse, Relation, Term } from '../../../model/index.ts';
import { isByTheClock } from '../../event-definitions.ts';
import { readsNothing } from '../../expressions.ts';
import { eventKeyOf } from '../../keys.ts';
import { classOf, ownLengths } from '../../stay-lengths.ts';
import { careEvents } from '../../tables/care-events.ts';
import { endedByDischarge } from '../../tables/discharged.ts';
import { call, cast, column, integer, joinOn, keep, literal, named, project, table, text } from '../../terms.ts';
import { declaredDistribution } from '../declarations.ts';
import type { Sums } from '../sums.ts';
import { quantityOf, rowsOfMany, shareOf } from './records.ts';
import type { Records } from './records.ts';

export function declaredOfEncounters(records: Records): readonly Declaration[] {
  const { context, timeline, has } = records;
  if (!has('patientsim', 'encounters')) return [];
  const rows = rowsOfMany('patientsim', 'encounters', 'encounter_id', context);
  return records.of(timeline.endsPeople ? withDeaths(rows) : rows, (sums) => {
    const event = sums.bind(eventKeyOf(column('encounter_id')));
    const alive = timeline.endsPeople ? [sums.bind(call('is_null', column('death_date')))] : [];
    const lengths = lengthsOf(records, event).flatMap(({ words, isOf, distribution }) =>
      declaredDistribution(
        quantityOf({
          section: SECTION,
          quantity: 'length in minutes',
          value: call('minutes_between', column('start_time'), column('end_time')),
          type: integer,
          among: { words, holds: sums.bind(call('and', isOf, ...alive)) },
          at: distribution.at,
        }),
        distribution,
        sums,
        readsNothing,
      ),
    );
    return [...lengths, ...declaredHours(records, { event, sums })];
  });
}

/** Death ends what is not over, so that lengths are asked of those who live. */
function withDeaths(encounters: Relation): Relation {
  const deaths = project(table('core', 'persons'), [named('patient_id', column('person_id')), keep('death_date')]);
  return joinOn(encounters, deaths, 'patient_id');
}

interface Length {
  readonly words: string;
  readonly isOf: Term;
  readonly distribution: ElementaryDistribution;
}

/** Of classes, without the events that have lengths of their own and stays that a discharge ends. */
function lengthsOf({ context, timeline }: Records, event: Term): readonly Length[] {
  const discharged = endedByDischarge(timeline);
  const events = careEvents(timeline).filter((one) => !discharged.has(one));
  const own = ownLengths(events, context.knowledge);
  const ofOwn = new Set(own.flatMap((one) => one.events));
  const free = new Set(events.filter((one) => !ofOwn.has(one)).map(classOf));
  const keys = [...discharged, ...ofOwn].map(({ key }) => key);
  const isFree = keys.length === 0 ? [] : [call('not', isEvent(event, keys))];
  return [
    ...context.knowledge.encounterClasses
      .filter(({ code }) => free.has(code))
      .map(({ code, display, durationMinutes }) => ({
        words: display,
        isOf: call('and', isOfClass(code), ...isFree),
        distribution: durationMinutes,
      })),
    ...own.map(({ names, events: of, durationMinutes }) => ({
      words: names.map((name) => name.replaceAll('_', ' ')).join(', '),
      isOf: isEvent(
        event,
        of.map(({ key }) => key),
      ),
      distribution: durationMinutes,
    })),
  ];
}

const SECTION = 'encounters';

function isEvent(event: Term, keys: readonly number[]): Term {
  return call('or', literal(false), ...keys.map((key) => call('equal', event, key)));
}

function isOfClass(code: string): Term {
  return call('equal', cast(column('class'), text), literal(code, text));
}

/** Of encounters that have no hour of their own, in classes that are closed for part of the day. */
function declaredHours(
  { context, timeline }: Records,
  { event, sums }: { readonly event: Term; readonly sums: Sums },
): readonly Declaration[] {
  const events = careEvents(timeline);
  return context.knowledge.encounterClasses.flatMap(({ code, display, opensMinute, closesMinute, at }) => {
    const own = events.filter((one) => classOf(one) === code);
    if (closesMinute - opensMinute >= MINUTES_A_DAY || !own.some(({ use }) => keepsHours(use))) return [];
    const otherwise = own.filter(({ use }) => !keepsHours(use)).map(({ key }) => key);
    const keeps = otherwise.length === 0 ? [] : [call('not', isEvent(event, otherwise))];
    const isOf = sums.bind(call('and', isOfClass(code), ...keeps));
    const minute = call(
      'minutes_between',
      call('at_minute', call('to_date', column('start_time')), 0),
      column('start_time'),
    );
    const isOpen = call('and', call('greater_or_equal', minute, opensMinute), call('less', minute, closesMinute));
    return [
      shareOf(
        {
          section: SECTION,
          quantity: 'begun',
          part: 'within opening hours',
          among: display,
          people: sums.count(isOf),
          at,
        },
        { holding: sums.count(call('and', isOf, isOpen)), target: 1 },
      ),
    ];
  });
}

const MINUTES_A_DAY = 24 * 60;

/** What follows another event is never before it, whatever the hour. */
function keepsHours(use: EventUse): boolean {
  const { anchor, minuteOfDay } = use.timing;
  return anchor.kind === 'journey' && minuteOfDay === undefined && !isByTheClock(use);
}
