/**
 * Where people go from a stay: by their age, how many nights it took and one draw a stay. The chart tells it, and what a profile says
 * of those who go one way follows from the end of their stay.
 */
import type { DispositionShare, ElementaryDistribution, Relation, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { gateKey } from './event-definitions.ts';
import type { PlannedEvent } from './planned-event.ts';
import { classOf, durationStream, durationTerm } from './stay-lengths.ts';
import {
  call,
  cast,
  column,
  drawBy,
  filter,
  integer,
  isOneOf,
  joinOn,
  keep,
  literal,
  named,
  project,
  table,
  text,
} from './terms.ts';

export function dispositionStream({ path }: PlannedEvent): string {
  return `${path}/disposition`;
}

/** Over the columns `class`, `age` and `discharge` of a stay. */
export function dispositionTerm({ knowledge }: PlanContext, nights: Term): Term {
  const branches = bandsOf(knowledge.chart?.dispositions ?? []).map(({ ages, encounterClass, atLeast, shares }) => {
    const total = shares.reduce((sum, { share }) => sum + share, 0);
    const options = shares.map(({ disposition, share, at }) => ({ value: disposition, weight: share / total, at }));
    const distribution: ElementaryDistribution = { kind: 'categorical', options, at: ages.at };
    const isMeant = call(
      'and',
      call('less_or_equal', ages.min, column('age')),
      call('less_or_equal', column('age'), ages.max),
      ...(encounterClass === undefined ? [] : [isOfClass(encounterClass)]),
      ...(atLeast === 0 ? [] : [call('less_or_equal', atLeast, nights)]),
    );
    const then: Term = { kind: 'sample', distribution, uniform: drawBy('discharge'), type: text };
    return { when: isMeant, then };
  });
  return { kind: 'case', branches, otherwise: literal(null, text) };
}

/** Days from the one moment to the other. */
export function nightsBetween(began: Term, ended: Term): Term {
  return call('days_between', call('to_date', began), call('to_date', ended));
}

export interface DispositionBand {
  readonly encounterClass: string | undefined;
  readonly ages: DispositionShare['ages'] & Pick<DispositionShare, 'at'>;
  /** Stays of so many nights, as long as no longer ones have shares of their own. */
  readonly atLeast: number;
  readonly below: number;
  readonly shares: readonly DispositionShare[];
}

/** By class and age those who share a draw: classes before any, long stays before short ones, which lack what asks for more nights. */
export function bandsOf(all: readonly DispositionShare[]): readonly DispositionBand[] {
  const groups = new Map<string, DispositionShare[]>();
  for (const one of all) {
    const band = `${one.encounterClass ?? ''} ${one.ages.min}-${one.ages.max}`;
    groups.set(band, [...(groups.get(band) ?? []), one]);
  }
  const ordered = [...groups.values()].toSorted(([one], [other]) => rankOf(one) - rankOf(other));
  return ordered.flatMap((band) => {
    const [first] = band;
    if (first === undefined) return [];
    const { encounterClass, ages, at } = first;
    const bounds = [...new Set([0, ...band.map(({ nights }) => nights)])].toSorted((one, other) => other - one);
    return bounds.flatMap((atLeast, index) => {
      const shares = band.filter(({ nights }) => nights <= atLeast);
      const below = index === 0 ? Infinity : (bounds[index - 1] ?? Infinity);
      return shares.length === 0 ? [] : [{ encounterClass, ages: { ...ages, at }, atLeast, below, shares }];
    });
  });
}

function rankOf(first: DispositionShare | undefined): number {
  return first?.encounterClass === undefined ? 1 : 0;
}

/** The cohort may have no stay of the class, so it is compared as a text. */
function isOfClass(encounterClass: string): Term {
  return call('equal', cast(column('class'), text), literal(encounterClass, text));
}

interface Discharging {
  /** What happened before this level. */
  readonly before: Relation;
  /** Events of the level. */
  readonly events: readonly PlannedEvent[];
  readonly all: readonly PlannedEvent[];
  readonly settles: boolean;
  readonly context: PlanContext;
}

/** Events of these that follow the end of a stay, each with the stay. */
export function followingStays(
  events: readonly PlannedEvent[],
  all: readonly PlannedEvent[],
): readonly { readonly event: PlannedEvent; readonly stay: PlannedEvent; readonly disposition: string }[] {
  return events.flatMap((event) => {
    const { anchor } = event.use.timing;
    if (anchor.kind !== 'discharge') return [];
    const stay = all.find(({ journey, use }) => journey === event.journey && use.id === anchor.id);
    return stay === undefined ? [] : [{ event, stay, disposition: anchor.disposition }];
  });
}

/** Stays from which people went the way that something follows, by their end: those that end before the journey's day. */
export function dischargeAnchors({ before, events, all, settles, context }: Discharging): Relation {
  const following = followingStays(events, all);
  const stays = [...new Set(following.map(({ stay }) => stay))];
  const values: Relation = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'class', type: text },
      { name: 'duration', type: { kind: 'stream' } },
      { name: 'discharge', type: { kind: 'stream' } },
    ],
    rows: stays.map((stay) => [stay.key, classOf(stay), durationStream(stay), dispositionStream(stay)]),
  };
  const happened = filter(
    before,
    call(
      'and',
      column('happened'),
      isOneOf(
        'event_key',
        stays.map(({ key }) => key),
      ),
    ),
  );
  const people = project(table('scratch', 'population'), [keep('person_id'), keep('age')]);
  const known = joinOn(joinOn(happened, values, 'event_key'), people, 'person_id');
  const ended = call('add_minutes', column('moment'), durationTerm(context, stays, text));
  const timed: Relation = { kind: 'extend', input: known, columns: [named('ended', ended)] };
  const over = filter(timed, call('less', call('to_date', column('ended')), column('started')));
  const nights = nightsBetween(column('moment'), column('ended'));
  const went: Relation = {
    kind: 'extend',
    input: over,
    columns: [named('disposition', dispositionTerm(context, nights))],
  };
  return project(joinOn(went, gatesOf(following), 'event_key', 'disposition'), [
    keep('person_id'),
    keep('started'),
    keep('anchor_key'),
    named('anchor_moment', column('ended')),
    ...(settles ? [named('anchor_settled', column('settled'))] : []),
    named('anchor_happened', literal(true)),
    named('anchor_occurrence', column('occurrence')),
  ]);
}

/** One for all events that follow the same way out of a stay. */
function gatesOf(following: ReturnType<typeof followingStays>): Relation {
  const gates = new Map(
    following.map(({ event, stay, disposition }) => {
      const key = gateKey(event);
      return [key, [stay.key, disposition, key] as const] as const;
    }),
  );
  return {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'disposition', type: text },
      { name: 'anchor_key', type: integer },
    ],
    rows: [...gates.values()],
  };
}
