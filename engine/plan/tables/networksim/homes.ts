/**
 * `scratch.homes`: where each person of the range lives, the network of their plan, and the primary care provider whom they
 * keep. Everything else about who sees a person follows from it.
 */
import type { PlannedTable, Relation, SpecialtyConcept, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin } from '../../endings.ts';
import { homeArea } from '../../provider-rounds.ts';
import {
  bigint,
  call,
  column,
  double,
  drawOf,
  integer,
  joinOn,
  keep,
  literal,
  named,
  project,
  table,
} from '../../terms.ts';
import { coveragePlans } from '../coverage-plans.ts';
import { inNetworkId } from './choice.ts';
import { needKey, networkKnowledge } from './needs.ts';
import { providerPlan } from './provider-groups.ts';
import { networkKeys, planNetworks } from './plan-networks.ts';
import { SERVICE_AREAS } from './service-areas.ts';
import { scratchColumns } from '../../scratch-columns.ts';
import { lineOf } from '../../line.ts';

export const HOMES: Relation = table('scratch', 'homes');

/** Of the network of a person's plan; without plans there is none of them. */
export const NETWORK_COLUMNS = ['network_id', 'provider_share', 'facility_share', 'outside_share'] as const;

export function hasNetworks(context: PlanContext): boolean {
  return planNetworks(context).size > 0;
}

export function homesTable(context: PlanContext): PlannedTable {
  const covered = hasNetworks(context);
  const people = project(table('scratch', 'population'), [
    ...['person_id', ...(covered ? ['plan'] : [])].map(keep),
    named('area', homeArea(context, providerPlan(context).rounds)),
    named('need_id', primaryCareNeed(context)),
  ]);
  const networked = covered ? joinOn(people, planRows(context, 'plan'), 'plan') : people;
  const areas = project(SERVICE_AREAS, [
    named('area', column('area_id')),
    ...['need_id', 'providers', 'first_number', 'first_id'].map(keep),
  ]);
  const columns = [
    { name: 'person_id', type: integer },
    { name: 'area', type: integer },
    ...(covered ? NETWORK_COLUMNS.map((name) => ({ name, type: name === 'network_id' ? integer : double })) : []),
    { name: 'pcp_id', type: bigint },
    { name: 'pcp_need', type: integer },
  ];
  return {
    schema: 'scratch',
    name: 'homes',
    fill: 'scratch',
    comment: 'Where people live, with the network of their plan and their primary care provider.',
    columns: scratchColumns(columns),
    primaryKey: ['person_id'],
    relation: project(leftJoin(networked, areas, 'area', 'need_id'), [
      ...['person_id', 'area', ...(covered ? NETWORK_COLUMNS : [])].map(keep),
      named('pcp_id', inNetworkId(context, { need: column('need_id'), share: 'provider_share' })),
      named('pcp_need', column('need_id')),
    ]),
    origins: [context.cohort.profile.at],
  };
}

/** The network of each plan, by its name or its number in the column `plan` or `plan_id`. */
export function planRows(context: PlanContext, by: 'plan' | 'plan_id'): Relation {
  const keys = networkKeys(context);
  const networks = planNetworks(context);
  const { plans, type } = coveragePlans(context);
  return {
    kind: 'values',
    columns: [
      { name: by, type: by === 'plan' ? type : integer },
      ...NETWORK_COLUMNS.map((name) => ({ name, type: name === 'network_id' ? integer : double })),
    ],
    rows: plans.flatMap(({ concept, key }) => {
      const one = networks.get(concept.name);
      if (one === undefined) return [];
      const { network, providerShare, facilityShare, outOfNetworkShare } = one;
      const id = by === 'plan' ? concept.name : key;
      return [[id, keys.get(network) ?? 0, providerShare, facilityShare, outOfNetworkShare]];
    }),
  };
}

/** The specialty of a person's primary care: of those for the age, by their shares, and by how many providers each has of those that name none. */
function primaryCareNeed(context: PlanContext): Term {
  const specialties = networkKnowledge(context).specialties.filter(
    ({ primaryCareAges }) => primaryCareAges !== undefined,
  );
  const starts = new Set(
    specialties.flatMap(({ primaryCareAges: ages }) => (ages === undefined ? [] : [ages.min, ages.max + 1])),
  );
  const bands = [...starts].toSorted((one, other) => other - one);
  return {
    kind: 'case',
    branches: bands.map((from) => ({
      when: call('greater_or_equal', column('age'), from),
      then: oneOf(
        specialties.filter(({ primaryCareAges: ages }) => ages !== undefined && ages.min <= from && from <= ages.max),
        context,
      ),
    })),
    otherwise: literal(null, integer),
  };
}

function oneOf(specialties: readonly SpecialtyConcept[], context: PlanContext): Term {
  const [first] = specialties;
  if (first === undefined) return literal(null, integer);
  const weights = weightsOf(specialties);
  return {
    kind: 'sample',
    distribution: {
      kind: 'categorical',
      at: first.at,
      options: specialties.map(({ specialty, at }, index) => ({
        value: needKey(context, 'specialty', specialty) ?? 0,
        weight: weights[index] ?? 0,
        at,
      })),
    },
    uniform: drawOf(`${lineOf(context.cohort.profile)}/primary_care`),
    type: integer,
  };
}

/** They sum to 1: at each age the declared ones leave the rest to those that name none, if there are such. */
function weightsOf(specialties: readonly SpecialtyConcept[]): readonly number[] {
  const declared = specialties.reduce((sum, { primaryCareShare = 0 }) => sum + primaryCareShare, 0);
  const others = specialties.filter(({ primaryCareShare }) => primaryCareShare === undefined);
  const providers = others.reduce((sum, { density }) => sum + density, 0);
  return specialties.map(({ primaryCareShare, density }) => primaryCareShare ?? ((1 - declared) * density) / providers);
}
