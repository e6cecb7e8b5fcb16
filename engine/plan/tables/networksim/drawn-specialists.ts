/** Visits whose specialty follows from the reason that was drawn for them. */
import type { ColumnType, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin } from '../../endings.ts';
import type { PlannedEvent } from '../../planned-event.ts';
import { boolean, column, integer, when } from '../../terms.ts';
import { drawnSpecialties } from './visits.ts';

export interface SeenVisits {
  readonly from: Relation;
  /** The key of the specialty, over those rows; unknown for primary care. */
  readonly specialty: Term;
}

/** `visits` are those of `seen` with their `specialty_need` and, where some have one, their `drawn_reason`. */
export function withDrawnSpecialists(
  visits: Relation,
  codes: ColumnType,
  {
    context,
    events,
    seen,
  }: {
    readonly context: PlanContext;
    readonly events: readonly PlannedEvent[];
    readonly seen: readonly PlannedEvent[];
  },
): SeenVisits {
  const rows = seen.flatMap((event) =>
    drawnSpecialties(event, context, events).map(({ code, need }) => [event.key, code, true, need ?? null]),
  );
  const named = column('specialty_need');
  if (rows.length === 0) return { from: visits, specialty: named };
  const specialists: Relation = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'drawn_reason', type: codes },
      { name: 'by_reason', type: boolean },
      { name: 'drawn_need', type: integer },
    ],
    rows,
  };
  return {
    from: leftJoin(visits, specialists, 'event_key', 'drawn_reason'),
    specialty: when(column('by_reason'), column('drawn_need'), named),
  };
}
