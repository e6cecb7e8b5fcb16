/** Visits whose specialty follows from the reason that was drawn for them. */
import type { ColumnType, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin } from '../../endings.ts';
import type { PlannedEvent } from '../../planned-event.ts';
import { boolean, column, integer, literal, when } from '../../terms.ts';
import { drawnSpecialties } from './visits.ts';
import type { Role } from './visits.ts';

export interface SeenVisits {
  readonly from: Relation;
  /** The key of the specialty, over those rows; unknown for primary care. */
  readonly specialty: Term;
  /** Whether it follows from what was drawn. */
  readonly byReason: Term;
}

/** Columns of what follows from the event, from the reason, and whether it does. */
const COLUMNS = {
  by: { named: 'specialty_need', drawn: 'drawn_need', isDrawn: 'by_reason' },
  orderedBy: { named: 'order_need', drawn: 'drawn_order_need', isDrawn: 'ordered_by_reason' },
} as const;

/** `visits` are those of `seen` with their `specialty_need`, or `order_need`, and, where some have one, their `drawn_reason`. */
export function withDrawnSpecialists(
  visits: Relation,
  codes: ColumnType,
  {
    context,
    events,
    seen,
    role = 'by',
  }: {
    readonly context: PlanContext;
    readonly events: readonly PlannedEvent[];
    readonly seen: readonly PlannedEvent[];
    readonly role?: Role;
  },
): SeenVisits {
  const names = COLUMNS[role];
  const rows = seen.flatMap((event) =>
    drawnSpecialties(event, context, events, role).map(({ code, need }) => [event.key, code, true, need ?? null]),
  );
  const named = column(names.named);
  if (rows.length === 0) return { from: visits, specialty: named, byReason: literal(false) };
  const specialists: Relation = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'drawn_reason', type: codes },
      { name: names.isDrawn, type: boolean },
      { name: names.drawn, type: integer },
    ],
    rows,
  };
  return {
    from: leftJoin(visits, specialists, 'event_key', 'drawn_reason'),
    specialty: when(column(names.isDrawn), column(names.drawn), named),
    byReason: column(names.isDrawn),
  };
}
