/** Encounters with who saw the person, where, and whether in the network of their plan. */
import type { NamedTerm, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin } from '../../endings.ts';
import type { Timeline } from '../../timeline.ts';
import { bigint, call, column, drawBy, joinOn, keep, literal, named, project, when } from '../../terms.ts';
import { coverageSpans, coveredOn, hasSeveralSpans } from '../coverage-spans.ts';
import { chosenId, hasOutside } from './choice.ts';
import type { SeenVisits } from './drawn-specialists.ts';
import { hasNetworks, HOMES, NETWORK_COLUMNS, planRows } from './homes.ts';
import { SERVICE_AREAS } from './service-areas.ts';

/** What `withProviders` reads of people. */
export function homeColumns(context: PlanContext): Relation {
  const names = ['person_id', 'area', 'pcp_id', 'pcp_need', ...(hasNetworks(context) ? NETWORK_COLUMNS : [])];
  return project(HOMES, names.map(keep));
}

const AREA = ['providers', 'first_number', 'first_id'];
const SEEN = 'seen:';
const PLACE = 'facility:';
const ORDERED = 'ordered:';
const CURRENT = 'current:';
const VISIT = ['person_id', 'event_key', 'occurrence'];

/**
 * `visits` has the columns of `VISIT`, `moment`, those of `homeColumns`, what the keys of the `specialty` and of who orders (unknown for
 * primary care) read, `facility_need` (unknown for a visit in none), `referred`, and the stream `outside`. The terms give `provider_id`,
 * `facility_id`, `in_network` and, where somebody orders, `ordering_provider_id`.
 */
export function withProviders(
  { from: visits, specialty, ordering }: Pick<SeenVisits, 'from' | 'specialty'> & { readonly ordering?: Term },
  context: PlanContext,
  timeline: Timeline,
): { readonly from: Relation; readonly columns: readonly NamedTerm[] } {
  const covered = hasNetworks(context);
  const several = covered && hasSeveralSpans(timeline);
  const network = several ? CURRENT : '';
  const seen = { need: column('need'), share: 'provider_share', prefix: SEEN, network };
  const facility = { need: column('facility_need'), share: 'facility_share', prefix: PLACE, network };
  const isLucky = call('less', drawBy('outside'), column(`${network}outside_share`));
  const isFree = call('and', call('not', call('is_null', specialty)), call('not', column('referred')));
  const outside: Term = covered
    ? call('coalesce', call('and', isFree, isLucky, hasOutside(seen)), literal(false))
    : literal(false);
  const networked = several ? withCurrentNetwork(visits, context, timeline) : visits;
  const needOf = (key: Term): Term => (several ? call('coalesce', key, column('pcp_need')) : key);
  const orders = ordering === undefined ? [] : [named('ordering_need', needOf(ordering))];
  const needing: Relation = {
    kind: 'extend',
    input: networked,
    columns: [named('need', needOf(specialty)), ...orders],
  };
  const placed = areaOf(areaOf(needing, 'need', SEEN), 'facility_need', PLACE);
  const order = { need: column('ordering_need'), share: 'provider_share', prefix: ORDERED, network };
  const orderedBy = call('coalesce', chosenId(context, order, literal(false)), column('pcp_id'));
  return {
    from: ordering === undefined ? placed : areaOf(placed, 'ordering_need', ORDERED),
    columns: [
      ...(ordering === undefined ? [] : [named('ordering_provider_id', orderedBy)]),
      named('provider_id', call('coalesce', chosenId(context, seen, outside), column('pcp_id'))),
      named(
        'facility_id',
        when(call('is_null', column('facility_need')), literal(null, bigint), chosenId(context, facility, outside)),
      ),
      named('in_network', call('not', outside)),
    ],
  };
}

/** Where people change their plan, the network is that of the plan on the day of the visit. */
function withCurrentNetwork(visits: Relation, context: PlanContext, timeline: Timeline): Relation {
  const days = project(visits, [...VISIT, 'moment'].map(keep));
  const current = joinOn(
    coveredOn(days, 'moment', coverageSpans(context, timeline)),
    planRows(context, 'plan_id'),
    'plan_id',
  );
  const known = project(current, [
    ...VISIT.map(keep),
    ...NETWORK_COLUMNS.map((name) => named(`spanned:${name}`, column(name))),
  ]);
  return {
    kind: 'extend',
    input: leftJoin(visits, known, ...VISIT),
    columns: NETWORK_COLUMNS.map((name) =>
      named(`${CURRENT}${name}`, call('coalesce', column(`spanned:${name}`), column(name))),
    ),
  };
}

/** Beside each row the service area for its need, with a prefix; empty where it has none. */
export function areaOf(rows: Relation, need: string, prefix: string): Relation {
  return {
    kind: 'join',
    how: 'left',
    left: rows,
    right: project(SERVICE_AREAS, [keep('area_id'), named('area_need', column('need_id')), ...AREA.map(keep)]),
    prefix,
    on: [
      { left: 'area', right: 'area_id' },
      { left: need, right: 'area_need' },
    ],
  };
}
