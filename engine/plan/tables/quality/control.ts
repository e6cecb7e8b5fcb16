/** Measures that ask for values within limits: whoever's last values all are. */
import type { ColumnType, Relation, Term } from '../../../model/index.ts';
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
  text,
  when,
} from '../../terms.ts';
import { measuredNames } from '../patientsim/index.ts';
import type { KeyedMeasure } from './applicable.ts';
import { measuredOf } from './measured.ts';
import type { Closing } from './measured.ts';

type Limit = KeyedMeasure['measure']['control'][number] & { readonly key: number };

/** One row a person all of whose last values are within the limits of a measure. */
export function byControl(measures: readonly KeyedMeasure[], closing: Closing): readonly Relation[] {
  const { type, names } = measuredNames(closing);
  const limits = measures
    .filter(({ measure }) => measure.control.every(({ observation }) => names.has(observation)))
    .flatMap(({ measure, key }) => measure.control.map((one) => ({ ...one, key })));
  const measured = measuredOf(
    limits.map(({ observation }) => observation),
    closing,
  );
  if (measured === undefined) return [];
  const last = lastValues(measured, closing);
  const met: Relation = {
    kind: 'aggregate',
    input: project(joinOn(last, limitValues(limits, type), 'observation'), [
      ...['person_id', 'measure_key', 'moment', 'closed_by', 'asked'].map(keep),
      named('met', when(isWithin(), literal(1), literal(0))),
    ]),
    by: ['person_id', 'measure_key', 'asked'],
    columns: [
      { name: 'met', how: 'sum', of: 'met' },
      { name: 'moment', how: 'max', of: 'moment' },
      { name: 'closed_by', how: 'last', of: 'closed_by', along: ['moment', 'closed_by'] },
    ],
  };
  return [filter(met, call('equal', column('met'), column('asked')))];
}

/** Of each person and observation, the last value by `as_of`. */
function lastValues(measured: Relation, { context }: Closing): Relation {
  const asOf = day(context.cohort.profile.asOf.value);
  return {
    kind: 'aggregate',
    input: filter(measured, call('less_or_equal', call('to_date', column('moment')), asOf)),
    by: ['person_id', 'observation'],
    columns: ['measured', 'moment', 'closed_by'].map((name) => ({
      name,
      how: 'last',
      of: name,
      along: ['moment', 'closed_by'],
    })),
  };
}

/** With `asked`, how many limits the measure has. */
function limitValues(limits: readonly Limit[], type: ColumnType): Relation {
  return {
    kind: 'values',
    columns: [
      { name: 'observation', type },
      { name: 'measure_key', type: integer },
      { name: 'operator', type: text },
      { name: 'bound', type: double },
      { name: 'asked', type: integer },
    ],
    rows: limits.map(({ observation, key, operator, limit }) => [
      observation,
      key,
      operator,
      limit,
      limits.filter((other) => other.key === key).length,
    ]),
  };
}

function isWithin(): Term {
  const value = cast(column('measured'), double);
  return {
    kind: 'case',
    branches: (['less', 'less_or_equal', 'greater', 'greater_or_equal'] as const).map((operator) => ({
      when: call('equal', column('operator'), operator),
      then: call(operator, value, column('bound')),
    })),
    otherwise: literal(false),
  };
}
