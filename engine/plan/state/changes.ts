/**
 * How far events have moved a person's numbers by a moment: one row an asker, the sum over all effects that began before.
 * Sums are of whole millionths, so that they are the same in whatever order they are made.
 */
import { MEAN_DAYS_A_MONTH, MINUTES_A_DAY } from '../../model/index.ts';
import type { Relation, Scalar, Term, ValuesColumn } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import type { PlannedEvent } from '../planned-event.ts';
import { rowKey } from '../keys.ts';
import type { Scope } from '../expressions.ts';
import type { PlannedAttribute } from '../population/attributes.ts';
import { sampleTerm } from '../sampling.ts';
import {
  call,
  cast,
  column,
  double,
  drawBy,
  filter,
  integer,
  isOneOf,
  joinOn,
  keep,
  literal,
  named,
  output,
  project,
  when,
} from '../terms.ts';
import { fromMillionths, toMillionths } from '../millionths.ts';
import { asColumns } from './columns.ts';
import { plannedEffects, reachOf } from './effects.ts';
import type { PlannedEffect } from './effects.ts';
import { heldApart } from './pairs.ts';
import { peopleWith, scopeOfPeople } from './people.ts';
import { inCalendar } from './season.ts';

/** The column of `changesAt` that holds the sum. */
export const CHANGE = 'change';
/** What no effect lasts. */
const FOR_GOOD = 1_000_000;

export interface Asking {
  /** With the columns `by`, `person_id`, `attribute_key` and `asked_at`; `person_id` is among `by`. */
  readonly askers: Relation;
  readonly by: readonly string[];
  /** Events whose effects count, and where their occurrences are. */
  readonly events: readonly PlannedEvent[];
  readonly occurrences: Relation;
}

/** No row for an asker that nothing has moved. */
export function changesAt({ askers, by, events, occurrences }: Asking, context: PlanContext): Relation {
  const effects = plannedEffects(events);
  const began = filter(
    joinOn(askers, effectsOf(effects, occurrences, context), 'person_id', 'attribute_key'),
    call('less', column('begins'), column('asked_at')),
  );
  const isSet = effects.some(({ effect }) => effect.unit === 'set');
  const share = isSet ? column('share') : shareReached();
  const moved = call('multiply', column('amount'), share);
  return {
    kind: 'aggregate',
    input: project(isSet ? underSets(began, by) : began, [...by.map(keep), named('millionths', toMillionths(moved))]),
    by,
    columns: [{ name: CHANGE, how: 'sum', of: 'millionths' }],
  };
}

/**
 * Effects with what is left of each as `share`. What sets a number lies over all that began before it, as far as it has come
 * about: of those the part counts that no later one covers, so that the parts of all and of the beginning make one whole.
 */
function underSets(began: Relation, by: readonly string[]): Relation {
  const reached: Relation = {
    kind: 'extend',
    input: began,
    columns: [
      named('reached', shareReached()),
      named('covers', when(column('is_set'), output('reached'), literal(0, double))),
    ],
  };
  const covered: Relation = {
    kind: 'running',
    input: reached,
    by,
    along: ['begins', 'effect_order'],
    columns: [{ name: 'most', of: 'covers', how: 'most_behind' }],
  };
  const behind = call('coalesce', column('most'), literal(0, double));
  const ofSet = call('subtract', call('greatest', column('reached'), behind), behind);
  const ofChange = call('multiply', column('reached'), call('subtract', literal(1, double), behind));
  return { kind: 'extend', input: covered, columns: [named('share', when(column('is_set'), ofSet, ofChange))] };
}

/** What people began with: of those that are known, by name. */
export interface Began {
  readonly context: Pick<PlanContext, 'cohort' | 'knowledge'>;
  readonly own: (name: string) => Term | undefined;
}

/** A number that began as one's own, after the sum of `changesAt`: never beyond its reach. */
export function movedValue(attribute: PlannedAttribute, change: Term, { context, own }: Began): Term {
  const { name } = attribute;
  const baseline = own(name) ?? literal(null, double);
  const added = fromMillionths(call('coalesce', change, 0));
  const value = call('add', cast(baseline, double), added);
  const { low, high } = reachOf(attribute, context);
  const fromBelow = low === undefined ? value : call('greatest', value, literal(low, double));
  const within = high === undefined ? fromBelow : call('least', fromBelow, literal(high, double));
  return heldApart(name, within, { knowledge: context.knowledge, own });
}

/** What of an effect has come about at `asked_at`: it rises from its onset and, where it ends, falls as it rose. */
function shareReached(): Term {
  const days = call('days_between', call('to_date', column('begins')), call('to_date', column('asked_at')));
  const risen = ramp(days);
  const fallen = ramp(call('subtract', days, column('lasts_days')));
  return call('subtract', risen, fallen);
}

