/** Rows about stays to concepts: how patients come, how long they stay, how they leave, and whether they come back. */
import { MINUTES_A_DAY } from '../../model/index.ts';
import type {
  AdmissionSource,
  ChartKnowledge,
  DispositionShare,
  LengthDistribution,
  StayLength,
} from '../../model/index.ts';
import { sharesOf } from '../distribution/index.ts';
import { eventTypes } from '../event-types.ts';
import type { Problems } from '../problems.ts';
import { agesOf, shareOf } from './ages.ts';
import { codesOf, forReasons } from './code-cells.ts';
import { named } from './named-rows.ts';
import { nightsOf } from './nights.ts';
import type { ReferenceTables } from './read-tables.ts';
import { readReadmission, readmissionOf } from './readmissions.ts';
import { optionalAmount, someOf } from './shapes.ts';
import type { TableRow } from './table-row.ts';

/** Names that rows may use. */
interface Known {
  /** Codes of classes of encounters. */
  readonly classes: readonly string[];
  readonly payers: readonly string[];
  readonly problems: Problems;
}

export function readStays(
  tables: ReferenceTables,
  context: Known,
): Pick<ChartKnowledge, 'admissionSources' | 'stayLengths' | 'dispositions' | 'readmissions'> {
  const { classes, problems } = context;
  const dispositions = wholeByAge(
    tables.concepts(
      'discharge_dispositions',
      (row) => readDisposition(row, classes, problems),
      (one) => `${one.disposition} from ${one.ages.min} ${staysOf(one)}`.trim(),
    ),
    problems,
  );
  const ways = [...new Set(dispositions.map(({ disposition }) => disposition))];
  return {
    admissionSources: tables.concepts(
      'admission_sources',
      (row) => readSource(row, problems),
      ({ after = 'any', events, reasons }) => forReasons(after, events).flatMap((one) => forReasons(one, reasons)),
    ),
    stayLengths: tables.concepts('stay_lengths', readStayLength, ({ events }) => events),
    dispositions,
    readmissions: tables.concepts(
      'readmissions',
      (row) => readReadmission(row, { ...context, dispositions: ways }),
      readmissionOf,
    ),
  };
}

/** Of which stays a row speaks, beside their ages. */
function staysOf({ events, encounterClass = '' }: DispositionShare): string {
  return `${events.toSorted().join(' ')} ${encounterClass}`.trim();
}

/** The shares of an age make one whole, for the stays that they are about. */
function wholeByAge(shares: readonly DispositionShare[], problems: Problems): readonly DispositionShare[] {
  const bands = new Map<string, DispositionShare[]>();
  for (const one of shares) {
    const band = `${staysOf(one)} ${one.ages.min}-${one.ages.max}`;
    bands.set(band, [...(bands.get(band) ?? []), one]);
  }
  for (const [first, ...others] of bands.values()) {
    if (first === undefined) continue;
    const weights = [first, ...others].map(({ disposition, share }) => ({ disposition, weight: share }));
    sharesOf(weights, ({ disposition }) => disposition, first.at, problems);
  }
  return shares;
}

function readSource(row: TableRow, problems: Problems): AdmissionSource {
  const isAny = row.cell('after').value === '';
  const after = isAny ? undefined : named(row, 'after', { kind: 'type of event', names: eventTypes, problems });
  return {
    name: row.text('name'),
    display: row.cell('display').value || row.cell('name').value,
    after: eventTypes.find((type) => type === after),
    events: row.list('events'),
    eventsAt: row.cell('events').at,
    reasons: codesOf(row, 'reasons', problems),
    share: row.cell('share').value === '' ? 1 : shareOf(row, 'share'),
    unplanned: row.cell('unplanned').value !== '' && row.flag('unplanned'),
    at: row.at,
  };
}

/** As skewed as stays are: most are short, few are long. */
function readStayLength(row: TableRow): StayLength {
  const [mean, deviation] = [row.number('days_mean'), row.number('days_sd')];
  if (mean <= 0) row.refuse('days_mean', 'a number above 0');
  if (deviation <= 0) row.refuse('days_sd', 'a number above 0');
  const [min = 0, max] = [optionalAmount(row, 'days_min'), optionalAmount(row, 'days_max')];
  if (max !== undefined && min >= max) row.refuse('days_max', 'a number above `days_min`');
  const variance = Math.log(1 + (deviation / mean) ** 2);
  const durationMinutes: LengthDistribution = {
    kind: 'log_normal',
    mu: Math.log(mean * MINUTES_A_DAY) - variance / 2,
    sigma: Math.sqrt(variance),
    min: Math.max(1, Math.round(min * MINUTES_A_DAY)),
    ...(max === undefined ? {} : { max: Math.round(max * MINUTES_A_DAY) }),
    integer: true,
    at: row.cell('days_mean').at,
  };
  return {
    events: someOf(row, 'events'),
    eventsAt: row.cell('events').at,
    durationMinutes,
    nights: nightsOf(durationMinutes),
    at: row.at,
  };
}

function readDisposition(row: TableRow, classes: readonly string[], problems: Problems): DispositionShare {
  const isAny = row.cell('class').value === '';
  return {
    disposition: row.text('disposition'),
    events: row.list('events'),
    eventsAt: row.cell('events').at,
    encounterClass: isAny ? undefined : named(row, 'class', { kind: 'encounter class', names: classes, problems }),
    ages: agesOf(row),
    nights: leastNights(row),
    share: shareOf(row, 'share'),
    at: row.at,
  };
}

function leastNights(row: TableRow): number {
  const nights = row.optionalNumber('nights') ?? 0;
  if (!Number.isInteger(nights) || nights < 0) row.refuse('nights', 'a whole number of nights');
  return nights;
}
