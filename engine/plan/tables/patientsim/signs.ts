/**
 * What a measurement shows of what its event is for: fever of influenza. Some of those who come for a reason have a sign of it, which
 * adds to their own value. One draw of the event decides for all its signs, so that who has the rarer one has the commoner one too.
 */
import type { Relation, SignOfIllness, Term } from '../../../model/index.ts';
import { bestFit } from '../../best-fit.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin } from '../../endings.ts';
import { readsNothing } from '../../expressions.ts';
import { rowKey } from '../../keys.ts';
import type { PlannedEvent } from '../../planned-event.ts';
import { sampleTerm } from '../../sampling.ts';
import type { Timeline } from '../../timeline.ts';
import {
  bigint,
  call,
  cast,
  column,
  double,
  integer,
  joinOn,
  keep,
  literal,
  named,
  project,
  smallint,
  table,
  text,
} from '../../terms.ts';
import { conditionCodes } from '../condition-codes.ts';
import { drawnEvents, reasonsOfEach } from '../reasons/drawn.ts';
import { reasonOf } from '../reasons/named.ts';
import type { Measurement } from './measurements.ts';

export interface Signs {
  /** Names of the observations that have some. */
  readonly of: readonly string[];
  /** Occurrences of events with what is added to each of these (`signColumn`), nothing where there is no sign. */
  readonly beside: (occurrences: Relation) => Relation;
}

export function signColumn(observation: string): string {
  return `sign:${observation}`;
}

/** Nothing where what is measured is never for what has signs. */
export function signsOf(
  measurements: readonly Measurement[],
  context: PlanContext,
  timeline: Timeline,
): Signs | undefined {
  const measured = new Set(measurements.flatMap(({ concept, event }) => (event === undefined ? [] : [concept.name])));
  const signs = (context.knowledge.signs ?? []).filter(({ observation }) => measured.has(observation));
  if (signs.length === 0) return undefined;
  const shown = new Set(signs.map(({ observation }) => observation));
  const events = [
    ...new Set(measurements.flatMap(({ concept, event }) => (event && shown.has(concept.name) ? [event] : []))),
  ];
  const showing = showingOf(events, signs, context, timeline);
  if (showing.groups.length === 0) return undefined;
  const of = [...shown].filter((name) => showing.groups.some((group) => group.some((one) => one.observation === name)));
  return {
    of,
    beside: (occurrences) => withSigns(occurrences, of, showing, conditionCodes(context, timeline) ?? text),
  };
}

type Group = readonly SignOfIllness[];

interface Showing {
  /** Signs that belong together, each group of other ones. */
  readonly groups: readonly Group[];
  /** Keys of events that name what they are for, with the number of its group. */
  readonly naming: readonly (readonly [event: number, group: number])[];
  /** Keys of events that draw it, with the codes that can be drawn and have signs there. */
  readonly codes: readonly (readonly [event: number, code: string, group: number])[];
}

function showingOf(events: readonly PlannedEvent[], signs: Group, context: PlanContext, timeline: Timeline): Showing {
  const groups: Group[] = [];
  const numbers = new Map<string, number>();
  const observations = [...new Set(signs.map(({ observation }) => observation))];
  const groupOf = (code: string, { use }: PlannedEvent): number | undefined => {
    const found = observations.flatMap((name) => {
      const rows = signs.filter((one) => one.observation === name && isIn(one, use.definition.encounterClass));
      return bestFit(rows, ({ reasons }) => reasons, code) ?? [];
    });
    if (found.length === 0) return undefined;
    const key = found.map((one) => signs.indexOf(one)).join(' ');
    const number = numbers.get(key) ?? groups.push(found) - 1;
    numbers.set(key, number);
    return number;
  };
  const drawing = drawnEvents(context, events);
  const codesOf = reasonsOfEach(context, timeline, events);
  const naming = events.flatMap((event): Showing['naming'] => {
    const reason = reasonOf(event, context);
    const group = reason === null ? undefined : groupOf(reason, event);
    return group === undefined ? [] : [[event.key, group]];
  });
  const drawn = drawing.flatMap(({ event }) =>
    codesOf(event).flatMap((code): Showing['codes'] => {
      const group = groupOf(code, event);
      return group === undefined ? [] : [[event.key, code, group]];
    }),
  );
  return { groups, naming, codes: drawn };
}

function isIn({ classes }: SignOfIllness, encounterClass: string | undefined): boolean {
  return classes.length === 0 || (encounterClass !== undefined && classes.includes(encounterClass));
}

function withSigns(
  occurrences: Relation,
  of: readonly string[],
  showing: Showing,
  codes: NonNullable<ReturnType<typeof conditionCodes>>,
): Relation {
  const { from, group } = grouped(occurrences, showing, codes);
  const each: Relation = {
    kind: 'extend',
    input: from,
    columns: [
      named('sign_group', group),
      named('sign_key', call('add', call('multiply', cast(column('event_key'), bigint), APART), column('occurrence'))),
    ],
  };
  return { kind: 'extend', input: each, columns: of.map((name) => named(signColumn(name), added(name, showing))) };
}

/** Occurrences of one event that draw apart; further ones share draws with another event's, which nobody can see. */
const APART = 64;

function drawOfSigns(what: string): Term {
  return {
    kind: 'draw',
    stream: { kind: 'named', name: `patientsim/signs/${what}` },
    person: column('person_id'),
    occurrence: column('sign_key'),
  };
}

function grouped(
  occurrences: Relation,
  { naming, codes }: Showing,
  type: NonNullable<ReturnType<typeof conditionCodes>>,
): { readonly from: Relation; readonly group: Term } {
  const branches = naming.map(([event, group]) => ({
    when: call('equal', column('event_key'), event),
    then: literal(group, smallint),
  }));
  const none = literal(null, smallint);
  if (codes.length === 0) return { from: occurrences, group: { kind: 'case', branches, otherwise: none } };
  const ofCodes: Relation = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'drawn_reason', type },
      { name: 'drawn_group', type: smallint },
    ],
    rows: codes.map((row) => [...row]),
  };
  const showing = project(joinOn(table('scratch', 'reasons'), ofCodes, 'event_key', 'drawn_reason'), [
    named('sign_of', column('timeline_id')),
    keep('drawn_group'),
  ]);
  const keyed: Relation = {
    kind: 'extend',
    input: occurrences,
    columns: [named('sign_of', rowKey(column('event_key'), column('occurrence')))],
  };
  const from = leftJoin(keyed, showing, 'sign_of');
  return { from, group: { kind: 'case', branches, otherwise: column('drawn_group') } };
}

/** What is added to the person's own value of the observation. */
function added(observation: string, { groups }: Showing): Term {
  const branches = groups.flatMap((signs, number) => {
    const sign = signs.find((one) => one.observation === observation);
    if (sign === undefined) return [];
    const change = sampleTerm(sign.change, drawOfSigns(observation), double, readsNothing);
    const isShown = call('less', drawOfSigns('shown'), literal(sign.share, double));
    return [
      {
        when: call('and', call('equal', column('sign_group'), literal(number, integer)), isShown),
        then: change,
      },
    ];
  });
  return { kind: 'case', branches, otherwise: literal(0, double) };
}
