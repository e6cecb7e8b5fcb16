/**
 * People who live together. Persons are cut into equal blocks by number; each block is a round of households with the
 * declared shares, entered at the household that one draw of the block names. So a person's household is a function of
 * the seed and the person alone, and a household is known by its first member, the subscriber.
 */
import type { Household, NamedTerm, PlannedTable, Relation, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { householdBlock } from './household-block.ts';
import { redraw } from './redraw.ts';
import { call, cast, column, double, drawOf, integer, keep, literal, named, pick, project, when } from './terms.ts';

/** Roles of the column `household_role`. */
const SPOUSE = 1;
const CHILD = 2;
const SUBSCRIBER_COLUMN = 'household_id';

/** The table of the population with households in it; the same table where the profile has none. */
export function withHouseholds(table: PlannedTable, { cohort }: PlanContext): PlannedTable {
  const { household, id } = cohort.profile;
  if (household === undefined || table.relation.kind !== 'project') return table;
  const shared = [`${id}/demographics/geography`, `${id}/coverage/plan`];
  const own = table.relation.columns.map(({ name, term }) =>
    named(name, memberTerm({ name, term: redraw(term, shared, () => byHousehold) }, household, id)),
  );
  const added = [SUBSCRIBER_COLUMN, 'household_role'];
  const [person, ...others] = table.columns;
  if (person === undefined) return table;
  return {
    ...table,
    columns: [person, ...added.map((name) => ({ ...person, name, type: integer })), ...others],
    relation: project(householdPersons(household, id), [...own.slice(0, 1), ...added.map(keep), ...own.slice(1)]),
  };
}

/** The terms of a table about persons with what the members of a household share drawn once for all of them. */
export function sharingAddress(relation: Relation, { cohort }: PlanContext): Relation {
  const { household, id } = cohort.profile;
  if (household === undefined) return relation;
  const shared = ['family_name', 'street', 'house_number'].map((what) => `${id}/identity/${what}`);
  const changed = (columns: readonly NamedTerm[]): readonly NamedTerm[] =>
    columns.map(({ name, term }) =>
      named(
        name,
        redraw(term, shared, () => byHousehold),
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

function memberTerm({ name, term }: NamedTerm, household: Household, id: string): Term {
  const role = column('household_role');
  if (name === 'age') {
    const stream = `${id}/demographics/age`;
    const adult = redraw(term, [stream], () => nearSubscriber(stream));
    const parent = redraw(term, [stream], () => byHousehold);
    return when(call('equal', role, CHILD), childAge(parent, household, stream), adult);
  }
  if (name === 'attribute:gender') {
    const mirrored = redraw(term, [`${id}/demographics/gender`], (draw) =>
      call('subtract', 1, drawnBySubscriber(draw)),
    );
    return when(call('equal', role, SPOUSE), mirrored, term);
  }
  return term;
}

const AGE_GROUPS = 20;

/** For a spouse a draw within the subscriber's twentieth: their ages are near, and each has the declared distribution. */
function nearSubscriber(stream: string): Term {
  const own = drawOf(stream);
  const group = call('floor', call('multiply', drawnBySubscriber(own), AGE_GROUPS));
  const near = call('divide', call('add', group, own), literal(AGE_GROUPS, double));
  return when(call('equal', column('household_role'), SPOUSE), near, own);
}

function drawnBySubscriber(draw: Term): Term {
  return 'person' in draw ? { ...draw, person: byHousehold } : draw;
}

/** Evenly among the years in which the subscriber can have become a parent, as far as children are dependants. */
function childAge(parent: Term, { childTo, parentAtBirth }: Household, stream: string): Term {
  const latest = call('greatest', 0, call('least', childTo, call('subtract', parent, parentAtBirth.min)));
  const earliest = call('least', latest, call('greatest', 0, call('subtract', parent, parentAtBirth.max)));
  const years = call('add', 1, call('subtract', latest, earliest));
  return cast(call('add', earliest, pick(drawOf(stream), years)), integer);
}

function householdPersons({ kinds }: Household, id: string): Relation {
  const block = householdBlock(kinds);
  const size = block.members.length;
  const numbered: Relation = {
    kind: 'extend',
    input: { kind: 'persons' },
    columns: [
      named('household_block', call('integer_divide', call('subtract', column('person_id'), 1), size)),
      named('household_place', call('modulo', call('subtract', column('person_id'), 1), size)),
    ],
  };
  const entered: Relation = {
    kind: 'extend',
    input: numbered,
    columns: [
      named(
        'household_entry',
        cast(
          pick({ ...drawTerm(`${id}/demographics/household`), person: column('household_block') }, block.starts.length),
          integer,
        ),
      ),
    ],
  };
  const started = joined(
    entered,
    'household_entry',
    {
      kind: 'values',
      columns: ['entry', 'household_start'].map((name) => ({ name, type: integer })),
      rows: block.starts.map((start, entry) => [entry, start]),
    },
    'entry',
  );
  const placed: Relation = {
    kind: 'extend',
    input: started,
    columns: [
      named('household_slot', call('modulo', call('add', column('household_place'), column('household_start')), size)),
    ],
  };
  const roles = joined(
    placed,
    'household_slot',
    {
      kind: 'values',
      columns: ['slot', 'household_member', 'household_role'].map((name) => ({ name, type: integer })),
      rows: block.members.map(({ member, role }, slot) => [slot, member, role]),
    },
    'slot',
  );
  return project(roles, [
    keep('person_id'),
    keep('household_role'),
    named(SUBSCRIBER_COLUMN, call('subtract', column('person_id'), column('household_member'))),
  ]);
}

function drawTerm(stream: string): Extract<Term, { kind: 'draw' }> {
  const term = drawOf(stream);
  if (term.kind !== 'draw') throw new Error('This is a bug in plan: a draw is no draw.');
  return term;
}

function joined(left: Relation, on: string, right: Relation, key: string): Relation {
  return { kind: 'join', how: 'inner', left, right, on: [{ left: on, right: key }] };
}
