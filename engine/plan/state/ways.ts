/**
 * Which branch people take where it is decided by what has happened, or anew each time that they come there: one table a branch
 * point, at the moments of its event.
 */
import type { BranchPoint, Journey, PlannedTable, Relation, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { branchColumn, cutLevels, planEvents, timelineTypes } from '../events.ts';
import { isDecidedAnew, numberAmong, roundOf } from '../decisions.ts';
import { leftJoin } from '../endings.ts';
import type { PlacedEvent, PlannedEvent, Rounds } from '../planned-event.ts';
import { nameKeys } from '../keys.ts';
import { sharesTaken, takenBranch } from '../population/journeys.ts';
import {
  call,
  column,
  double,
  filter,
  integer,
  isOneOf,
  joinOn,
  keep,
  literal,
  named,
  output,
  project,
  rowsOfAll,
  smallint,
  table,
} from '../terms.ts';
import { withAnswers } from './answers.ts';
import { asColumns } from './columns.ts';
import { groupsOf, holds } from '../groups.ts';
import { amongOf, inRounds, needsOfPoint } from './dependence.ts';
import type { Among, Need } from './dependence.ts';
import { movedAttributes } from './effects.ts';
import { momentScope } from './moment-scope.ts';
import { peopleWith } from './people.ts';
import { isDecidedLate } from './decided-late.ts';
import { leavesToChance, pointsBefore, questionsAtPoint } from './questions.ts';
import { oftenARound } from './rounds.ts';
import { scratchColumns } from '../scratch-columns.ts';

export interface LatePoint {
  readonly journey: Journey;
  readonly point: BranchPoint;
  /** Holds the branch that the person took. */
  readonly column: string;
  readonly after: PlannedEvent;
  /** At each occurrence of that event, and not at the first alone. */
  readonly isAnew: boolean;
  /** Where it is decided: at that of the first events that can lie on its branches, or at one for each round of these. */
  readonly levels: readonly number[];
  /** How often it is decided in a round. */
  readonly often?: number;
}

/** Those within others behind them. */
export function latePoints(context: PlanContext): readonly LatePoint[] {
  const { cohort, knowledge } = context;
  const events = planEvents(context);
  const moved = movedAttributes(cohort);
  const known = new Map(events.map((event) => [event.path, event]));
  const groups = groupsOf(events);
  const among = amongOf(events, moved, knowledge);
  const cuts = cutLevels(context);
  return cohort.journeys.flatMap((journey) => {
    const found: LatePoint[] = [];
    for (const point of journey.branchPoints ?? []) {
      const after = events.find((one) => one.journey === journey && one.use.id === point.after);
      if (after === undefined || !isDecidedLate(journey, point.id, moved)) continue;
      const place = { journey, point, after };
      const parent = found.find((one) => one.point.id === point.within?.point);
      const rounds = roundsAt(place, events, among);
      const often = rounds && oftenARound(after, rounds.beat);
      const needs = needsOfPoint(place, among);
      const cut = groups
        .filter((group) => !holds(group, after) && needs.some(({ event }) => holds(group, event)))
        .map(({ name }) => cuts.get(name) ?? 0);
      const levelIn = (round?: number): number =>
        Math.max(
          ...needs
            .flatMap((need) => inRounds(need, round, sameRounds(need.event, rounds, known)))
            .map((need) => levelOf(need, known) + 1),
          ...(parent === undefined ? [] : [parent.levels[round ?? -1] ?? parent.levels.at(-1) ?? 0]),
          ...cut,
        );
      found.push({
        journey,
        point,
        column: branchColumn(journey.id, point.id),
        after,
        isAnew: isDecidedAnew(journey, point),
        levels: rounds === undefined ? [levelIn()] : inTurn(rounds.count, levelIn),
        ...(often === undefined ? {} : { often }),
      });
    }
    return found;
  });
}

/** Each round behind the one before. */
function inTurn(count: number, levelIn: (round: number) => number): readonly number[] {
  const levels: number[] = [];
  for (let round = 0; round < count; round += 1) levels.push(Math.max(levelIn(round), (levels.at(-1) ?? -1) + 1));
  return levels;
}

type Known = ReadonlyMap<string, PlannedEvent>;

function sameRounds({ path }: PlacedEvent, rounds: Rounds | undefined, known: Known): Rounds | undefined {
  const own = known.get(path)?.rounds?.rounds;
  return own === rounds ? own : undefined;
}

function levelOf({ event: { path }, round }: Need, known: Known): number {
  const event = known.get(path);
  return (round === undefined ? undefined : event?.rounds?.levels[round]) ?? event?.level ?? 0;
}

interface Place {
  readonly journey: Journey;
  readonly point: BranchPoint;
  readonly after: PlannedEvent;
}

/** The rounds in which it is decided: where it asks what is decided in them, and what lies on its branches is as well. */
function roundsAt({ journey, point, after }: Place, events: readonly PlannedEvent[], among: Among): Rounds | undefined {
  if (!isDecidedAnew(journey, point)) return undefined;
  const asked = pointsBefore(journey, point.id).flatMap((one) => needsOfPoint({ journey, point: one }, among));
  const needed = new Set(
    asked.flatMap(({ event }) => events.find(({ path }) => path === event.path)?.rounds?.rounds ?? []),
  );
  const behind = events.filter(
    (event) =>
      event.journey === journey &&
      event.use.way !== undefined &&
      pointsBefore(journey, event.use.way.point).some(({ id }) => id === point.id),
  );
  const rounds = behind.flatMap((event) => event.rounds?.rounds ?? []).find((one) => needed.has(one));
  return rounds === undefined || oftenARound(after, rounds.beat) === undefined ? undefined : rounds;
}

/** Whether chance has a say in who takes which of its branches. */
export function isChancy({ point }: LatePoint): boolean {
  return point.branches.some(({ share }) => leavesToChance(share));
}

/** Its decisions, as far as they are made by a level. */
export function wayTableOf(late: LatePoint, by: number = Infinity): Relation {
  const made = late.levels.filter((level) => level <= by);
  const inputs = made.map((_, round) => table('scratch', tableName(late, round)));
  return rowsOfAll(inputs);
}

/** Holds the chance of each who came there to take the branch of this number; null for who did not come. */
export function shareColumn(branch: number): string {
  return `share:${branch}`;
}

function tableName({ journey, point, often }: LatePoint, round: number): string {
  const path = `${journey.id}/${point.id}`;
  return `way_${nameKeys([path]).get(path) ?? 0}${often === undefined ? '' : `_${round}`}`;
}

/** What is known when a branch point is decided. */
interface Before {
  readonly level: number;
  readonly points: readonly LatePoint[];
  readonly decided: readonly PlannedEvent[];
  readonly occurrences: Relation;
  /** As those who ask there see them. */
  readonly asked: Relation;
}

/** One row for everybody who came to the branch point, or for each time that they did. */
export function wayTable(late: LatePoint, before: Before, context: PlanContext): PlannedTable {
  const columns = [
    { name: 'person_id', type: integer },
    ...(late.isAnew ? [{ name: decisionColumn(late), type: smallint }] : []),
    { name: late.column, type: timelineTypes(context).branch },
    ...(isChancy(late) ? late.point.branches : []).map((_, at) => ({ name: shareColumn(at), type: double })),
  ];
  return {
    schema: 'scratch',
    name: tableName(late, late.levels.indexOf(before.level)),
    fill: 'scratch',
    comment: 'The branch that each person took at one branch point.',
    columns: scratchColumns(columns),
    primaryKey: keysOf(late),
    relation: wayRelation(late, before, context),
    origins: [late.point.at],
  };
}

function wayRelation(late: LatePoint, before: Before, context: PlanContext): Relation {
  const { level, points, decided, occurrences } = before;
  const { journey, point, after, isAnew } = late;
  const own = call('equal', column('event_key'), after.key);
  const first = call('equal', column('occurrence'), 0);
  const asked = [own, ...inRound(late, level), ...(isAnew ? [] : [first])];
  const came = project(
    filter(occurrences, call('and', asked.length === 1 ? own : call('and', ...asked), column('happened'))),
    ['person_id', 'event_key', 'occurrence', 'started', 'moment'].map(keep),
  );
  const questions = questionsAtPoint(point, movedAttributes(context.cohort));
  const deciding = { asking: [{ key: after.key, questions }], candidates: came, decided, occurrences: before.asked };
  const answered = withAnswers(deciding, context);
  const parent = points.find((one) => one.journey === journey && one.point.id === point.within?.point);
  const read = parent === undefined ? output : column;
  const parting = { journey, point, read, ...(isAnew ? { occurrence: column('occurrence') } : {}) };
  const branch = takenBranch(parting, context, momentScope(context));
  const shares = isChancy(late) ? sharesTaken(parting, context, momentScope(context)) : [];
  const people = peopleWith(branch, ...shares);
  const known = people === undefined ? answered : joinOn(answered, people, 'person_id');
  return project(parent === undefined ? known : withWay(known, parent, { level, events: [after] }), [
    keep('person_id'),
    ...(isAnew ? [named(decisionColumn(late), column('occurrence'))] : []),
    named(late.column, asColumns(branch)),
    ...shares.map((share, at) => named(shareColumn(at), asColumns(share))),
  ]);
}

/** The branch taken at the point, beside each occurrence of these events; none for people who did not come there. */
export function withWay(
  relation: Relation,
  late: LatePoint,
  { level, events }: { readonly level: number; readonly events: readonly PlannedEvent[] },
): Relation {
  const decision = named(decisionColumn(late), decisionOf(late, events));
  const numbered: Relation = late.isAnew ? { kind: 'extend', input: relation, columns: [decision] } : relation;
  const keys = keysOf(late);
  return leftJoin(numbered, project(wayTableOf(late, level), [...keys, late.column].map(keep)), ...keys);
}

/** That an occurrence of what it follows is of the round that is decided at the level. */
function inRound({ levels, often }: LatePoint, level: number): readonly Term[] {
  return often === undefined ? [] : [call('equal', roundOf(often), levels.indexOf(level))];
}

/** The number of the decision, where people come to the point several times. */
export function decisionColumn({ column: name }: LatePoint): string {
  return `${name}/decision`;
}

function keysOf(late: LatePoint): readonly string[] {
  return late.isAnew ? ['person_id', decisionColumn(late)] : ['person_id'];
}

/** Which decision decides on an occurrence of each of these events. */
function decisionOf({ journey, after }: LatePoint, events: readonly PlannedEvent[]): Term {
  const own = events.filter((event) => event.journey === journey);
  const numbers = new Map<string, { readonly term: Term; readonly keys: number[] }>();
  for (const event of own) {
    const term = numberAmong(after.use, event, column('occurrence'));
    const name = JSON.stringify(term);
    const known = numbers.get(name) ?? { term, keys: [] };
    known.keys.push(event.key);
    numbers.set(name, known);
  }
  const [only] = numbers.values();
  if (only !== undefined && numbers.size === 1) return only.term;
  const branches = [...numbers.values()].map(({ term, keys }) => ({ when: isOneOf('event_key', keys), then: term }));
  return { kind: 'case', branches, otherwise: literal(0) };
}
