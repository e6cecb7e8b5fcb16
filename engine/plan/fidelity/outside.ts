/** What networks declare of visits outside them, counted beside the events in one pass over the visits that may leave. */
import type { Declaration, EventTally, NetworkConcept, Relation } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { careEvents } from '../tables/care-events.ts';
import { careOf, hasProviders } from '../tables/care.ts';
import { hasSeveralSpans } from '../tables/coverage-spans.ts';
import { drawnSpecialties, HOMES, mayLeave, networkKeys, planNetworks } from '../tables/networksim/index.ts';
import type { PlannedEvent } from '../planned-event.ts';
import type { Timeline } from '../timeline.ts';
import { boolean, call, cast, column, filter, integer, joinOn, keep, literal, named, project } from '../terms.ts';

/** The event tally with the visits of each network besides. */
export interface OutsideTally {
  readonly tally: EventTally;
  readonly declarations: readonly Declaration[];
}

interface Beside {
  readonly context: PlanContext;
  readonly timeline: Timeline;
  readonly behind: number;
}

/**
 * `behind` is the number of sums that stand before those of `events`, whose first two columns count what is asked and what
 * holds. Where people change their plan a visit does not say which network it was in, and nothing is claimed.
 */
export function withVisitsOutside(events: EventTally, { context, timeline, behind }: Beside): OutsideTally {
  const nothing = { tally: events, declarations: [] };
  if (!hasProviders(context) || hasSeveralSpans(timeline)) return nothing;
  const networks = declaring(context);
  const leaving = careEvents(timeline).filter((event) => mayLeave(event, context, timeline.events));
  if (networks.length === 0 || leaving.length === 0) return nothing;
  const keys = networkKeys(context);
  const keyOf = ({ network }: NetworkConcept): number => -(keys.get(network) ?? 0) - 1;
  const counted = countedOf(visitsOf(leaving, { context, timeline }), events.columns);
  const names = ['event_key', ...events.columns];
  return {
    tally: {
      ...events,
      relation: { kind: 'union', inputs: [events.relation, counted].map((one) => project(one, names.map(keep))) },
      keys: [...events.keys, ...networks.map(keyOf)],
    },
    declarations: networks.map(({ network, outOfNetworkShare, at }, index) => {
      const first = behind + (events.keys.length + index) * events.columns.length;
      return {
        section: 'networks',
        quantity: network,
        part: 'outside',
        among: 'visits neither in primary care nor on a referral',
        people: first,
        at,
        measure: 'share',
        holding: first + 1,
        target: outOfNetworkShare,
        quota: false,
      };
    }),
  };
}

/** How many visits of each network there are, and how many are outside, in the first two of `columns`. */
function countedOf(visits: Relation, columns: readonly string[]): Relation {
  const [asked = '', holding = '', ...others] = columns;
  return {
    kind: 'aggregate',
    input: project(visits, [
      named('event_key', call('subtract', call('negate', column('network_id')), 1)),
      named(asked, literal(1, integer)),
      named(holding, cast(call('not', column('in_network')), integer)),
      ...others.map((name) => named(name, literal(0, integer))),
    ]),
    by: ['event_key'],
    columns: columns.map((name) => ({ name, how: 'sum', of: name })),
  };
}

/** Networks that people of the cohort are in and that declare a share. */
function declaring(context: PlanContext): readonly NetworkConcept[] {
  return [...new Set(planNetworks(context).values())].filter(({ outOfNetworkShare: share }) => share > 0 && share < 1);
}

/** Whose drawn reasons send people to primary care as well as to specialists, those to specialists only. */
function visitsOf(events: readonly PlannedEvent[], { context, timeline }: Omit<Beside, 'behind'>): Relation {
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
