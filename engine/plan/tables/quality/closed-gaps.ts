/**
 * `scratch.closed_gaps`: what closed each gap first, from the day on which it opened to `as_of`. Apart from the gaps, so that
 * these keep their order however much of the chart is written when a range is built.
 */
import type { NamedTerm, PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { PERSON_KEYS, rowKey } from '../../keys.ts';
import { scratchColumns } from '../../scratch-columns.ts';
import {
  bigint,
  call,
  cast,
  column,
  date,
  day,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  project,
  smallint,
  table,
  when,
} from '../../terms.ts';
import { CARE_GAPS, GAP_KEY } from './due.ts';
import { NO_EVENT } from './measured.ts';

export const CLOSED_GAPS: Relation = table('scratch', 'closed_gaps');

/** `closings` is whatever may close a gap of a person's measure. */
export function closedGapsScratch(closings: Relation, context: PlanContext): PlannedTable {
  const on = call('to_date', column('moment'));
  const asOf = day(context.cohort.profile.asOf.value);
  const inTime = call('and', call('less_or_equal', column('start_day'), on), call('less_or_equal', on, asOf));
  const closing = filter(joinOn(CARE_GAPS, closings, 'person_id', 'measure_key'), inTime);
  const first: Relation = {
    kind: 'aggregate',
    input: { kind: 'extend', input: closing, columns: [named('place', placeOf(on, column('closed_by')))] },
    by: [...GAP_KEY],
    columns: [{ name: 'place', how: 'min', of: 'place' }],
  };
  const relation = project(first, [...GAP_KEY.map(keep), ...closedAt(column('place'))]);
  const columns = [
    { name: 'person_id', type: integer },
    { name: 'gap_key', type: integer },
    { name: 'occurrence', type: smallint },
    { name: 'closed', type: date },
    { name: 'closed_by', type: bigint },
  ];
  return {
    schema: 'scratch',
    name: 'closed_gaps',
    fill: 'scratch',
    comment: 'What closed gaps in care.',
    columns: scratchColumns(columns),
    primaryKey: GAP_KEY,
    relation,
    origins: [],
  };
}

const EPOCH = day('1970-01-01');
/** Of a person on a day: nothing of the timeline, or any event of it. */
const PLACES = 2 * PERSON_KEYS;

/** The day and what closed it there as one number, so that the first of a gap is the least. */
function placeOf(on: Term, closedBy: Term): Term {
  const days = cast(call('days_between', EPOCH, on), bigint);
  const ofPerson = call('add', call('modulo', closedBy, PERSON_KEYS), 1);
  return call('add', call('multiply', days, PLACES), ofPerson);
}

function closedAt(place: Term): readonly NamedTerm[] {
  const ofPerson = call('modulo', place, PLACES);
  const event = call('add', rowKey(literal(0)), call('subtract', ofPerson, 1));
  return [
    named('closed', call('add_days', EPOCH, cast(call('integer_divide', place, PLACES), integer))),
    named('closed_by', when(call('equal', ofPerson, 0), NO_EVENT, event)),
  ];
}
