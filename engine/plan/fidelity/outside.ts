/** What networks declare of visits outside them, counted beside the events in one pass over the visits that may leave. */
import type { NetworkConcept, Relation } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { careEvents } from '../tables/care-events.ts';
import { careOf, hasProviders } from '../tables/care.ts';
import { hasSeveralSpans } from '../tables/coverage-spans.ts';
import { drawnSpecialties, HOMES, mayLeave, networkKeys, planNetworks } from '../tables/networksim/index.ts';
import type { PlannedEvent } from '../planned-event.ts';
import { boolean, call, cast, column, filter, integer, joinOn, keep, literal, named, project } from '../terms.ts';
import { SUMS } from './beside-events.ts';
import type { Counted, Counting } from './beside-events.ts';

/** Below those of events. */
const keyOf = (network: number): number => -network - 1;

/** Where people change their plan a visit does not say which network it was in, and nothing is claimed. */
export function countVisitsOutside(counting: Counting): Counted | undefined {
  const { context, timeline } = counting;
  if (!hasProviders(context) || hasSeveralSpans(timeline)) return undefined;
  const numbers = networkKeys(context);
  const networks = declaring(context).map((one) => ({ ...one, key: keyOf(numbers.get(one.network) ?? 0) }));
  const leaving = careEvents(timeline).filter((event) => mayLeave(event, context, timeline.events));
  if (networks.length === 0 || leaving.length === 0) return undefined;
  const relation = countedOf(visitsOf(leaving, counting));
  return {
    rows: [{ relation, keys: networks.map(({ key }) => key), width: 2 }],
    declare: (placeOf) =>
      networks.map(({ key, network, outOfNetworkShare, at }) => ({
        section: 'networks',
        quantity: network,
        part: 'outside',
        among: 'visits neither in primary care nor on a referral',
        people: placeOf(key, 0),
        at,
        measure: 'share',
        holding: placeOf(key, 1),
        target: outOfNetworkShare,
        quota: false,
      })),
  };
}

/** How many visits of each network there are, and how many are outside. */
function countedOf(visits: Relation): Relation {
  const [all, outside] = SUMS;
  return {
    kind: 'aggregate',
    input: project(visits, [
      named('event_key', call('subtract', call('negate', column('network_id')), 1)),
      named(all, literal(1, integer)),
      named(outside, cast(call('not', column('in_network')), integer)),
    ]),
    by: ['event_key'],
    columns: [all, outside].map((name) => ({ name, how: 'sum', of: name })),
  };
}

/** Networks that people of the cohort are in and that declare a share. */
function declaring(context: PlanContext): readonly NetworkConcept[] {
  return [...new Set(planNetworks(context).values())].filter(({ outOfNetworkShare: share }) => share > 0 && share < 1);
}

/** Whose drawn reasons send people to primary care as well as to specialists, those to specialists only. */
function visitsOf(events: readonly PlannedEvent[], { context, timeline }: Counting): Relation {
  const leaving: Relation = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'by_reason', type: boolean },
    ],
    rows: events.map((event) => [event.key, drawnSpecialties(event, context, timeline.events).length > 0]),
  };
  const care = project(careOf(context, timeline), ['event_key', 'person_id', 'in_network', 'provider_id'].map(keep));
  const homes = project(HOMES, ['person_id', 'network_id', 'pcp_id'].map(keep));
  const isPrimaryCare = call('and', column('by_reason'), call('equal', column('provider_id'), column('pcp_id')));
  return filter(joinOn(joinOn(care, leaving, 'event_key'), homes, 'person_id'), call('not', isPrimaryCare));
}
