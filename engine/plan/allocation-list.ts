/**
 * `core.randomization`: the list by which people are allocated to the arms of a study in permuted blocks, apart for each study and
 * stratum. Who can be randomized takes the next place of their stratum in the order of persons; a block has each arm as often as it
 * is allocated, in an order drawn for the block. So the arm is a function of the seed and of the people with lower numbers.
 */
import type { ColumnType, PlannedTable, Relation, Term } from '../model/index.ts';
import { ARM, hasSeveralStudies, isListed, listedOf, listingColumns, strataOf } from './allocation.ts';
import type { Listed, Stratum } from './allocation.ts';
import type { PlanContext } from './context.ts';
import { timelineTypes } from './events.ts';
import type { PlannedAttribute } from './population/attributes.ts';
import type { PopulationColumn } from './population/column.ts';
import { householdTerms, inHouseholds } from './household.ts';
import { siblingsOf } from './state/columns.ts';
import { planTable, unionOf } from './tables/table.ts';
import type { ColumnDefinition } from './tables/table.ts';
import {
  bigint,
  call,
  cast,
  column,
  filter,
  integer,
  keep,
  literal,
  named,
  output,
  project,
  text,
  when,
} from './terms.ts';
import { lineOf } from './line.ts';

/** `columns` are those of people, of which the list is made from what it needs. */
export function allocationTables(
  columns: readonly PopulationColumn[],
  attributes: readonly PlannedAttribute[],
  context: PlanContext,
): readonly PlannedTable[] {
  const all = listedOf(context);
  if (all.length === 0) return [];
  const type = typeOfArms(all, attributes, context);
  return [unionOf(all.map((listed) => listTable(listed, { columns, context, type })))];
}

/** That of the attribute, where one study alone has a list of its own. */
function typeOfArms(
  listed: readonly Listed[],
  attributes: readonly PlannedAttribute[],
  context: PlanContext,
): ColumnType {
  const own = attributes.find(({ name }) => name === listed[0]?.journey.arm);
  if (own !== undefined && !hasSeveralStudies(context)) return own.type;
  const codes = listed.flatMap(({ journey }) => journey.study.arms.map(({ code }) => code));
  return context.enumerations.define('core', 'randomization_arm', codes.toSorted());
}

interface Listing {
  readonly columns: readonly PopulationColumn[];
  readonly context: PlanContext;
  /** Of the arm. */
  readonly type: ColumnType;
}

function listTable(listed: Listed, { columns, context, type }: Listing): PlannedTable {
  const { block } = listed.randomization;
  const strata = strataOf(listed.randomization, context);
  const ofStudy = hasSeveralStudies(context) ? [journeyColumn(listed, context)] : [];
  return planTable({
    schema: 'core',
    name: 'randomization',
    comment:
      'The list by which people are allocated to the arms of the study, whether or not they come to be randomized.',
    fill: 'reference',
    from: project(rankedPeople(strata, columns, { ...listed, context }), [
      ...['person_id', 'stratum', 'number'].map(keep),
      named('block', call('add', call('integer_divide', column('rank'), block), 1)),
      named(ARM, cast(armTerm(armsOfBlock(listed), listed), type)),
    ]),
    primaryKey: ['person_id', ...ofStudy.map(({ name }) => name)],
    origins: [listed.randomization.at],
    columns: [
      {
        name: 'person_id',
        type: integer,
        term: column('person_id'),
        comment: 'The person.',
        references: 'core.persons',
      },
      ...ofStudy,
      {
        name: 'stratum',
        type: text,
        term: column('stratum'),
        comment: 'What stratifies, with its values; empty where nothing does.',
      },
      {
        name: 'number',
        type: integer,
        term: column('number'),
        comment: 'The place in the list of the stratum, from 1.',
      },
      { name: 'block', type: integer, term: column('block'), comment: 'The block of the stratum, from 1.' },
      { name: ARM, type, term: column(ARM), comment: 'The arm, by its code.' },
    ],
  });
}

function journeyColumn({ journey }: Listed, context: PlanContext): ColumnDefinition {
  const type = timelineTypes(context).journey;
  return { name: 'journey', type, term: literal(journey.id, type), comment: 'The protocol of the study.' };
}

/** How often each arm stands in a block, in the order of codes. */
function armsOfBlock({ journey, randomization }: Listed): readonly { readonly code: string; readonly upTo: number }[] {
  let upTo = 0;
  return journey.study.arms
    .toSorted((one, other) => (one.code < other.code ? -1 : 1))
    .map(({ code, allocation }) => {
      upTo += Math.round(allocation * randomization.block);
      return { code, upTo };
    });
}

