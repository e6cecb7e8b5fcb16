/** What must hold where a cohort has several studies: whose each row is, and of which study. */
import type { Invariant, Relation } from '../../model/index.ts';
import { PERSON_KEYS } from '../keys.ts';
import { SUBJECT_KEYS } from '../tables/trialsim/index.ts';
import { call, column, filter, joinOn, keep, named, project, table } from '../terms.ts';
import type { Planned } from './rule.ts';
import { tableAt } from './rule.ts';
import type { SubjectRecord } from './trialsim-subjects.ts';

/** Identifiers are told apart, and what a subject has is of the same study. */
export function studyRules(planned: Planned): readonly Invariant[] {
  const path = 'trialsim.subjects';
  if (!planned.has(path)) return [];
  const subjects = table('trialsim', 'subjects');
  const studyOf = (name: string, key: string, of: string): Relation =>
    project(table('trialsim', name), [named(key, column(of)), named('own_study', column('study_id'))]);
  const ofAnother = (name: string, key: string, of: string): Relation =>
    filter(
      joinOn(project(subjects, [keep('study_id'), keep(key)]), studyOf(name, key, of), key),
      call('not_equal', column('own_study'), column('study_id')),
    );
  return [
    {
      name: 'identifier-once',
      table: path,
      statement: 'No two subjects have the same unique subject identifier.',
      violations: { kind: 'duplicates', input: subjects, by: ['usubjid'] },
    },
    {
      name: 'site-of-the-study',
      table: path,
      statement: 'Subjects are enrolled by a site of their study.',
      violations: ofAnother('sites', 'site_id', 'site_id'),
    },
    {
      name: 'arm-of-the-study',
      table: path,
      statement: 'The arm of a subject is one of their study.',
      violations: ofAnother('arms', 'arm_id', 'arm_id'),
    },
  ];
}

/** Keys of records begin with the number of the person. */
export function rowOfPerson({ table: path, key }: SubjectRecord): Invariant {
  const person = call('integer_divide', column(key), PERSON_KEYS);
  return {
    name: 'row-of-the-person',
    table: path,
    statement: `The ${key} of a subject begins with the number of the person.`,
    violations: filter(tableAt(path), call('not_equal', person, call('modulo', column('subject_id'), SUBJECT_KEYS))),
  };
}
