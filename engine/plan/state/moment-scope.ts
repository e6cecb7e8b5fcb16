/** What the names of a condition mean at a moment: numbers that events move as they are then, all else as it began. */
import type { ColumnType, Offset, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import type { Scope } from '../expressions.ts';
import type { PopulationColumn } from '../population/column.ts';
import { call, column, double, literal, named, output, when } from '../terms.ts';
import { canBeToCome, isToCome } from '../to-come.ts';
import { timeOfJourney } from './answers.ts';
import { movedValue } from './changes.ts';
import { movedAttributes } from './effects.ts';
import { attributesOf, scopeOfPeople } from './people.ts';
import { MONTH, questionName } from './questions.ts';

/** Terms over siblings of the population and over columns called after their questions. */
export function momentScope(context: PlanContext, after?: Offset): Scope {
  const people = scopeOfPeople(context);
  const moved = movedAttributes(context.cohort);
  const attributes = new Map(attributesOf(context).map((one) => [one.name, one]));
  const own = (name: string): Term | undefined => {
    const known = attributes.get(name);
    return known && output(known.column);
  };
  return {
    ...people,
    name: (name) => {
      if (name === MONTH) return column(questionName({ kind: 'month', after }));
      const attribute = attributes.get(name);
      if (attribute === undefined || !moved.has(name)) return stored(name, people.name(name));
      const change = column(questionName({ kind: 'value', attribute: name, after }));
      return knownBy(movedValue(attribute, change, { context, own }), context, after);
    },
    overTime: {
      at: (moment) => momentScope(context, moment),
      countEvents: (event, within) =>
        knownBy(call('coalesce', column(questionName({ kind: 'count', event, within, after })), 0), context, after),
      daysSince: (event) => knownBy(column(questionName({ kind: 'last', event, after })), context, after),
      latest: (observation) => knownBy(column(questionName({ kind: 'latest', observation, after })), context, after),
    },
  };
}

/** What a moment that lies behind `as_of` will bring is unknown to whoever asks by then; what is planned behind it goes by the plan. */
function knownBy(answer: Term, context: PlanContext, after: Offset | undefined): Term {
  if (after === undefined || !canBeToCome(context)) return answer;
  const isAhead = call('and', isToCome(context, timeOfJourney(after)), call('not', isToCome(context)));
  return when(isAhead, literal(null), answer);
}

/** What is drawn where it is used is drawn with the people instead, so that it is drawn as theirs. */
function stored(name: string, term: Term): Term {
  return isPlain(term) ? term : output(storedName(name));
}

function isPlain({ kind }: Term): boolean {
  return kind === 'output' || kind === 'literal';
}

function storedName(name: string): string {
  return `asked:${name}`;
}

/** The columns that the people need besides, for conditions that read these names. */
export function storedColumns(names: Iterable<string>, scope: Scope): readonly PopulationColumn[] {
  return [...new Set(names)].toSorted().flatMap((name) => {
    const term = scope.name(name);
    return isPlain(term) ? [] : [{ term: named(storedName(name), term), type: typeOf(term) }];
  });
}

function typeOf(term: Term): ColumnType {
  return term.kind === 'sample' ? term.type : double;
}
