/** Finished tables of which sums are made, each in one pass over its rows, all in one statement. */
import type { Declaration, PlannedTable, RecordTally, Relation } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { PERSON_KEYS } from '../../keys.ts';
import type { Timeline } from '../../timeline.ts';
import { bigint, call, column, filter, literal, table } from '../../terms.ts';
import type { Quantity } from '../declarations.ts';
import { createSums } from '../sums.ts';
import type { Sums } from '../sums.ts';

export interface Records {
  readonly context: PlanContext;
  readonly timeline: Timeline;
  /** Whether the file has such a table. */
  readonly has: (schema: string, name: string) => boolean;
  /** What is declared of these rows; places of sums may be read by what is declared of others later. */
  readonly of: <Declared>(rows: Relation, declare: (sums: Sums) => Declared) => Declared;
  readonly tallies: () => readonly RecordTally[];
}

interface Recorded {
  readonly context: PlanContext;
  readonly timeline: Timeline;
  readonly tables: readonly PlannedTable[];
  /** How many sums stand before. */
  readonly behind: number;
}

export function createRecords({ context, timeline, tables, behind }: Recorded): Records {
  const names = new Set(tables.map(({ schema, name }) => `${schema}.${name}`));
  const tallies: RecordTally[] = [];
  let width = behind;
  return {
    context,
    timeline,
    has: (schema, name) => names.has(`${schema}.${name}`),
    of: (rows, declare) => {
      const sums = createSums(width);
      const declared = declare(sums);
      width += sums.width();
      if (sums.width() > 0) tallies.push({ rows, values: sums.bound(), sums: sums.all() });
      return declared;
    },
    tallies: () => tallies,
  };
}

/** More people would tell nothing more of shares of what each has many of. */
const MANY = 10_000;

/** A table of which a person has many rows, known by a key that begins with the person: the rows of the first people. */
export function rowsOfMany(
  schema: string,
  name: string,
  key: string,
  { cohort: { persons } }: PlanContext,
  many: number = MANY,
): Relation {
  const all = table(schema, name);
  if (persons.to - persons.from < many) return all;
  return filter(all, call('less', column(key), literal((persons.from + many) * PERSON_KEYS, bigint)));
}

/** Edges between the whole numbers from 0, so that each has a part of its own. */
export function betweenEach(count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => at + 0.5);
}

/** The sections of what is declared of claims, of the pharmacy and of how studies go. */
export const CLAIMS = 'claims';
export const PHARMACY = 'pharmacy';
export const CONDUCT = 'study conduct';

/** A share of rows, `holding` of `people`, which may be sums over different tables. */
export function shareOf(
  head: Pick<Declaration, 'section' | 'quantity' | 'part' | 'among' | 'people' | 'at'>,
  { holding, target }: { readonly holding: number; readonly target: number },
): Declaration {
  return { ...head, measure: 'share', holding, target, quota: false };
}

/** What is held against a distribution, or against a share that each row has of its own: no quota holds, and nothing is the same for all. */
export function quantityOf(of: Pick<Quantity, 'section' | 'quantity' | 'value' | 'type' | 'among' | 'at'>): Quantity {
  return { ...of, quota: false, settled: () => undefined };
}
