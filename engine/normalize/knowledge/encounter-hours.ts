/** Rows about the hours of the day at which encounters of some classes begin or end, to one distribution a class. */
import type { ElementaryDistribution, EncounterClassConcept, QuantilePoint, SourceRange } from '../../model/index.ts';
import type { Problems } from '../problems.ts';
import { sharesOf } from '../distribution/index.ts';
import { shareOf } from './ages.ts';
import { namedSome } from './named-rows.ts';
import type { ReferenceTables } from './read-tables.ts';
import type { TableRow } from './table-row.ts';

/** The classes with the hours that these tables tell of them. */
export function withHours(
  classes: readonly EncounterClassConcept[],
  tables: ReferenceTables,
  problems: Problems,
): readonly EncounterClassConcept[] {
  const arrivals = readHours('arrival_hours', { classes, tables, problems });
  const discharges = readHours('discharge_hours', { classes, tables, problems });
  for (const { code, isStay } of classes) {
    const at = discharges.get(code)?.at;
    const reason = `nobody stays in ${code}: its \`stay\` is not \`yes\``;
    if (isStay !== true && at !== undefined)
      problems.report('normalize-without-effect', { part: 'the hours of discharge', reason }, at);
  }
  return classes.map((one) => {
    const [arrival, discharge] = [arrivals.get(one.code), discharges.get(one.code)];
    return {
      ...one,
      ...(arrival === undefined ? {} : { arrival }),
      ...(discharge === undefined || one.isStay !== true ? {} : { discharge }),
    };
  });
}

interface Hours {
  readonly classes: readonly string[];
  /** Minutes after midnight. */
  readonly from: number;
  readonly to: number;
  readonly share: number;
  readonly at: SourceRange;
}

interface Reading {
  readonly classes: readonly EncounterClassConcept[];
  readonly tables: ReferenceTables;
  readonly problems: Problems;
}

function readHours(
  table: 'arrival_hours' | 'discharge_hours',
  { classes, tables, problems }: Reading,
): ReadonlyMap<string, ElementaryDistribution> {
  const reached = new Map<string, number>();
  const names = classes.map(({ code }) => code);
  const rows = tables.concepts(
    table,
    (row) => {
      const named = namedSome(row, 'classes', { kind: 'encounter class', names, problems });
      const opens = table === 'discharge_hours' ? [] : classes.filter(({ code }) => named.includes(code));
      const hours = {
        classes: named,
        ...timesOf(row, { named, reached, opens }),
        share: shareOf(row, 'share'),
        at: row.at,
      };
      for (const code of named) reached.set(code, hours.to);
      return hours;
    },
    (hours) => hours.classes.map((code) => `${code} from ${hours.from}`),
  );
  return new Map(
    names.flatMap((code) => {
      const own = rows.filter((one) => one.classes.includes(code));
      const found = distributionOf(own, problems);
      return found === undefined ? [] : [[code, found] as const];
    }),
  );
}

interface Times {
  readonly named: readonly string[];
  /** Until when the rows above tell of a class. */
  readonly reached: ReadonlyMap<string, number>;
  /** Classes within whose opening hours it has to be. */
  readonly opens: readonly EncounterClassConcept[];
}

function timesOf(row: TableRow, { named, reached, opens }: Times): { readonly from: number; readonly to: number } {
  const [from, to] = [row.minute('from'), row.minute('to')];
  const earliest = Math.max(0, ...named.map((code) => reached.get(code) ?? 0));
  if (from < earliest) row.refuse('from', 'a time not before the `to` of the rows above about the class');
  if (to <= from) row.refuse('to', 'a time after `from`');
  if (opens.some(({ opensMinute }) => from < opensMinute)) row.refuse('from', 'a time at which the class is open');
  if (opens.some(({ closesMinute }) => to > closesMinute)) row.refuse('to', 'a time at which the class is open');
  return { from, to };
}

/** Evenly filled from each `from` to its `to`; between rows there is nothing. */
function distributionOf(rows: readonly Hours[], problems: Problems): ElementaryDistribution | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  const weights = rows.map(({ from, share }) => ({ from, weight: share }));
  const shares = sharesOf(weights, ({ from }) => String(from), first.at, problems);
  if (shares === undefined) return undefined;
  const points: QuantilePoint[] = [];
  let below = 0;
  for (const [at, { from, to }] of rows.entries()) {
    points.push({ probability: below, value: from - HALF });
    below = at === rows.length - 1 ? 1 : below + (shares[at] ?? 0);
    points.push({ probability: below, value: to - HALF });
  }
  return { kind: 'empirical', points, integer: true, at: first.at };
}

/** Whole minutes are drawn half of one beyond. */
const HALF = 0.5;
