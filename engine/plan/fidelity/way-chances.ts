/** Branches that people take by how they are at the moment, where chance has a say: who came, who took it, and each one's chance. */
import type { Declaration, Relation } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { timelineTypes } from '../events.ts';
import { decisionColumn, latePoints, isChancy, shareColumn, wayTableOf } from '../state/ways.ts';
import type { LatePoint } from '../state/ways.ts';
import type { Timeline } from '../timeline.ts';
import { call, column, filter, integer, joinOn, keep, literal, named, project, when } from '../terms.ts';

/** Under which key something is counted, and how its line is headed. */
export interface Told {
  readonly key: number;
  readonly head: Pick<Declaration, 'section' | 'quantity' | 'part' | 'among' | 'at'>;
  /** The chance of everybody, where all have the same. */
  readonly target?: number;
  /** How many drew by quota, of whom those who are counted are some. */
  readonly outOf?: number;
}

export interface Ways {
  readonly told: readonly Told[];
  /** `event_key`, `lucky` and `chance` of everybody who came to the branch point. */
  readonly rows: Relation;
}

/** Below those of events, networks, densities and events that depend on the person. */
const FIRST_KEY = -60_000_000;

export function chancyWays({ occurrences }: Timeline, context: PlanContext): readonly Ways[] {
  const points = latePoints(context).filter(isChancy);
  return points
    .flatMap((late) => late.point.branches.map((branch, at) => ({ late, branch, at })))
    .map(({ late, branch, at }, index) => {
      const { journey, point } = late;
      const key = FIRST_KEY - index;
      return {
        told: [
          {
            key,
            head: {
              section: 'branches',
              quantity: context.cohort.journeys.length === 1 ? point.id : `${journey.id}/${point.id}`,
              part: branch.name,
              among: point.within?.branch ?? '',
              at: branch.at,
            },
          },
        ],
        rows: rowsOf({ late, name: branch.name, at, key, occurrences }, context),
      };
    });
}

interface Counted {
  readonly late: LatePoint;
  readonly name: string;
  readonly at: number;
  readonly key: number;
  readonly occurrences: Relation;
}

function rowsOf({ late, name, at, key, occurrences }: Counted, context: PlanContext): Relation {
  const taken = call('equal', column(late.column), literal(name, timelineTypes(context).branch));
  const came = filter(decisionsOf(late, occurrences), call('not', call('is_null', column(shareColumn(at)))));
  return project(came, [
    named('event_key', literal(key, integer)),
    named('lucky', when(call('coalesce', taken, literal(false)), literal(1), literal(0))),
    named('chance', column(shareColumn(at))),
  ]);
}

/** Decisions that no end took away together with what they follow, and that are not yet to come. */
function decisionsOf(late: LatePoint, occurrences: Relation): Relation {
  const own = call('equal', column('event_key'), late.after.key);
  const first = late.isAnew ? [] : [call('equal', column('occurrence'), 0)];
  const followed = filter(occurrences, call('and', column('happened'), own, ...first));
  if (!late.isAnew) return joinOn(wayTableOf(late), project(followed, [keep('person_id')]), 'person_id');
  const happened = project(followed, [keep('person_id'), named(decisionColumn(late), column('occurrence'))]);
  return joinOn(wayTableOf(late), happened, 'person_id', decisionColumn(late));
}
