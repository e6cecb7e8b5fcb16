/** `membersim.groups`: the employers whose people the payer insures, and which of them each member belongs to. */
import type { EmployerKind, PlannedTable, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { nameKeys } from '../../keys.ts';
import { call, cast, integer, literal, pick, text } from '../../terms.ts';
import { planListed } from '../table.ts';
import { lineOf } from '../../line.ts';

/** Groups of one industry that have keys of their own. */
const OF_AN_INDUSTRY = 1000;

/** Of the payer of the profile; empty where it insures no groups. */
export function employersOf({ cohort, knowledge }: PlanContext): readonly EmployerKind[] {
  const payer = cohort.profile.coverage?.payer.value;
  return (knowledge.claims?.employers ?? []).filter((one) => one.payer === payer);
}

function keysOf(employers: readonly EmployerKind[]): ReadonlyMap<string, number> {
  const keys = nameKeys(employers.map(({ industry }) => industry));
  return new Map([...keys].map(([industry, key]) => [industry, (key % 1_000_000) * OF_AN_INDUSTRY]));
}

export function groupsTable(context: PlanContext): readonly PlannedTable[] {
  const employers = employersOf(context);
  if (employers.length === 0) return [];
  const keys = keysOf(employers);
  const industries = context.enumerations.define(
    'membersim',
    'industry',
    employers.map(({ industry }) => industry).toSorted(),
  );
  const fundings = context.enumerations.define('membersim', 'group_funding', ['insured', 'self-funded']);
  const columns = [
    { name: 'group_id', type: integer, comment: 'Number of the group.' },
    { name: 'name', type: text, comment: 'Invented name.' },
    { name: 'industry', type: industries, comment: 'Industry of the employer.' },
    { name: 'employees', type: integer, comment: 'People whom it employs, about.' },
    { name: 'funding', type: fundings, comment: 'Whether the employer bears the cost of care, or the insurer.' },
  ];
  const rows = employers.flatMap(({ industry, groups, employees, selfFunded }) =>
    Array.from({ length: groups }, (_, index) => [
      (keys.get(industry) ?? 0) + index + 1,
      `${industry} ${String(index + 1).padStart(3, '0')}`,
      industry,
      sizeOf(employees, (index + 0.5) / groups),
      index < Math.round(selfFunded * groups) ? 'self-funded' : 'insured',
    ]),
  );
  return [
    planListed({
      schema: 'membersim',
      name: 'groups',
      comment: 'Employer groups.',
      fill: 'reference',
      columns,
      rows,
      primaryKey: ['group_id'],
      origins: employers.map(({ at }) => at),
    }),
  ];
}

/** Sizes lie apart as those of an exponential curve, the first the largest: large employers fund themselves. */
function sizeOf(mean: number, below: number): number {
  return Math.max(2, Math.round(-mean * Math.log(below)));
}

/** The group of the subscriber: an industry by its share of members, and one of its groups. */
export function groupOf(context: PlanContext, subscriber: Term): Term {
  const employers = employersOf(context);
  const keys = keysOf(employers);
  const total = employers.reduce((sum, { share }) => sum + share, 0);
  const drawn = (what: string): Term => ({
    kind: 'draw',
    stream: { kind: 'named', name: `${lineOf(context.cohort.profile)}/coverage/${what}` },
    person: subscriber,
    occurrence: literal(0),
  });
  const industry: Term = {
    kind: 'sample',
    distribution: {
      kind: 'categorical',
      at: employers[0]?.at ?? context.cohort.profile.at,
      options: employers.map((one, index) => ({ value: index, weight: one.share / total, at: one.at })),
    },
    uniform: drawn('industry'),
    type: integer,
  };
  return {
    kind: 'case',
    branches: employers.map((one, index) => ({
      when: call('equal', industry, index),
      then: cast(call('add', (keys.get(one.industry) ?? 0) + 1, pick(drawn('group'), one.groups)), integer),
    })),
    otherwise: literal(null, integer),
  };
}
