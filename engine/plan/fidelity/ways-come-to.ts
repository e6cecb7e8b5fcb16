/** Branches that are decided with the people, of those to whom what leads to the branch point happened. */
import type { Relation, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { settledTruth } from '../settled.ts';
import { scopeOfPeople } from '../state/people.ts';
import type { Timeline } from '../timeline.ts';
import {
  call,
  column,
  double,
  filter,
  integer,
  isOneOf,
  joinOn,
  literal,
  named,
  project,
  table,
  when,
} from '../terms.ts';
import { linesOf } from './branch-lines.ts';
import type { BranchLine } from './branch-lines.ts';
import { comingsOf, hasCome } from './comings.ts';
import type { Told, Ways } from './way-chances.ts';

/** Between those of branches by how people are at the moment and those of reasons. */
const FIRST_KEY = -61_000_000;

interface Counted {
  readonly told: Told;
  readonly by: number;
  readonly isOf: Term;
  readonly taken: Term;
  readonly chance: Term;
}

/** One pass over the occurrences for all of them. */
export function waysComeTo({ occurrences }: Timeline, context: PlanContext): readonly Ways[] {
  const counted = linesCounted(context).map(({ line, ...one }, index) => toldOf(line, one, FIRST_KEY - index));
  if (counted.length === 0) return [];
  const by = [...new Set(counted.map((one) => one.by))];
  const came: Relation = {
    kind: 'aggregate',
    input: filter(occurrences, call('and', column('happened'), isOneOf('event_key', by))),
    by: ['person_id', 'event_key'],
    columns: [{ name: 'came', how: 'min', of: 'moment' }],
  };
  const lines: Relation = {
    kind: 'values',
    columns: [
      { name: 'by', type: integer },
      { name: 'told', type: integer },
    ],
    rows: counted.map((one) => [one.by, one.told.key]),
  };
  const each: Relation = {
    kind: 'join',
    how: 'inner',
    left: came,
    right: lines,
    on: [{ left: 'event_key', right: 'by' }],
  };
  const people = joinOn(each, table('scratch', 'population'), 'person_id');
  const byLine = (term: (one: Counted) => Term, otherwise: Term): Term => ({
    kind: 'case',
    branches: counted.map((one) => ({ when: call('equal', column('told'), one.told.key), then: term(one) })),
    otherwise,
  });
  const isOf = byLine((one) => one.isOf, literal(false));
  const rows = project(filter(people, isOf), [
    named('event_key', column('told')),
    named(
      'lucky',
      byLine(({ taken }) => when(taken, literal(1), literal(0)), literal(0)),
    ),
    named(
      'chance',
      byLine(({ chance }) => chance, literal(0, double)),
    ),
  ]);
  return [{ told: counted.map(({ told }) => told), rows }];
}

interface Line {
  readonly line: BranchLine;
  readonly by: number;
  readonly hasCome: Term;
}

function linesCounted(context: PlanContext): readonly Line[] {
  const { profile } = context.cohort;
  const asking = {
    // Rows of their own: nothing is bound beside the people.
    sums: { bind: (value: Term): Term => value },
    scope: scopeOfPeople(context),
    settled: (one: Parameters<typeof settledTruth>[0]) => settledTruth(one, profile),
  };
  return comingsOf(context).flatMap((coming) => {
    const { by } = coming;
    if (by === undefined) return [];
    const began = call('to_date', column('came'));
    return linesOf(coming, context, asking).map((line) => ({ line, by, hasCome: hasCome(coming, began, context) }));
  });
}

function toldOf(
  { quantity, part, among, holds, taken, share, outOf, at }: BranchLine,
  { by, hasCome: came }: Omit<Line, 'line'>,
  key: number,
): Counted {
  return {
    told: {
      key,
      head: { section: 'branches', quantity, part, among, at },
      ...(typeof share === 'number' ? { target: share } : {}),
      ...(outOf === undefined ? {} : { outOf }),
    },
    by,
    isOf: call('and', came, ...holds),
    taken: call('coalesce', taken, literal(false)),
    chance: typeof share === 'number' ? literal(share, double) : share,
  };
}
