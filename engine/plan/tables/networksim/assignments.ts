/** `networksim.assignments`: the primary care provider and the pharmacy that a person keeps, and the specialist by condition. */
import type { ColumnType, NamedTerm, PlannedTable, Relation } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { nameKeys, rowKey } from '../../keys.ts';
import type { Timeline } from '../../timeline.ts';
import {
  bigint,
  column,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  project,
  rowsOfAll,
  table,
  text,
} from '../../terms.ts';
import { conditionCodes } from '../condition-codes.ts';
import { diagnoses } from '../diagnoses.ts';
import { happenedWith } from '../happened.ts';
import { pharmacyOfPeople } from '../pharmacies/index.ts';
import { person } from '../columns.ts';
import { planTable } from '../table.ts';
import { inNetworkId } from './choice.ts';
import { HOMES } from './homes.ts';
import { needKey } from './needs.ts';
import { areaOf, homeColumns } from './seeing.ts';
import { specialistOf } from './visits.ts';

interface Sent {
  readonly code: string;
  /** The key of the specialty. */
  readonly need: number;
}

/** Whom people keep seeing: one row a person and role, and in that of a specialist one a condition. */
export function assignmentsTable(context: PlanContext, timeline: Timeline): PlannedTable {
  const { cohort, enumerations } = context;
  const codes = conditionCodes(context, timeline) ?? text;
  const roles = enumerations.define('networksim', 'assignment_role', ['primary_care', 'specialist', 'pharmacy']);
  return planTable({
    schema: 'networksim',
    name: 'assignments',
    comment:
      'Who cares for a person: one primary care provider, one pharmacy, a specialist for a condition that has one.',
    fill: 'person',
    from: { kind: 'union', inputs: assigned({ roles, codes }, context, timeline) },
    primaryKey: ['assignment_id'],
    origins: [cohort.profile.at],
    columns: [
      {
        name: 'assignment_id',
        type: bigint,
        term: rowKey(column('assignment_key')),
        comment: 'Person and what it is for as one number.',
      },
      person,
      { name: 'role', type: roles, term: column('role'), comment: 'What the assigned one is to the person.' },
      {
        name: 'condition_code',
        type: codes,
        term: column('condition_code'),
        nullable: true,
        comment:
          'ICD-10-CM code of the condition that the specialist sees, or would see on referral; empty in the other roles.',
      },
      {
        name: 'provider_id',
        type: bigint,
        term: column('provider_id'),
        nullable: true,
        comment: 'The provider; empty for a pharmacy.',
        references: 'networksim.providers',
      },
      {
        name: 'pharmacy_id',
        type: bigint,
        term: column('pharmacy_id'),
        nullable: true,
        comment: 'The pharmacy; empty for a provider.',
        references: 'networksim.pharmacies',
      },
    ],
  });
}

interface AssignmentTypes {
  readonly roles: ColumnType;
  readonly codes: ColumnType;
}

/** By role: everybody has primary care, and a pharmacy where the reference has any. */
function assigned({ roles, codes }: AssignmentTypes, context: PlanContext, timeline: Timeline): readonly Relation[] {
  const keys = assignmentKeys(context, timeline);
  const specialists = specialistRows(context, timeline, codes);
  const hasPharmacies = (context.knowledge.pharmacy?.kinds ?? []).length > 0;
  const role = (name: string): NamedTerm => named('role', literal(name, roles));
  const key = (name: string): NamedTerm => named('assignment_key', literal(keys.get(name) ?? 0));
  const none = (name: string, type: ColumnType): NamedTerm => named(name, literal(null, type));
  const primaryCare = project(HOMES, [
    keep('person_id'),
    role('primary_care'),
    key('primary_care'),
    none('condition_code', codes),
    named('provider_id', column('pcp_id')),
    none('pharmacy_id', bigint),
  ]);
  return [
    primaryCare,
    ...(specialists === undefined
      ? []
      : [
          project(specialists, [
            keep('person_id'),
            role('specialist'),
            ...['assignment_key', 'condition_code', 'provider_id'].map(keep),
            none('pharmacy_id', bigint),
          ]),
        ]),
    ...(hasPharmacies
      ? [
          project(pharmacyOfPeople(table('scratch', 'population'), ['person_id'], context), [
            keep('person_id'),
            role('pharmacy'),
            key('pharmacy'),
            none('condition_code', codes),
            none('provider_id', bigint),
            keep('pharmacy_id'),
          ]),
        ]
      : []),
  ];
}

function assignmentKeys(context: PlanContext, timeline: Timeline): ReadonlyMap<string, number> {
  const codes = [...sentByProfile(context), ...sentByEvents(context, timeline)].map(({ code }) => code);
  return nameKeys(['primary_care', 'pharmacy', ...codes.map((code) => `specialist/${code}`)]);
}

function sentFor(code: string, context: PlanContext): readonly Sent[] {
  const specialty = specialistOf(code, context);
  const need = specialty === undefined ? undefined : needKey(context, 'specialty', specialty);
  return need === undefined ? [] : [{ code, need }];
}

function sentByProfile(context: PlanContext): readonly Sent[] {
  return context.cohort.profile.conditions.flatMap(({ code }) => sentFor(code, context));
}

/** Of what events diagnose beside the conditions of the profile. */
function sentByEvents(context: PlanContext, timeline: Timeline): readonly (Sent & { readonly eventKey: number })[] {
  const known = new Set(context.cohort.profile.conditions.map(({ code }) => code));
  return diagnoses(context, timeline)
    .filter(({ code }) => !known.has(code))
    .flatMap(({ event, code }) => sentFor(code, context).map((one) => ({ ...one, eventKey: event.key })));
}

function specialistRows(context: PlanContext, timeline: Timeline, codes: ColumnType): Relation | undefined {
  const keys = assignmentKeys(context, timeline);
  const told = ({ code, need }: Sent): readonly NamedTerm[] => [
    named('condition_code', literal(code, codes)),
    named('need', literal(need, integer)),
    named('assignment_key', literal(keys.get(`specialist/${code}`) ?? 0, integer)),
  ];
  const had = sentByProfile(context).map((one) =>
    project(filter(table('scratch', 'population'), column(`condition:${one.code}`)), [keep('person_id'), ...told(one)]),
  );
  const sent = [...had, ...diagnosed(context, timeline, codes)];
  if (sent.length === 0) return undefined;
  return {
    kind: 'extend',
    input: areaOf(joinOn(rowsOfAll(sent), homeColumns(context), 'person_id'), 'need', 'seen:'),
    columns: [
      named('provider_id', inNetworkId(context, { need: column('need'), share: 'provider_share', prefix: 'seen:' })),
    ],
  };
}

/** One row a person and code, however often it was diagnosed. */
function diagnosed(context: PlanContext, timeline: Timeline, codes: ColumnType): readonly Relation[] {
  const sent = sentByEvents(context, timeline);
  if (sent.length === 0) return [];
  const keys = assignmentKeys(context, timeline);
  const happened = happenedWith(timeline, {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'condition_code', type: codes },
      { name: 'need', type: integer },
      { name: 'assignment_key', type: integer },
    ],
    rows: sent.map(({ eventKey, code, need }) => [eventKey, code, need, keys.get(`specialist/${code}`) ?? 0]),
  });
  const names = ['person_id', 'condition_code', 'need', 'assignment_key'];
  const once: Relation = {
    kind: 'aggregate',
    input: project(happened, names.map(keep)),
    by: ['person_id', 'condition_code', 'assignment_key'],
    columns: [{ name: 'need', how: 'min', of: 'need' }],
  };
  return [project(once, names.map(keep))];
}
