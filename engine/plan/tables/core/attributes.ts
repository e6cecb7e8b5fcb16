/** `core.attributes`: what the profile says of people beyond the columns of `core.persons`. */
import type { PlannedTable, Relation } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { Population } from '../../population.ts';
import { armsOf } from '../../study-arm.ts';
import { cast, column, double, keep, literal, named, project, table, text } from '../../terms.ts';
import { person } from '../columns.ts';
import { planTable } from '../table.ts';

export function attributesTable(context: PlanContext, population: Population): readonly PlannedTable[] {
  const { enumerations } = context;
  const shown = new Set(['age', 'gender', 'race', 'ethnicity', 'language']);
  const own = new Set(context.cohort.profile.attributes.map(({ name }) => name));
  const arms = armsOf(context.cohort);
  const listed = population.attributes.filter(({ name }) => own.has(name) && !shown.has(name) && !arms.has(name));
  if (listed.length === 0) return [];
  const names = enumerations.define('core', 'attribute_name', listed.map(({ name }) => name).toSorted());
  const from: Relation = {
    kind: 'union',
    inputs: listed.map((attribute) => {
      const isNumber = ['integer', 'double'].includes(attribute.type.kind);
      return project(table('scratch', 'population'), [
        keep('person_id'),
        named('name', literal(attribute.name, names)),
        named('number', isNumber ? cast(column(attribute.column), double) : literal(null, double)),
        named('text', isNumber ? literal(null, text) : cast(column(attribute.column), text)),
      ]);
    }),
  };
  return [
    planTable({
      schema: 'core',
      name: 'attributes',
      comment: 'The baseline of every attribute and laboratory value that the profile declares.',
      fill: 'person',
      from,
      primaryKey: ['person_id', 'name'],
      origins: listed.map(({ at }) => at),
      columns: [
        person,
        { name: 'name', type: names, term: column('name'), comment: 'Name of the attribute, as expressions call it.' },
        {
          name: 'number',
          type: double,
          term: column('number'),
          nullable: true,
          comment: 'The value, where it is a number.',
        },
        { name: 'text', type: text, term: column('text'), nullable: true, comment: 'The value, where it is a text.' },
      ],
    }),
  ];
}
