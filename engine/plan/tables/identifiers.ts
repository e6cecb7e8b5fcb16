/** How products number a person, and which people a statement is about. */
import type { Relation, Term } from '../../model/index.ts';
import { call, column, joinOn, keep, project, table } from '../terms.ts';

/** Medical record and member numbers are the person's number behind letters, so that a reader finds the person. */
export function recordNumber(prefix: string): Term {
  return call('concat', prefix, call('pad_left', column('person_id'), 9));
}

/** Rows of a written table that belong to the range of persons being built. */
export function inRange(written: Relation): Relation {
  return joinOn(written, project(table('scratch', 'population'), [keep('person_id')]), 'person_id');
}