/** From 0 to 1 over the effect's time; at once where it takes none. */
function ramp(days: Term): Term {
  const part = call('divide', cast(call('add', days, column('at_once')), double), column('over_days'));
  return call('least', literal(1, double), call('greatest', literal(0, double), part));
}

const VALUES: readonly ValuesColumn[] = [
  { name: 'event_key', type: integer },
  { name: 'effect_key', type: integer },
  { name: 'attribute_key', type: integer },
  { name: 'onset_days', type: integer },
  { name: 'over_days', type: double },
  { name: 'at_once', type: integer },
  { name: 'lasts_days', type: integer },
  { name: 'constant', type: double },
  { name: 'amount', type: { kind: 'stream' } },
];

/** Every effect of what happened: when it begins, and how much of what it adds. */
function effectsOf(effects: readonly PlannedEffect[], occurrences: Relation, context: PlanContext): Relation {
  const rows = effects.map(effectRow);
  const isOne = effects.map(({ event }) => call('equal', column('event_key'), event.key));
  const happened = project(
    filter(occurrences, call('and', column('happened'), call('or', ...isOne, literal(false)))),
    ['person_id', 'event_key', 'occurrence', 'moment'].map(keep),
  );
  const each = joinOn(happened, { kind: 'values', columns: VALUES, rows }, 'event_key');
  const amount = amountTerm(effects, context);
  const people = peopleWith(amount);
  const sets = effects.filter(({ effect }) => effect.unit === 'set').map(({ key }) => key);
  return project(people === undefined ? each : joinOn(each, people, 'person_id'), [
    ...['person_id', 'attribute_key', 'over_days', 'at_once', 'lasts_days'].map(keep),
    ...(sets.length === 0
      ? []
      : [
          named('is_set', isOneOf('effect_key', sets)),
          named('effect_order', rowKey(column('effect_key'), column('occurrence'), literal(0))),
        ]),
    named('begins', call('add_minutes', column('moment'), call('multiply', column('onset_days'), MINUTES_A_DAY))),
    named('amount', asColumns(amount)),
  ]);
}

function effectRow({ event, effect, key, attributeKey, stream }: PlannedEffect): Scalar[] {
  const over = wholeDays(effect.over);
  return [
    event.key,
    key,
    attributeKey,
    wholeDays(effect.onset),
    Math.max(1, over),
    over === 0 ? 1 : 0,
    effect.lasts === undefined ? FOR_GOOD : wholeDays(effect.lasts),
    effect.amount.kind === 'fixed' ? Number(effect.amount.value) - (effect.unit === 'factor' ? 1 : 0) : null,
    stream,
  ];
}

/** Days from its event to when all of an effect has come about. */
export function daysToWhole({ onset, over }: PlannedEffect['effect']): number {
  return wholeDays(onset) + wholeDays(over);
}

function wholeDays({ months, days, minutes }: PlannedEffect['effect']['over']): number {
  return Math.round(months * MEAN_DAYS_A_MONTH + days + minutes / MINUTES_A_DAY);
}

/** In units of the attribute, over the population's siblings. */
function amountTerm(effects: readonly PlannedEffect[], context: PlanContext): Term {
  const scope = inCalendar(scopeOfPeople(context), call('to_date', column('moment')));
  const drawn = effects
    .filter(({ effect }) => effect.amount.kind !== 'fixed')
    .map(({ key, effect: { amount, unit } }) => {
      const value = sampleTerm(amount, drawBy('amount'), double, scope);
      return {
        when: call('equal', column('effect_key'), key),
        then: unit === 'factor' ? call('subtract', value, literal(1, double)) : value,
      };
    });
  const amount: Term =
    drawn.length === 0 ? column('constant') : { kind: 'case', branches: drawn, otherwise: column('constant') };
  const inShares = effects.filter(({ effect }) => effect.unit === 'share' || effect.unit === 'factor');
  const sets = effects.filter(({ effect }) => effect.unit === 'set');
  const shared = inShares.length === 0 ? amount : call('multiply', amount, valueBegan(inShares, 1, scope));
  return sets.length === 0 ? shared : call('subtract', shared, valueBegan(sets, 0, scope));
}

/** What the person began with, for these effects; `otherwise` for all others. */
function valueBegan(effects: readonly PlannedEffect[], otherwise: number, scope: Scope): Term {
  return {
    kind: 'case',
    branches: effects.map(({ key, effect }) => ({
      when: call('equal', column('effect_key'), key),
      then: cast(scope.name(effect.attribute.value), double),
    })),
    otherwise: literal(otherwise, double),
  };
}
