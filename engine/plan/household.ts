/**
 * People who live together. Persons are cut into equal blocks by number; each block is a round of households with the
 * declared shares, entered at the household that one draw of the block names. So a person's household is a function of
 * the seed and the person alone, and a household is known by its first member, the subscriber.
 */
import type { Household, NamedTerm, PlannedTable, Profile, Relation, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { ORIGINS } from './household-draws.ts';
import { householdBlock } from './household-block.ts';
import type { HouseholdBlock } from './household-block.ts';
import { redraw } from './redraw.ts';
import type { Draw } from './redraw.ts';
import { call, cast, column, double, drawOf, integer, keep, literal, named, pick, project, when } from './terms.ts';
import { lineOf } from './line.ts';

/** Roles of the column `household_role`. */
const SPOUSE = 1;
const CHILD = 2;
const SUBSCRIBER_COLUMN = 'household_id';

/** The table of the population with households in it; the same table where the profile has none. */
export function withHouseholds(table: PlannedTable, context: PlanContext): PlannedTable {
  const [person, ...others] = table.columns;
  if (context.cohort.profile.household === undefined || table.relation.kind !== 'project' || person === undefined)
    return table;
  const own = householdTerms(table.relation.columns, context);
  const added = [SUBSCRIBER_COLUMN, 'household_role'];
  return {
    ...table,
    columns: [person, ...added.map((name) => ({ ...person, name, type: integer })), ...others],
    relation: project(inHouseholds(table.relation.input, context), [
      ...own.slice(0, 1),
      ...added.map(keep),
      ...own.slice(1),
    ]),
  };
}

/** Terms over `inHouseholds` of what is drawn of people: what the members of a household share is drawn once for all of them. */
export function householdTerms(columns: readonly NamedTerm[], { cohort }: PlanContext): readonly NamedTerm[] {
  const { profile } = cohort;
  const { household } = profile;
  if (household === undefined) return columns;
  const id = lineOf(profile);
  const shared = [...['geography', ...ORIGINS].map((what) => `${id}/demographics/${what}`), `${id}/coverage/plan`];
  const quotas = quotasIn(profile, householdBlock(household.kinds));
  return columns.map(({ name, term }) =>
    named(
      name,
      memberTerm({ name, term: redraw(term, shared, (draw) => ofHousehold(draw, quotas)) }, { household, id, quotas }),
    ),
  );
}

/** Persons with their places in households; the same where the profile has none. */
export function inHouseholds(persons: Relation, { cohort: { profile } }: PlanContext): Relation {
  if (profile.household === undefined) return persons;
  const block = householdBlock(profile.household.kinds);
  return householdPersons(persons, { block, id: lineOf(profile), quotas: quotasIn(profile, block) });
}

function quotasIn(profile: Profile, block: HouseholdBlock): Quotas | undefined {
  return profile.sampling.value === 'stratified' ? quotasOf(profile, block) : undefined;
}

/** How far below its members' numbers that of a household can lie which is begun before the first person. */
export function householdsBefore({ household }: Profile): number {
  return household === undefined ? 0 : Math.max(...household.kinds.map(({ adults, children }) => adults + children));
}

/** The terms of a table about persons with what the members of a household share drawn once for all of them. */
export function sharingAddress(relation: Relation, { cohort }: PlanContext): Relation {
  const { household } = cohort.profile;
  const id = lineOf(cohort.profile);
  if (household === undefined) return relation;
  const shared = ['family_name', 'street', 'house_number'].map((what) => `${id}/identity/${what}`);
  const changed = (columns: readonly NamedTerm[]): readonly NamedTerm[] =>
    columns.map(({ name, term }) =>
      named(
        name,
        redraw(term, shared, (draw) => ({ ...draw, person: byHousehold })),
      ),
    );
  const walk = (one: Relation): Relation => {
    if (one.kind === 'project' || one.kind === 'extend') {
      return { ...one, input: walk(one.input), columns: changed(one.columns) };
    }
    return one.kind === 'join' ? { ...one, left: walk(one.left), right: walk(one.right) } : one;
  };
  return walk(relation);
}

const byHousehold = column(SUBSCRIBER_COLUMN);

/** Where quotas hold: households, numbered over all people of the cohort. */
interface Quotas {
  /** Where the round is entered, the same in each block, so that households can be counted beforehand. */
  readonly entry: number;
  readonly households: number;
}

function quotasOf({ seed, count }: Profile, { members, starts }: HouseholdBlock): Quotas {
  const entry = Math.abs(seed.value % starts.length);
  const first = starts[entry] ?? 0;
  const size = members.length;
  const rest = count.value % size;
  const begun = starts.filter((start) => (start - first + size) % size < rest).length;
  return { entry, households: Math.floor(count.value / size) * starts.length + begun };
}

/** The draw of the whole household: that of its subscriber, or of its number among all where quotas hold. */
function ofHousehold(draw: Draw, quotas: Quotas | undefined): Term {
  if (quotas === undefined || draw.kind === 'draw') return { ...draw, person: byHousehold };
  return { ...draw, person: call('add', column('household_number'), 1), among: quotas.households };
}

interface Members {
  readonly household: Household;
  readonly id: string;
  readonly quotas: Quotas | undefined;
}

function memberTerm({ name, term }: NamedTerm, { household, id, quotas }: Members): Term {
  const role = column('household_role');
  if (name === 'age') {
    const stream = `${id}/demographics/age`;
    const adult = redraw(term, [stream], (draw) => nearSubscriber(draw, quotas));
    const parent = redraw(term, [stream], (draw) => ofHousehold(draw, quotas));
    return when(call('equal', role, CHILD), childAge(parent, household, stream), adult);
  }
  if (name === 'attribute:gender') {
    const stream = `${id}/demographics/gender`;
    const mirrored = redraw(term, [stream], (draw) => call('subtract', 1, ofHousehold(draw, quotas)));
    const children = quotas === undefined ? term : redraw(term, [stream], (draw) => ofChild(draw, role, quotas));
    return when(call('equal', role, SPOUSE), mirrored, children);
  }
  return term;
}

/** Quotas of subscribers are those of households; other children draw by themselves. */
function ofChild(draw: Draw, role: Term, quotas: Quotas): Term {
  return when(call('equal', role, CHILD), draw, ofHousehold(draw, quotas));
}

const AGE_GROUPS = 20;

/** For a spouse a draw within the subscriber's twentieth: their ages are near, and each has the declared distribution. */
function nearSubscriber(own: Draw, quotas: Quotas | undefined): Term {
  const subscriber = ofHousehold(own, quotas);
  const group = call('floor', call('multiply', subscriber, AGE_GROUPS));
  const near = call('divide', call('add', group, own), literal(AGE_GROUPS, double));
  return when(call('equal', column('household_role'), SPOUSE), near, quotas === undefined ? own : subscriber);
}

/**
 * Evenly among the years in which the subscriber can have become a parent, as far as children are dependants: brothers and
 * sisters each within a part of these years of their own, the eldest first.
 */
function childAge(parent: Term, { childTo, parentAtBirth }: Household, stream: string): Term {
  const latest = call('greatest', 0, call('least', childTo, call('subtract', parent, parentAtBirth.min)));
  const earliest = call('least', latest, call('greatest', 0, call('subtract', parent, parentAtBirth.max)));
  const years = call('add', 1, call('subtract', latest, earliest));
  const children = column('household_children');
  const younger = call('subtract', call('subtract', children, 1), column('household_older'));
  const place = call('divide', call('add', younger, drawOf(stream)), call('greatest', children, 1));
  return cast(call('add', earliest, pick(place, years)), integer);
}

const ROLE_COLUMNS = ['household_member', 'household_role', 'household_children', 'household_older', 'household_order'];

interface Round {
  readonly block: HouseholdBlock;
  readonly id: string;
  readonly quotas: Quotas | undefined;
}

/** Each person with who they are in their household, and the number of it. */
function householdPersons(persons: Relation, round: Round): Relation {
  const { members, starts } = round.block;
  const roles: Relation = {
    kind: 'values',
    columns: ['slot', ...ROLE_COLUMNS].map((name) => ({ name, type: integer })),
    rows: members.map(({ member, role, children, older, household }, slot) => [
      slot,
      member,
      role,
      children,
      older,
      household,
    ]),
  };
  const rounds = starts.length;
  const inBlock = call(
    'modulo',
    call('add', call('subtract', column('household_order'), column('household_entry')), rounds),
    rounds,
  );
  return project(joined(placedInBlock(persons, round), 'household_slot', roles, 'slot'), [
    keep('person_id'),
    ...['household_role', 'household_children', 'household_older'].map(keep),
    named(SUBSCRIBER_COLUMN, call('subtract', column('person_id'), column('household_member'))),
    named('household_number', call('add', call('multiply', column('household_block'), rounds), inBlock)),
  ]);
}

/** People in blocks of as many as a round has, each with their slot in it: it is entered at a household that is drawn by block. */
function placedInBlock(persons: Relation, { block, id, quotas }: Round): Relation {
  const size = block.members.length;
  const before = call('subtract', column('person_id'), 1);
  const drawn = pick(
    { ...drawTerm(`${id}/demographics/household`), person: column('household_block') },
    block.starts.length,
  );
  const numbered: Relation = {
    kind: 'extend',
    input: persons,
    columns: [
      named('household_block', call('integer_divide', before, size)),
      named('household_place', call('modulo', before, size)),
    ],
  };
  const entered: Relation = {
    kind: 'extend',
    input: numbered,
    columns: [named('household_entry', cast(quotas === undefined ? drawn : literal(quotas.entry), integer))],
  };
  const starts: Relation = {
    kind: 'values',
    columns: ['entry', 'household_start'].map((name) => ({ name, type: integer })),
    rows: block.starts.map((start, entry) => [entry, start]),
  };
  return {
    kind: 'extend',
    input: joined(entered, 'household_entry', starts, 'entry'),
    columns: [
      named('household_slot', call('modulo', call('add', column('household_place'), column('household_start')), size)),
    ],
  };
}

function drawTerm(stream: string): Extract<Term, { kind: 'draw' }> {
  const term = drawOf(stream);
  if (term.kind !== 'draw') throw new Error('This is a bug in plan: a draw is no draw.');
  return term;
}

function joined(left: Relation, on: string, right: Relation, key: string): Relation {
  return { kind: 'join', how: 'inner', left, right, on: [{ left: on, right: key }] };
}
