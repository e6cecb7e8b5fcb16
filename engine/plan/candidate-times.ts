/** How often each candidate is repeated, and the number of each occurrence. */
import type { Relation, Term } from '../model/index.ts';
import { followsEach } from './event-traits.ts';
import { OCCURRENCE_KEYS } from './keys.ts';
import { repeats } from './occurrence-counts.ts';
import { attributeColumn } from './population/attributes.ts';
import type { PlannedEvent } from './events.ts';
import { bigint, call, column, double, integer, literal, named, when } from './terms.ts';

export function withOccurrences(candidates: Relation, events: readonly PlannedEvent[]): Relation {
  const own = followsEach(events) ? 'own_occurrence' : 'occurrence';
  const repeated: Relation = recurs(events)
    ? { kind: 'repeat', input: candidates, count: column(isCounted(events) ? 'times' : 'repeats'), as: own }
    : { kind: 'extend', input: candidates, columns: [named(own, literal(0, bigint))] };
  if (!followsEach(events)) return repeated;
  const counted = call('add', call('multiply', column('anchor_occurrence'), column('repeats')), column(own));
  const behindEach = events.some(({ use }) => use.timing.eachTime === true && repeats(use) > 1)
    ? counted
    : column('anchor_occurrence');
  const occurrence = when(column('each_time'), behindEach, column(own));
  return { kind: 'extend', input: repeated, columns: [named('occurrence', occurrence)] };
}

export function recurs(events: readonly PlannedEvent[]): boolean {
  return isCounted(events) || events.some(({ use }) => repeats(use) > 1);
}

/** Whether it depends on the person how often one of them happens. */
export function isCounted(events: readonly PlannedEvent[]): boolean {
  return events.some(({ use }) => use.times !== undefined || use.behindStays !== undefined);
}

/** How often each happens behind what it follows: behind a stay as often as is drawn for it, which may be never. */
export function timesBehind(events: readonly PlannedEvent[]): Term {
  return {
    kind: 'case',
    branches: events.flatMap(({ key, path, use: { behindStays } }) => {
      if (behindStays === undefined) return [];
      const draw = (what: string): Term => ({
        kind: 'draw',
        stream: { kind: 'named', name: `${path}/${what}` },
        person: column('person_id'),
        occurrence: column('anchor_occurrence'),
      });
      const { share, times } = behindStays;
      const often: Term = { kind: 'sample', distribution: times, uniform: draw('times'), type: integer };
      const isFollowed = call('less', draw('followed'), literal(share, double));
      return [{ when: call('equal', column('event_key'), key), then: when(isFollowed, often, literal(0)) }];
    }),
    otherwise: column('repeats'),
  };
}

/** How often each happens to the person: by the attribute that says so, or as often as it recurs. */
export function timesTerm(events: readonly PlannedEvent[]): Term {
  return {
    kind: 'case',
    branches: events.flatMap(({ key, use: { times } }) =>
      times === undefined
        ? []
        : [
            {
              when: call('equal', column('event_key'), key),
              then: call('least', column(attributeColumn(times)), OCCURRENCE_KEYS),
            },
          ],
    ),
    otherwise: column('repeats'),
  };
}
