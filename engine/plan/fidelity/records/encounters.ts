/** How long encounters last, by the class or event that decides it, and at what time of the day they begin and end. */
import { MINUTES_A_DAY } from '../../../model/index.ts';
import type {
  Declaration,
  ElementaryDistribution,
  EncounterClassConcept,
  EventUse,
  Relation,
  Term,
} from '../../../model/index.ts';
import { nightsBetween } from '../../discharges.ts';
import { isByTheClock } from '../../event-definitions.ts';
import { readsNothing } from '../../expressions.ts';
import { eventKeyOf } from '../../keys.ts';
import { hoursOfArrival } from '../../opening-hours.ts';
import type { PlannedEvent } from '../../planned-event.ts';
import { classOf, dischargesOf, ownLengths } from '../../stay-lengths.ts';
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
    const lengths = lengthsOf(records, event).flatMap(({ words, isOf, distribution, value }) =>
      declaredDistribution(
        quantityOf({
          section: SECTION,
          ...value,
          type: integer,
          among: { words, holds: sums.bind(call('and', isOf, ...alive)) },
          at: distribution.at,
        }),
        distribution,
        sums,
        readsNothing,
      ),
    );
    const counted = { event, sums };
    return [...lengths, ...declaredOpening(records, counted), ...declaredHours(records, counted, alive)];
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
  readonly value: { readonly quantity: string; readonly value: Term };
}

/** Of classes, without the events that have lengths of their own and stays that a discharge ends. */
function lengthsOf({ context: { knowledge }, timeline }: Records, event: Term): readonly Length[] {
  const discharged = endedByDischarge(timeline);
  const events = careEvents(timeline).filter((one) => !discharged.has(one));
  const own = ownLengths(events, knowledge);
  const ofOwn = new Set(own.flatMap((one) => one.events));
  const free = new Set(events.filter((one) => !ofOwn.has(one)).map(classOf));
  const keys = [...discharged, ...ofOwn].map(({ key }) => key);
  const isFree = keys.length === 0 ? [] : [call('not', isEvent(event, keys))];
  return [
    ...knowledge.encounterClasses
      .filter(({ code }) => free.has(code))
      .map((one) => ({
        words: one.display,
        isOf: call('and', isOfClass(one.code), ...isFree),
        ...lengthOf(one, one.discharge !== undefined),
      })),
    ...own.flatMap((one) =>
      [...dischargesOf(one.events, knowledge)].map(([discharge, some]) => ({
        words: one.names.map((name) => name.replaceAll('_', ' ')).join(', '),
        isOf: isEvent(
          event,
          some.map(({ key }) => key),
        ),
        ...lengthOf(one, discharge !== undefined),
      })),
    ),
  ];
}

function lengthOf(
  { durationMinutes, nights }: Pick<EncounterClassConcept, 'durationMinutes' | 'nights'>,
  isInNights: boolean,
): Pick<Length, 'distribution' | 'value'> {
  const [start, end] = [column('start_time'), column('end_time')];
  return isInNights
    ? { distribution: nights, value: { quantity: 'length in nights', value: nightsBetween(start, end) } }
    : {
        distribution: durationMinutes,
        value: { quantity: 'length in minutes', value: call('minutes_between', start, end) },
      };
}

const SECTION = 'encounters';

function isEvent(event: Term, keys: readonly number[]): Term {
  return call('or', literal(false), ...keys.map((key) => call('equal', event, key)));
}

function isOfClass(code: string): Term {
  return call('equal', cast(column('class'), text), literal(code, text));
}

interface Counted {
  readonly event: Term;
  readonly sums: Sums;
}

/** Of encounters that have no hour of their own, in classes that are closed for part of the day. */
function declaredOpening({ context, timeline }: Records, { event, sums }: Counted): readonly Declaration[] {
  const events = careEvents(timeline);
  return context.knowledge.encounterClasses.flatMap(({ code, display, opensMinute, closesMinute, at }) => {
    const own = events.filter((one) => classOf(one) === code);
    if (closesMinute - opensMinute >= MINUTES_A_DAY || !own.some(({ use }) => keepsHours(use))) return [];
    const otherwise = own.filter(({ use }) => !keepsHours(use)).map(({ key }) => key);
    const keeps = otherwise.length === 0 ? [] : [call('not', isEvent(event, otherwise))];
    const isOf = sums.bind(call('and', isOfClass(code), ...keeps));
    const minute = minuteOf(column('start_time'));
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

/** At what time of the day encounters begin and stays end, in classes that tell it. */
function declaredHours(
  { context, timeline }: Records,
  { event, sums }: Counted,
  alive: readonly Term[],
): readonly Declaration[] {
  const discharged = endedByDischarge(timeline);
  const events = careEvents(timeline);
  return context.knowledge.encounterClasses.flatMap(({ code, display, arrival, discharge }) => {
    const own = events.filter((one) => classOf(one) === code);
    const arriving = own.filter(({ use }) => keepsHours(use) && hoursOfArrival(use, context) !== undefined);
    const leaving = own.filter((one) => !discharged.has(one));
    const held = (some: readonly PlannedEvent[], of: Hours): readonly Declaration[] =>
      some.length === 0 || of.distribution === undefined
        ? []
        : declaredDistribution(
            quantityOf({
              section: SECTION,
              quantity: of.quantity,
              value: minuteOf(of.moment),
              type: integer,
              among: {
                words: display,
                holds: sums.bind(
                  call(
                    'and',
                    isEvent(
                      event,
                      some.map(({ key }) => key),
                    ),
                    ...of.among,
                  ),
                ),
              },
              at: of.distribution.at,
            }),
            of.distribution,
            sums,
            readsNothing,
          );
    return [
      ...held(arriving, {
        quantity: 'minute of the day of arrival',
        moment: column('start_time'),
        distribution: arrival,
        among: [],
      }),
      ...held(leaving, {
        quantity: 'minute of the day of discharge',
        moment: column('end_time'),
        distribution: discharge,
        among: alive,
      }),
    ];
  });
}

interface Hours {
  readonly quantity: string;
  readonly moment: Term;
  readonly distribution: ElementaryDistribution | undefined;
  readonly among: readonly Term[];
}

function minuteOf(moment: Term): Term {
  return call('minutes_between', call('at_minute', call('to_date', moment), 0), moment);
}

/** What follows another event is never before it, whatever the hour. */
function keepsHours(use: EventUse): boolean {
  const { anchor, minuteOfDay } = use.timing;
  return anchor.kind === 'journey' && minuteOfDay === undefined && !isByTheClock(use);
}