interface Ranking extends Listed {
  readonly context: PlanContext;
}

/** Everybody from the first person on who can be randomized, with the number of those before in the same stratum. */
function rankedPeople(
  strata: readonly Stratum[],
  columns: readonly PopulationColumn[],
  { journey, context }: Ranking,
): Relation {
  const { from, to } = context.cohort.persons;
  const everyone: Relation = {
    kind: 'repeat',
    input: { kind: 'values', columns: [{ name: 'one', type: integer }], rows: [[1]] },
    count: literal(to),
    as: 'before',
  };
  const numbered = project(everyone, [named('person_id', cast(call('add', column('before'), 1), integer))]);
  const needed = closureOf([...listingColumns(journey), ...strata.map(({ column: name }) => name)], columns);
  const drawn = project(inHouseholds(numbered, context), [
    keep('person_id'),
    ...householdTerms(needed, context),
    named('eligible', isListed(journey, output, context)),
    named('stratum_key', stratumKey(strata)),
    named('stratum', stratumText(strata)),
    named('one', literal(1, bigint)),
  ]);
  const running: Relation = {
    kind: 'running',
    input: project(filter(drawn, column('eligible')), ['person_id', 'stratum_key', 'stratum', 'one'].map(keep)),
    by: ['stratum_key'],
    along: ['person_id'],
    columns: [{ name: 'number', of: 'one' }],
  };
  const ranked: Relation = {
    kind: 'extend',
    input: running,
    columns: [named('rank', call('subtract', cast(column('number'), integer), 1))],
  };
  return from === 1 ? ranked : filter(ranked, call('greater_or_equal', column('person_id'), from));
}

/** The columns of these names and all that they read of their siblings, in their order. */
function closureOf(names: readonly string[], columns: readonly PopulationColumn[]): PopulationColumn['term'][] {
  const byName = new Map(columns.map(({ term }) => [term.name, term]));
  const needed = new Set<string>();
  const visit = (name: string): void => {
    const found = byName.get(name);
    if (found === undefined || needed.has(name)) return;
    needed.add(name);
    for (const sibling of siblingsOf(found.term)) visit(sibling);
  };
  for (const name of names) visit(name);
  return columns.map(({ term }) => term).filter(({ name }) => needed.has(name));
}

/** A number for each combination of values. */
function stratumKey(strata: readonly Stratum[]): Term {
  return strata.reduce<Term>(
    (key, one) => {
      const { values } = one;
      const place: Term = {
        kind: 'case',
        branches: values.map((value, at) => ({ when: call('equal', wordOf(one), value), then: literal(at, integer) })),
        otherwise: literal(values.length, integer),
      };
      return call('add', call('multiply', key, values.length + 1), place);
    },
    literal(0, integer),
  );
}

/** Nothing of who has no such value. */
function wordOf({ column: name }: Stratum): Term {
  return call('coalesce', cast(output(name), text), literal('none', text));
}

function stratumText(strata: readonly Stratum[]): Term {
  const parts = strata.flatMap((one, at) => [`${at === 0 ? '' : ', '}${one.name} `, wordOf(one)]);
  return parts.length === 0 ? literal('', text) : call('concat', ...parts);
}

/** How many places of the block are drawn before this one says which arm it has. */
function armTerm(
  arms: readonly { readonly code: string; readonly upTo: number }[],
  { journey, randomization: { block } }: Listed,
): Term {
  const first = call('subtract', column('rank'), call('modulo', column('rank'), block));
  const drawAt = (rank: Term): Term => ({
    kind: 'draw',
    stream: { kind: 'named', name: `${lineOf(journey)}/randomization` },
    person: column('stratum_key'),
    occurrence: rank,
  });
  const own = drawAt(column('rank'));
  const before = Array.from({ length: block }, (_, at) =>
    when(call('less', drawAt(call('add', first, at)), own), literal(1, integer), literal(0, integer)),
  ).reduce<Term>((sum, one) => call('add', sum, one), literal(0, integer));
  return {
    kind: 'case',
    branches: arms
      .slice(0, -1)
      .map(({ code, upTo }) => ({ when: call('less', before, upTo), then: literal(code, text) })),
    otherwise: literal(arms.at(-1)?.code ?? null, text),
  };
}
