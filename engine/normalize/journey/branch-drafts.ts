/** Events of a branch in their places: behind what the branch point follows, ends behind the last of them. */
import type { Located } from '../../model/index.ts';
import { following } from './event-drafts.ts';
import type { EventDraft } from './event-drafts.ts';
import type { WrittenTiming } from './timing.ts';
import type { Standing } from './parting.ts';

/** An end comes behind the last event of its branch. */
export function endAfter(
  end: EventDraft,
  last: EventDraft | undefined,
  { standing, begins, way }: { standing: Standing; begins: WrittenTiming | undefined; way: EventDraft['way'] },
): EventDraft {
  if (last === undefined) return placed(end, standing.after, begins, way);
  const follows = { value: last.ownId ?? last.definition.name, at: end.at };
  return placed({ ...end, follows }, undefined, undefined, way);
}

export function placed(
  draft: EventDraft,
  after: Located<string> | undefined,
  begins: WrittenTiming | undefined,
  way: EventDraft['way'],
): EventDraft {
  const follows = draft.follows ?? begins?.anchor ?? after;
  return {
    ...(follows === undefined ? draft : following(draft, follows)),
    ...(begins === undefined ? {} : { begins }),
    ...(way === undefined ? {} : { way }),
  };
}
