/**
 * Of those whose numbers events have moved by `as_of`: how many are held at the limits of the number, which effects do not lead beyond,
 * then or when an effect that wears off was whole.
 */
import { MINUTES_A_DAY } from '../../model/index.ts';
import type { Relation, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { fromMillionths } from '../millionths.ts';
import type { PlannedAttribute } from '../population/attributes.ts';
import { CHANGE, changesAt, daysToWhole } from '../state/changes.ts';
import { asColumns } from '../state/columns.ts';
import { attributeKey, effectsIn, plannedEffects, reachOf } from '../state/effects.ts';
import type { Extent } from '../state/effects.ts';
import { attributesOf, peopleWith, scopeOfPeople } from '../state/people.ts';
import type { Timeline } from '../timeline.ts';
import {
  call,
  cast,
  column,
  day,
  double,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  project,
  rowsOfAll,
  table,
  timestamp,
  when,
} from '../terms.ts';
import { SUMS } from './beside-events.ts';
import type { Counted, Counting } from './beside-events.ts';

/** Below those of amounts of effects. */
const FIRST_KEY = -71_000_000;
/** A limit that holds more of those whom effects move decides what comes of them more than the effects do. */
const MOST_HELD = 0.05;

interface Limited extends Extent {
  readonly key: number;
  readonly attribute: PlannedAttribute;
}

export function countEffectLimits({ context, timeline }: Counting): Counted | undefined {
  const { cohort } = context;
  const effects = effectsIn(cohort);
  const limited = attributesOf(context).flatMap((attribute, at): Limited[] => {
    const { low, high } = reachOf(attribute, context);
    const isMoved = effects.some((one) => one.attribute.value === attribute.name);
    return !isMoved || (low ?? high) === undefined ? [] : [{ key: FIRST_KEY - at, attribute, low, high }];
  });
  if (limited.length === 0) return undefined;
  const { from, to } = cohort.persons;
  return {
    rows: [{ relation: held(limited, timeline, context), keys: limited.map(({ key }) => key), width: 2 }],
    declare: (placeOf) =>
      limited.flatMap(({ key, attribute: { name }, low, high }) => {
        const at = effects.find((one) => one.attribute.value === name)?.at;
        if (at === undefined) return [];
        return [
          {
            section: 'effects',
            quantity: name,
            part: 'held at its limits',
            among: [low, high].flatMap((limit) => limit ?? []).join(' and '),
            people: placeOf(key, 0),
            at,
            measure: 'bounded_share',
            holding: placeOf(key, 1),
            low: 0,
            high: MOST_HELD,
            persons: to - from + 1,
          },
        ];
      }),
  };
}

function held(limited: readonly Limited[], { events, occurrences }: Timeline, context: PlanContext): Relation {
  const [moved, beyond] = SUMS;
  const scope = scopeOfPeople(context);
  const values = limited.map((one) => ({ ...one, began: asColumns(scope.name(one.attribute.name)) }));
  const askers = eachOnce([everybody(limited, context), ...atTheirFullest(limited, { events, occurrences }, context)]);
  const changes = changesAt({ askers, by: ASKED, events, occurrences }, context);
  const people = peopleWith(...limited.map(({ attribute }) => scope.name(attribute.name)));
  const each = people === undefined ? changes : joinOn(changes, people, 'person_id');
  const byAttribute = (term: (one: (typeof values)[number]) => Term, otherwise: Term): Term => ({
    kind: 'case',
    branches: values.map((one) => ({
      when: call('equal', column('attribute_key'), attributeKey(one.attribute.name)),
      then: term(one),
    })),
    otherwise,
  });
  const isBeyond = byAttribute(({ began, low, high }) => {
    const value = call('add', cast(began, double), fromMillionths(column(CHANGE)));
    const sides = [
      ...(low === undefined ? [] : [call('less', value, literal(low - ROUNDED, double))]),
      ...(high === undefined ? [] : [call('greater', value, literal(high + ROUNDED, double))]),
    ];
    return call('coalesce', call('or', literal(false), ...sides), literal(false));
  }, literal(false));
  const asked = project(each, [
    ...['person_id', 'attribute_key'].map(keep),
    named(beyond, when(isBeyond, literal(1), literal(0))),
  ]);
  const byPerson: Relation = {
    kind: 'aggregate',
    input: asked,
    by: ['person_id', 'attribute_key'],
    columns: [{ name: beyond, how: 'max', of: beyond }],
  };
  const rows = project(byPerson, [
    named(
      'event_key',
      byAttribute(({ key }) => literal(key, integer), literal(null, integer)),
    ),
    named(moved, literal(1, integer)),
    keep(beyond),
  ]);
  return {
    kind: 'aggregate',
    input: rows,
    by: ['event_key'],
    columns: [moved, beyond].map((name) => ({ name, how: 'sum', of: name })),
  };
}

/** What sums of whole millionths may be off by. */
const ROUNDED = 1e-4;

const ASKED = ['person_id', 'attribute_key', 'asked_at'];

function eachOnce(inputs: readonly Relation[]): Relation {
  return { kind: 'aggregate', input: rowsOfAll(inputs), by: ASKED, columns: [] };
}

/** Whoever has come to it, when an effect that wears off was whole. */
function atTheirFullest(
  limited: readonly Limited[],
  { events, occurrences }: Pick<Timeline, 'events' | 'occurrences'>,
  { cohort }: PlanContext,
): readonly Relation[] {
  const passing = plannedEffects(events).filter(
    ({ effect: { lasts, attribute } }) =>
      lasts !== undefined && limited.some((one) => one.attribute.name === attribute.value),
  );
  if (passing.length === 0) return [];
  const effects: Relation = {
    kind: 'values',
    columns: ['event_key', 'attribute_key', 'days_to_whole'].map((name) => ({ name, type: integer })),
    rows: passing.map(({ event, effect, attributeKey: key }) => [event.key, key, daysToWhole(effect)]),
  };
  const happened = project(filter(occurrences, column('happened')), ['person_id', 'event_key', 'moment'].map(keep));
  const minutes = call('add', call('multiply', column('days_to_whole'), MINUTES_A_DAY), 1);
  const whole = project(joinOn(happened, effects, 'event_key'), [
    ...['person_id', 'attribute_key'].map(keep),
    named('asked_at', cast(call('add_minutes', column('moment'), minutes), timestamp)),
  ]);
  const asOf = call('at_minute', day(cohort.profile.asOf.value), MINUTES_A_DAY);
  return [filter(whole, call('less', column('asked_at'), asOf))];
}

/** With each of the numbers, at the end of `as_of`. */
function everybody(limited: readonly Limited[], { cohort }: PlanContext): Relation {
  const numbers: Relation = {
    kind: 'values',
    columns: [{ name: 'attribute_key', type: integer }],
    rows: limited.map(({ attribute: { name } }) => [attributeKey(name)]),
  };
  const people = project(table('scratch', 'population'), [keep('person_id')]);
  const each: Relation = { kind: 'join', how: 'cross', left: people, right: numbers, on: [] };
  const asOf = call('at_minute', day(cohort.profile.asOf.value), MINUTES_A_DAY);
  return project({ kind: 'extend', input: each, columns: [named('asked_at', cast(asOf, timestamp))] }, ASKED.map(keep));
}
