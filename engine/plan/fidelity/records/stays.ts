/** What is declared of stays in hospital: how people come in, and where they go from it. */
import type { Declaration, DispositionShare, Relation, Term } from '../../../model/index.ts';
import { bandsOf, keysOf, lastStays, nightsBetween } from '../../discharges.ts';
import type { DispositionBand } from '../../discharges.ts';
import { eventKeyOf } from '../../keys.ts';
import { admissions, otherSource, sourcedStays } from '../../tables/admission-sources.ts';
import {
  call,
  cast,
  column,
  double,
  filter,
  isOneOf,
  joinOn,
  keep,
  known,
  literal,
  named,
  project,
  table,
  text,
  when,
} from '../../terms.ts';
import { declaredOfEach } from '../declarations.ts';
import { ageBetween } from './ages.ts';
import { quantityOf, rowsOfMany, shareOf } from './records.ts';
import type { Records } from './records.ts';

export function declaredOfStays(records: Records): readonly Declaration[] {
  const { context, timeline, has } = records;
  const chart = context.knowledge.chart;
  if (chart === undefined || !has('patientsim', 'encounters') || admissions(timeline).length === 0) return [];
  return [...declaredSources(records), ...declaredDispositions(records, chart.dispositions)];
}

const SECTION = 'stays';

function declaredSources(records: Records): readonly Declaration[] {
  const { context, timeline } = records;
  const care = {
    kind: 'extend' as const,
    input: rowsOfMany('patientsim', 'encounters', 'encounter_id', context),
    columns: [named('event_key', eventKeyOf(column('encounter_id')))],
  };
  const other = otherSource(context)?.name;
  const sources = context.knowledge.chart?.admissionSources ?? [];
  const places = new Map(sources.toReversed().map(({ name, at }) => [name, at]));
  return records.of(sourcedStays(care, context, timeline), (sums) => {
    const share = column('own_source_share');
    const rest = call('subtract', literal(1, double), share);
    return [...places].toReversed().map(([name, at]) => {
      const own = when(known(call('equal', column('own_source'), name)), share, literal(0, double));
      const chance = sums.bind(name === other ? call('add', own, rest) : own);
      const value = call('equal', cast(column('admit_source'), text), name);
      return declaredOfEach(
        quantityOf({ section: SECTION, quantity: 'way in', value, type: text, at }),
        chance,
        sums,
        name,
      );
    });
  });
}

/**
 * Shares of one event or class and band of ages, of so many nights; where an event or a class has some of its own they are those of its
 * stays. Stays that end a row of those that follow each other have fewer ways.
 */
function declaredDispositions(records: Records, shares: readonly DispositionShare[]): readonly Declaration[] {
  const { context, timeline } = records;
  const bands = bandsOf(shares);
  const byNights = bands.some(({ atLeast }) => atLeast > 0);
  const own = keysOf(
    shares.flatMap(({ events }) => events),
    admissions(timeline),
  );
  const columns = [
    'patient_id',
    'class',
    'discharge_disposition',
    ...(byNights ? ['start_time', 'end_time'] : []),
    ...(own.length > 0 ? ['event_key'] : []),
  ];
  const encounters = withEvents(rowsOfMany('patientsim', 'encounters', 'encounter_id', context));
  const last = lastStays(admissions(timeline), context).flatMap(({ keys }) => keys);
  const hasLeft = call('not', call('is_null', column('discharge_disposition')));
  const ended = filter(encounters, hasLeft);
  const stays = project(last.length === 0 ? ended : filter(ended, isNoneOf(last)), columns.map(keep));
  const births = project(table('core', 'persons'), [named('patient_id', column('person_id')), keep('birth_date')]);
  const went = cast(column('discharge_disposition'), text);
  const isOf = (name: string): Term => call('equal', cast(column('class'), text), name);
  const ownClasses = [...new Set(shares.flatMap(({ encounterClass }) => encounterClass ?? []))];
  const noEvent = own.length === 0 ? [] : [isNoneOf(own)];
  const others = [...noEvent, call('not', call('or', literal(false), ...ownClasses.map(isOf)))];
  const about = ({ events, encounterClass }: DispositionBand): readonly Term[] => {
    const ofClass = encounterClass === undefined ? [] : [isOf(encounterClass)];
    if (events.length > 0) return [isOneOf('event_key', keysOf(events, admissions(timeline))), ...ofClass];
    return ofClass.length === 0 ? others : [...noEvent, ...ofClass];
  };
  const seen = bands.filter(({ events }) => events.length === 0 || keysOf(events, admissions(timeline)).length > 0);
  return records.of(joinOn(stays, births, 'patient_id'), (sums) => {
    const alive = sums.bind(call('not_equal', went, 'expired'));
    const nights = byNights ? sums.bind(nightsBetween(column('start_time'), column('end_time'))) : literal(0);
    return seen.flatMap((band) => {
      const total = band.shares.reduce((sum, one) => sum + one.share, 0);
      const among = sums.bind(
        call('and', alive, sums.bind(ageBetween(band.ages, context)), ...about(band), ...ofNights(band, nights)),
      );
      return band.shares.map(({ disposition, share, at }) =>
        shareOf(
          {
            section: SECTION,
            quantity: 'way out',
            part: disposition.replaceAll('_', ' '),
            among: wordsOf(band),
            people: sums.count(among),
            at,
          },
          { holding: sums.count(call('and', among, call('equal', went, disposition))), target: share / total },
        ),
      );
    });
  });
}

function withEvents(encounters: Relation): Relation {
  return { kind: 'extend', input: encounters, columns: [named('event_key', eventKeyOf(column('encounter_id')))] };
}

function isNoneOf(keys: readonly number[]): Term {
  return call('not', isOneOf('event_key', keys));
}

function ofNights({ atLeast, below }: DispositionBand, nights: Term): readonly Term[] {
  return [
    ...(atLeast > 0 ? [call('less_or_equal', atLeast, nights)] : []),
    ...(below < Infinity ? [call('less', nights, below)] : []),
  ];
}

function wordsOf({ events, encounterClass, ages, atLeast, below }: DispositionBand): string {
  const years = ages.max >= OLDEST ? `${ages.min} and older` : `${ages.min} to ${ages.max}`;
  const nights = atLeast > 0 ? `, ${atLeast} nights and more` : below < Infinity ? `, below ${below} nights` : '';
  const own = events.length === 0 ? encounterClass : events.join(', ');
  const ofOwn = events.length > 0 && ages.min > 0 ? `${own}, ${years}` : own;
  return `${ofOwn ?? years}${nights}`;
}

const OLDEST = 100;
