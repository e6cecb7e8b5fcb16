/** Why something does not happen because something else does not: what it follows, or what it leads up to. */
import type { ColumnType, EventUse, Term } from '../model/index.ts';
import type { PlannedEvent, SkipReason } from './events.ts';
import { isOneOf, literal, when } from './terms.ts';

/** Whether it comes before what it is timed from. */
function leadsUp({ timing: { anchor, countedFrom, earliest, latest } }: EventUse): boolean {
  if (anchor.kind === 'journey' || typeof countedFrom === 'string') return false;
  return Object.values(earliest).some((part) => part < 0) && Object.values(latest).every((part) => part <= 0);
}

/** Why an occurrence of one of these events is lost with what it is timed from. */
export function whyLost(events: readonly PlannedEvent[], type?: ColumnType): Term {
  const why = (reason: SkipReason): Term => literal(reason, type);
  const leading = events.filter(({ use }) => leadsUp(use));
  const [follows, leads] = [why('what it follows was skipped'), why('what it leads up to does not happen')];
  if (leading.length === 0) return follows;
  if (leading.length === events.length) return leads;
  const keys = leading.map(({ key }) => key);
  return when(isOneOf('event_key', keys), leads, follows);
}
