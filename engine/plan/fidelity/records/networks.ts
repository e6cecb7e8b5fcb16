/** How broad networks are, how many of their members are preferred, how many people providers look after, and how many beds there are. */
import type {
  Declaration,
  ElementaryDistribution,
  NetworkConcept,
  SourceRange,
  SumPlace,
} from '../../../model/index.ts';
import { readsNothing } from '../../expressions.ts';
import {
  bedsDistribution,
  memberSpread,
  networkKeys,
  panelDistribution,
  planNetworks,
} from '../../tables/networksim/index.ts';
import type { Need } from '../../tables/networksim/index.ts';
import { call, cast, column, integer, literal, table, text } from '../../terms.ts';
import { declaredDistribution } from '../declarations.ts';
import { quantityOf } from './records.ts';
import type { Records } from './records.ts';

const SECTION = 'networks';

export function declaredOfNetworks(records: Records): readonly Declaration[] {
  const { context, has } = records;
  const { network } = context.knowledge;
  if (network === undefined || !has('networksim', 'providers')) return [];
  return [
    ...declaredOf(records, {
      of: 'specialty',
      names: ['providers', 'specialty', 'network_memberships'],
      quantity: { name: 'panel', value: 'panel_size' },
      curves: network.specialties.flatMap((concept) => {
        const distribution = panelDistribution(concept);
        return distribution === undefined ? [] : [{ name: concept.specialty, distribution, at: concept.at }];
      }),
    }),
    ...declaredOf(records, {
      of: 'facility',
      names: ['facilities', 'kind', 'facility_memberships'],
      quantity: { name: 'beds', value: 'beds' },
      curves: network.facilityKinds.flatMap((concept) => {
        const distribution = bedsDistribution(concept);
        return distribution === undefined ? [] : [{ name: concept.kind, distribution, at: concept.at }];
      }),
    }),
    ...declaredPharmacies(records),
  ];
}

interface Members {
  readonly of: Need['of'];
  readonly names: readonly [table: string, kind: string, memberships: string];
  readonly quantity: { readonly name: string; readonly value: string };
  readonly curves: readonly {
    readonly name: string;
    readonly distribution: ElementaryDistribution;
    readonly at: SourceRange;
  }[];
}

function declaredOf(records: Records, { of, names, quantity, curves }: Members): readonly Declaration[] {
  const [name, kind, memberships] = names;
  const { all, declared } = records.of(table('networksim', name), (sums) => ({
    all: sums.count(literal(true)),
    declared: curves.flatMap((curve) => {
      const isOf = call('equal', cast(column(kind), text), literal(curve.name, text));
      return declaredDistribution(
        quantityOf({
          section: SECTION,
          quantity: quantity.name,
          value: column(quantity.value),
          type: integer,
          among: { words: curve.name, holds: sums.bind(isOf) },
          at: curve.at,
        }),
        curve.distribution,
        sums,
        readsNothing,
      );
    }),
  }));
  return [...declared, ...declaredMembers(records, { of, memberships, all })];
}

interface Memberships {
  readonly of: Need['of'];
  readonly memberships: string;
  /** How many providers, or facilities, there are. */
  readonly all: SumPlace;
}

function declaredMembers(records: Records, { of, memberships, all }: Memberships): readonly Declaration[] {
  const { context, has } = records;
  if (!has('networksim', memberships)) return [];
  const keys = networkKeys(context);
  const who = of === 'specialty' ? 'providers' : 'facilities';
  return records.of(table('networksim', memberships), (sums) =>
    [...new Set(planNetworks(context).values())].flatMap((network: NetworkConcept): Declaration[] => {
      const isOf = sums.bind(call('equal', column('network_id'), keys.get(network.network) ?? 0));
      const members = sums.count(isOf);
      const { share, variance, tierVariance } = memberSpread(context, of, network);
      const head = {
        section: SECTION,
        quantity: network.network,
        at: network.at,
        measure: 'share',
        quota: false,
      } as const;
      return [
        { ...head, part: 'inside', among: who, people: all, holding: members, target: { share, variance } },
        {
          ...head,
          part: 'preferred',
          among: `${who} inside`,
          people: members,
          holding: sums.count(call('and', isOf, call('equal', column('tier'), 1))),
          target: { share: network.preferredShare, variance: tierVariance },
        },
        {
          ...head,
          part: 'leaving',
          among: `${who} inside`,
          people: members,
          holding: sums.count(call('and', isOf, call('not', call('is_null', column('end_date'))))),
          target: network.notice?.share ?? 0,
        },
      ];
    }),
  );
}

/** Their number in each place is rounded, and each is of a kind by itself. */
function declaredPharmacies({ context, has, of }: Records): readonly Declaration[] {
  const kinds = context.knowledge.pharmacy?.kinds ?? [];
  if (!has('networksim', 'pharmacies') || kinds.length < 2) return [];
  const total = kinds.reduce((sum, { density }) => sum + density, 0);
  return of(table('networksim', 'pharmacies'), (sums) => {
    const people = sums.count(literal(true));
    return kinds.map(({ kind, density, at }) => ({
      section: SECTION,
      quantity: 'pharmacies',
      part: kind,
      among: '',
      people,
      at,
      measure: 'share',
      holding: sums.count(call('equal', cast(column('kind'), text), literal(kind, text))),
      target: density / total,
      quota: false,
    }));
  });
}
