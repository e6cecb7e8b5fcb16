/** Which branch people take where it is decided by what has happened: one table a branch point, at the moment of its event. */
import type { BranchPoint, Journey, PlannedTable, Relation } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { branchColumn, cutLevels, timelineTypes } from '../events.ts';
import type { PlannedEvent } from '../planned-event.ts';
import { nameKeys } from '../keys.ts';
import { sharesTaken, takenBranch } from '../population/journeys.ts';
import { call, column, double, filter, integer, joinOn, keep, named, output, project, table } from '../terms.ts';
import { withAnswers } from './answers.ts';
import { asColumns } from './columns.ts';
import { groupsOf, holds } from '../groups.ts';
import { needsOfPoint } from './dependence.ts';
import { movedAttributes } from './effects.ts';
import { momentScope } from './moment-scope.ts';
import { peopleWith } from './people.ts';
import { leavesToChance, pointAsks, questionsAtPoint } from './questions.ts';
import { scratchColumns } from '../scratch-columns.ts';

export interface AskingPoint {
  readonly journey: Journey;
  readonly point: BranchPoint;
  /** Holds the branch that the person took. */
  readonly column: string;
  readonly after: PlannedEvent;
  /** That of the first events that can lie on its branches. */
  readonly level: number;
}

/** Those within others behind them. */
export function askingPoints(events: readonly PlannedEvent[], context: PlanContext): readonly AskingPoint[] {
  const { cohort } = context;
  const moved = movedAttributes(cohort);
  const levels = new Map(events.map(({ path, level }) => [path, level]));
  const groups = groupsOf(events);
  const cuts = cutLevels(context);
  return cohort.journeys.flatMap((journey) => {
    const found: AskingPoint[] = [];
    for (const point of journey.branchPoints ?? []) {
      const after = events.find((one) => one.journey === journey && one.use.id === point.after);
      if (after === undefined || !pointAsks(journey, point.id, moved)) continue;
      const needed = needsOfPoint({ journey, point }, events, moved);
      const needs = needed.map(({ event }) => (levels.get(event.path) ?? 0) + 1);
      const cut = groups
        .filter((group) => !holds(group, after))
        .filter((group) => needed.some(({ event }) => holds(group, event)))
        .map(({ name }) => cuts.get(name) ?? 0);
      const before = found.filter((one) => one.point.id === point.within?.point).map(({ level }) => level);
      found.push({
        journey,
        point,
        column: branchColumn(journey.id, point.id),
        after,
        level: Math.max(...needs, ...before, ...cut),
      });
    }
    return found;
  });
}

/** Whether chance has a say in who takes which of its branches. */
export function isChancy({ point }: AskingPoint): boolean {
  return point.branches.some(({ share }) => leavesToChance(share));
}

export function wayTableOf(asking: AskingPoint): Relation {
  return table('scratch', tableName(asking));
}

/** Holds the chance of each who came there to take the branch of this number; null for who did not come. */
export function shareColumn(branch: number): string {
  return `share:${branch}`;
}

function tableName({ journey, point }: AskingPoint): string {
  const path = `${journey.id}/${point.id}`;
  return `way_${nameKeys([path]).get(path) ?? 0}`;
}

/** What is known when a branch point is decided. */
interface Before {
  readonly points: readonly AskingPoint[];
  readonly decided: readonly PlannedEvent[];
  readonly occurrences: Relation;
}

/** One row for everybody who came to the branch point. */
export function wayTable(asking: AskingPoint, before: Before, context: PlanContext): PlannedTable {
  const columns = [
    { name: 'person_id', type: integer },
    { name: asking.column, type: timelineTypes(context).branch },
    ...(isChancy(asking) ? asking.point.branches : []).map((_, at) => ({ name: shareColumn(at), type: double })),
  ];
  return {
    schema: 'scratch',
    name: tableName(asking),
    fill: 'scratch',
    comment: 'The branch that each person took at one branch point.',
    columns: scratchColumns(columns),
    primaryKey: ['person_id'],
    relation: wayRelation(asking, before, context),
    origins: [asking.point.at],
  };
}

function wayRelation(asking: AskingPoint, { points, decided, occurrences }: Before, context: PlanContext): Relation {
  const { journey, point, after } = asking;
  const first = call('and', call('equal', column('event_key'), after.key), call('equal', column('occurrence'), 0));
  const came = project(
    filter(occurrences, call('and', first, column('happened'))),
    ['person_id', 'event_key', 'occurrence', 'started', 'moment'].map(keep),
  );
  const questions = questionsAtPoint(point, movedAttributes(context.cohort));
  const deciding = { asking: [{ key: after.key, questions }], candidates: came, decided, occurrences };
  const answered = withAnswers(deciding, context);
  const parent = points.find((one) => one.journey === journey && one.point.id === point.within?.point);
  const read = parent === undefined ? output : column;
  const branch = takenBranch({ journey, point, read }, context, momentScope(context));
  const shares = isChancy(asking) ? sharesTaken({ journey, point, read }, context, momentScope(context)) : [];
  const people = peopleWith(branch, ...shares);
  const known = people === undefined ? answered : joinOn(answered, people, 'person_id');
  return project(parent === undefined ? known : withWay(known, parent), [
    keep('person_id'),
    named(asking.column, asColumns(branch)),
    ...shares.map((share, at) => named(shareColumn(at), asColumns(share))),
  ]);
}

/** The branch taken at the point, beside each row of a person; none for people who did not come there. */
export function withWay(relation: Relation, point: AskingPoint): Relation {
  return {
    kind: 'join',
    how: 'left',
    left: relation,
    right: project(wayTableOf(point), [keep('person_id'), keep(point.column)]),
    on: [{ left: 'person_id', right: 'person_id' }],
  };
}
