/** Rows about stays that lead back into hospital to concepts. */
import { MINUTES_A_DAY } from '../../model/index.ts';
import type { ReadmissionShare } from '../../model/index.ts';
import type { Problems } from '../problems.ts';
import { agesOf, shareOf } from './ages.ts';
import { named, namedEach, namedSome } from './named-rows.ts';
import type { TableRow } from './table-row.ts';

interface Known {
  readonly payers: readonly string[];
  readonly classes: readonly string[];
  readonly dispositions: readonly string[];
  readonly problems: Problems;
}

export function readReadmission(row: TableRow, known: Known): ReadmissionShare {
  const { payers, classes, dispositions, problems } = known;
  const isAny = row.cell('payer').value === '';
  const [mean, min, max] = [row.number('days_mean'), row.optionalNumber('days_min') ?? 0, row.number('days_max')];
  if (mean <= 0) row.refuse('days_mean', 'a number above 0');
  if (min < 0) row.refuse('days_min', 'a number from 0');
  if (max <= min) row.refuse('days_max', 'a number above `days_min`');
  return {
    payer: isAny ? undefined : named(row, 'payer', { kind: 'payer', names: payers, problems }),
    classes: namedSome(row, 'classes', { kind: 'encounter class', names: classes, problems }),
    events: row.list('events'),
    eventsAt: row.cell('events').at,
    dispositions: namedEach(row, 'dispositions', { kind: 'discharge disposition', names: dispositions, problems }),
    ages: agesOf(row),
    share: shareOf(row, 'share'),
    minutes: {
      kind: 'exponential',
      mean: mean * MINUTES_A_DAY,
      min: Math.round(min * MINUTES_A_DAY),
      max: Math.round(max * MINUTES_A_DAY),
      integer: true,
      at: row.cell('days_mean').at,
    },
    at: row.at,
  };
}

/** No two rows may be about the same stays. */
export function readmissionOf({ payer, classes, events, dispositions, ages }: ReadmissionShare): readonly string[] {
  const ways = dispositions.length === 0 ? ['any way out'] : dispositions;
  const of = payer === undefined ? '' : ` of ${payer}`;
  const stays = classes.flatMap((one) => (events.length === 0 ? [one] : events.map((event) => `${one} ${event}`)));
  return stays.flatMap((stay) => ways.map((way) => `${stay} by ${way} from ${ages.min}${of}`));
}
