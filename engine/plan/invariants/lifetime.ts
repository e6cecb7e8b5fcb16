/** Nothing happens to a person before birth or after death, and nothing has happened that lies behind `as_of`. */
import type { Invariant, Relation } from '../../model/index.ts';
import { call, column, day, filter, keep, named, project, table } from '../terms.ts';
import { tableAt } from './rule.ts';
import type { Happening, Planned } from './rule.ts';
import { slicedBy } from './slices.ts';

/** Deaths are asked about only where the cohort's journeys hold some. */
export function lifetimeRules(
  planned: Planned,
  happenings: readonly Happening[],
  { asOf, endsPeople }: { readonly asOf: string; readonly endsPeople: boolean },
): readonly Invariant[] {
  const asked = endsPeople ? [afterBirth, beforeDeath] : [afterBirth];
  return [
    ...asked.flatMap((rule) => happenings.map((one) => ({ ...rule(one), ...ofPersons(planned, one) }))),
    ...happenings.map((one) => byAsOf(one, asOf)),
  ];
}

/** Where the person stands in a column of its own. */
function ofPersons(planned: Planned, { table: of, person, below }: Happening): Pick<Invariant, 'slices'> {
  return below === undefined ? slicedBy(planned, { [of]: person, 'core.persons': 'person_id' }) : {};
}

function rowsOf({ table: of, person, below, moment, happened }: Happening): Relation {
  return project(happened === undefined ? tableAt(of) : filter(tableAt(of), happened), [
    named('person', below === undefined ? column(person) : call('modulo', column(person), below)),
    named('moment', column(moment)),
  ]);
}

function beforeDeath(one: Happening): Invariant {
  const deaths = project(filter(table('core', 'persons'), call('not', call('is_null', column('death_date')))), [
    named('dead', column('person_id')),
    named('death_date', column('death_date')),
  ]);
  const on = [{ left: 'person', right: 'dead' }];
  const joined: Relation = { kind: 'join', how: 'inner', left: rowsOf(one), right: deaths, on };
  return {
    name: 'nothing-after-death',
    table: one.table,
    statement: `No ${one.moment} lies after the day of the person's death.`,
    violations: filter(joined, call('greater', call('to_date', column('moment')), column('death_date'))),
  };
}

function byAsOf({ table: of, moment, happened }: Happening, asOf: string): Invariant {
  const isLater = call('greater_or_equal', column(moment), call('add_days', day(asOf), 1));
  return {
    name: 'nothing-after-as-of',
    table: of,
    statement: `No ${moment} lies after the day of as_of.`,
    violations: filter(tableAt(of), happened === undefined ? isLater : call('and', isLater, happened)),
  };
}

function extreme(input: Relation, how: 'min' | 'max', of: string): Relation {
  return { kind: 'aggregate', input, by: [], columns: [{ name: of, how, of }] };
}

function afterBirth(one: Happening): Invariant {
  const { table: of, moment } = one;
  const rows = rowsOf(one);
  const isEarly = call('less', column('moment'), column('birth_date'));
  const first = extreme(rows, 'min', 'moment');
  const youngest = extreme(table('core', 'persons'), 'max', 'birth_date');
  const births = project(table('core', 'persons'), [named('born', column('person_id')), keep('birth_date')]);
  const joined: Relation = {
    kind: 'join',
    how: 'inner',
    left: rows,
    right: births,
    on: [{ left: 'person', right: 'born' }],
  };
  return {
    name: 'nothing-before-birth',
    table: of,
    statement: `No ${moment} lies before the person's birth.`,
    violations: filter(joined, isEarly),
    doubt: filter({ kind: 'join', how: 'cross', left: first, right: youngest, on: [] }, isEarly),
  };
}
