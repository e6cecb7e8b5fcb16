/** How likely which prescription is at a visit, by what it is for and the age of the person. */
import type { Age, ColumnType, Relation, Scalar, Term, VisitPrescription } from '../../model/index.ts';
import { longestBeginning } from '../best-fit.ts';
import { madeOnceOfBoth } from '../made-once.ts';
import type { PlannedEvent } from '../planned-event.ts';
import { call, column, double, filter, integer, joinOn, keep, literal, project, text, when } from '../terms.ts';
import type { PrescribingEvent } from './visit-prescriptions.ts';

export interface VisitChances {
  /**
   * By `event_key` and `reason_code`, for each `band` of age: between which parts of the draw (`from_share`, `to_share`) of the stream
   * `prescribing` each `prescription` lies, with the `list` of reasons whose rows say so.
   */
  readonly cells: Relation;
  /** Of visits beside their cells those whose person, of these, is in the `band` at that moment. */
  readonly ofAge: (visits: Relation, moment: Term, people: Relation) => Relation;
}

export function visitChances(
  prescribing: readonly PrescribingEvent[],
  codesOf: (event: PlannedEvent) => readonly string[],
  type: ColumnType,
): VisitChances {
  const bounds = boundsOf(prescribing);
  return {
    cells: cellsOf(prescribing, bounds, codesOf, type),
    ofAge: (visits, moment, people) => (bounds.length === 0 ? visits : ofAge(visits, moment, people, bounds)),
  };
}

function cellsOf(
  prescribing: readonly PrescribingEvent[],
  bounds: readonly Age[],
  codesOf: (event: PlannedEvent) => readonly string[],
  type: ColumnType,
): Relation {
  return {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'reason_code', type },
      { name: 'band', type: integer },
      { name: 'list', type: text },
      { name: 'prescription', type: text },
      { name: 'from_share', type: double },
      { name: 'to_share', type: double },
      { name: 'prescribing', type: { kind: 'stream' } },
    ],
    rows: prescribing.flatMap(({ event, list, rows }) =>
      rowsByCode(codesOf(event), rows).flatMap(({ code, rows: about }) =>
        [undefined, ...bounds].flatMap((from, band) =>
          sharesOf(about, from).map(([name, ...shares]): Scalar[] => [
            event.key,
            code,
            band,
            list,
            name,
            ...shares,
            `${event.path}/prescribed`,
          ]),
        ),
      ),
    ),
  };
}

/** Of each code that some of the rows are about, those. */
const rowsByCode = madeOnceOfBoth((codes: readonly string[], rows: readonly VisitPrescription[]) =>
  codes.map((code) => ({ code, rows: rowsFor(code, rows) })).filter((one) => one.rows.length > 0),
);

/** Those of the longest beginning of the code. */
function rowsFor(code: string, rows: readonly VisitPrescription[]): readonly VisitPrescription[] {
  const length = longestBeginning(
    rows.map((row) => row.code),
    code,
  );
  return rows.filter((row) => row.code.length === length && code.startsWith(row.code));
}

/** In the order of their names, so that a row more or less moves those behind it alone. */
function sharesOf(
  rows: readonly VisitPrescription[],
  from: Age | undefined,
): readonly (readonly [name: string, from: number, to: number])[] {
  const age = from?.about ?? 0;
  let reached = 0;
  return rows
    .filter(({ ages }) => (ages.from?.about ?? 0) <= age && age < (ages.before?.about ?? Infinity))
    .toSorted((one, other) => (one.prescription.value < other.prescription.value ? -1 : 1))
    .map(({ prescription, share }) => {
      const before = reached;
      reached += share;
      return [prescription.value, before, reached] as const;
    });
}

/** Ages at which shares change, ascending. */
function boundsOf(prescribing: readonly PrescribingEvent[]): readonly Age[] {
  const ages = prescribing.flatMap(({ rows }) => rows.flatMap(({ ages: { from, before } }) => [from, before]));
  const known = ages.flatMap((one) => one ?? []).filter(({ about }) => about > 0);
  return [...new Map(known.map((one) => [one.about, one])).values()].toSorted((one, other) => one.about - other.about);
}

function ofAge(visits: Relation, moment: Term, people: Relation, bounds: readonly Age[]): Relation {
  const births = project(people, ['person_id', 'birth_date'].map(keep));
  const on = call('to_date', moment);
  const reached = bounds.map(({ months, days }) => {
    const reachedOn = call('add_days', call('add_months', column('birth_date'), months), days);
    return when(call('less_or_equal', reachedOn, on), literal(1), literal(0));
  });
  const band = reached.reduce<Term>((sum, one) => call('add', sum, one), literal(0));
  return filter(joinOn(visits, births, 'person_id'), call('equal', column('band'), band));
}
