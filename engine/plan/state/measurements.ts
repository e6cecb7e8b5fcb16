/** What was measured of an observation up to now, by events that are decided already, for conditions that ask for the latest of it. */
import type { Relation, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { canLack } from '../lacking.ts';
import type { PlannedEvent } from '../planned-event.ts';
import type { PlannedAttribute } from '../population/attributes.ts';
import {
  call,
  cast,
  column,
  double,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  output,
  project,
  table,
} from '../terms.ts';
import { agesThen, BORN_ON } from './age-then.ts';
import { CHANGE, changesAt, movedValue } from './changes.ts';
import { asColumns } from './columns.ts';
import { attributeKey } from './effects.ts';
import { madeTerm, partCells, partChange, partColumns, partsOf, personReads } from './made-of.ts';
import { MEASURING_COLUMNS, measuredTerm, measuringCells } from './measuring.ts';
import { partnerOf } from './pairs.ts';
import { attributesOf } from './people.ts';
import { measures, moves } from './questions.ts';

/** Events that are decided already, and their occurrences. */
interface Happened {
  readonly decided: readonly PlannedEvent[];
  readonly occurrences: Relation;
}

const BY = ['person_id', 'event_key', 'occurrence'];

/** Everything that was measured of one observation: the person, when, by which event, and the value. */
export function measurementsOf(observation: string, known: Happened, context: PlanContext): Relation | undefined {
  const { decided, occurrences } = known;
  const concept = context.knowledge.observations.find(({ name }) => name === observation);
  const attribute = attributesOf(context).find(({ name }) => name === observation);
  const events = decided.filter((event) => measures(event, observation));
  if (concept === undefined || attribute === undefined || events.length === 0) return undefined;
  const { knowledge } = context;
  const parts = partsOf(concept, knowledge);
  const values: Relation = {
    kind: 'values',
    columns: [{ name: 'event_key', type: integer }, ...MEASURING_COLUMNS, ...partColumns(parts.length)],
    rows: events.map(({ key, path }) => [
      key,
      ...measuringCells(concept, path, knowledge),
      ...partCells(concept, path, { count: parts.length, knowledge }),
    ]),
  };
  const isOne = events.map(({ key }) => call('equal', column('event_key'), key));
  const happened = project(
    filter(occurrences, call('and', column('happened'), call('or', ...isOne, literal(false)))),
    [...BY, 'moment'].map(keep),
  );
  const read = personReads(concept, knowledge);
  const measuredNames = [concept, ...parts].flatMap(({ name }) => [name, partnerOf(name, knowledge) ?? name]);
  const names = new Set([...measuredNames, ...read]);
  const used = attributesOf(context).filter(({ name }) => names.has(name));
  const own = (name: string): Term | undefined => {
    const mine = used.find((one) => one.name === name);
    return mine && output(mine.column);
  };
  const isAged = read.includes('age');
  const columns = [...new Set(['person_id', ...used.map((one) => one.column)])].map(keep);
  const people = project(table('scratch', 'population'), [...columns, ...(isAged ? BORN_ON : [])]);
  const joined = joinOn(joinOn(happened, values, 'event_key'), people, 'person_id');
  const taken: Relation = isAged ? { kind: 'extend', input: joined, columns: agesThen() } : joined;
  const isLacking = canLack([attribute], attributesOf(context)).length > 0;
  const measuring = isLacking ? filter(taken, call('not', call('is_null', column(attribute.column)))) : taken;
  const isMoved = (name: string): boolean => decided.some((event) => moves(event, name));
  const valueOf = (one: PlannedAttribute, change = CHANGE): Term =>
    isMoved(one.name) ? movedValue(one, column(change), { context, own }) : cast(output(one.column), double);
  const changes = [{ name: observation, as: CHANGE }, ...parts.map(({ name }, at) => ({ name, as: partChange(at) }))];
  const changed = changes
    .filter(({ name }) => isMoved(name))
    .reduce(
      (before, { name, as }) => withChange(before, happened, { observation: name, as, known }, context),
      measuring,
    );
  const measured = madeTerm(
    { concept, attributes: used, knowledge, own, valueOf, isMoved },
    measuredTerm(valueOf(attribute)),
  );
  return project(changed, [
    keep('person_id'),
    named('then', column('moment')),
    named('measured_by', column('event_key')),
    named('measured', cast(asColumns(measured), double)),
  ]);
}

interface Measuring {
  readonly observation: string;
  readonly as: string;
  readonly known: Happened;
}

function withChange(
  measuring: Relation,
  happened: Relation,
  { observation, as, known: { decided, occurrences } }: Measuring,
  context: PlanContext,
): Relation {
  const askers = project(happened, [
    ...BY.map(keep),
    named('asked_at', column('moment')),
    named('attribute_key', literal(attributeKey(observation), integer)),
  ]);
  const changes = changesAt({ askers, by: BY, events: decided, occurrences }, context);
  return {
    kind: 'join',
    how: 'left',
    left: measuring,
    right: as === CHANGE ? changes : project(changes, [...BY.map(keep), named(as, column(CHANGE))]),
    on: BY.map((one) => ({ left: one, right: one })),
  };
}
