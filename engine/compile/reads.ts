/** What a relation reads: the range of persons, pools, tables. */
import type { Relation } from '../model/index.ts';

/** Whether the query takes the first and last person of a range as parameters. */
export function readsPersons(relation: Relation): boolean {
  return relation.kind === 'persons' || inputsOf(relation).some(readsPersons);
}

/** The pools that a query joins. */
export function poolsOf(relation: Relation): readonly string[] {
  return relation.kind === 'pool' ? [relation.name] : inputsOf(relation).flatMap(poolsOf);
}

/** The tables that a query reads. */
export function tablesOf(relation: Relation): readonly string[] {
  return relation.kind === 'table'
    ? [`${relation.schema}.${relation.name}`]
    : [...new Set(inputsOf(relation).flatMap(tablesOf))];
}

function inputsOf(relation: Relation): readonly Relation[] {
  switch (relation.kind) {
    case 'persons':
    case 'table':
    case 'pool':
    case 'values':
      return [];
    case 'join':
      return [relation.left, relation.right];
    case 'union':
      return relation.inputs;
    default:
      return [relation.input];
  }
}
