/** Where studies enroll: as many sites as they declare, and of the people of a state as many at each of its sites. */
import type { Declaration, Relation } from '../../../model/index.ts';
import { enrollingSites, studyOfSite } from '../../tables/trialsim/index.ts';
import type { Trials } from '../../tables/trialsim/index.ts';
import { call, cast, column, integer, joinOn, keep, literal, named, project, table, text } from '../../terms.ts';
import { betweenEach, CONDUCT } from './records.ts';
import type { Records } from './records.ts';

export function declaredSites(records: Records, trials: Trials): readonly Declaration[] {
  return [...declaredNumbers(records, trials), ...declaredEnrollment(records, trials)];
}

function declaredNumbers(records: Records, trials: Trials): readonly Declaration[] {
  return records.of(table('trialsim', 'sites'), (sums) => {
    const study = sums.bind(studyOfSite(cast(column('site_id'), integer)));
    return trials.map(({ journey: { study: declared } }, number): Declaration => {
      const isOf = call('equal', study, number);
      const isFirst = call('equal', call('modulo', column('site_id'), literal(1000)), 1);
      return {
        section: CONDUCT,
        quantity: 'sites',
        part: '',
        among: trials.length === 1 ? '' : declared.id,
        people: sums.count(call('and', isOf, isFirst)),
        at: declared.sites.at,
        measure: 'mean',
        sum: sums.count(isOf),
        target: declared.sites.value,
        deviation: 0,
      };
    });
  });
}

/** A row for each subject, with whom they enroll with and the place of their site among all sites. */
function declaredEnrollment({ context, of }: Records, trials: Trials): readonly Declaration[] {
  const choices = trials.flatMap((trial, study) => enrollingSites(context, trial).map((one) => ({ ...one, study })));
  const sites = [...new Set(choices.flatMap((one) => one.sites))].toSorted((one, other) => one - other);
  const at = trials[0]?.journey.study.sites.at;
  if (at === undefined || sites.length < 2) return [];
  const enrolled: Relation = {
    kind: 'values',
    columns: [
      { name: 'study', type: integer },
      { name: 'state', type: text },
      { name: 'choice', type: integer },
    ],
    rows: choices.flatMap(({ states, study }, choice) => states.map((state) => [study, state, choice])),
  };
  const places: Relation = {
    kind: 'values',
    columns: ['site', 'place'].map((name) => ({ name, type: integer })),
    rows: sites.map((site, place) => [site, place]),
  };
  const site = cast(column('site_id'), integer);
  const subjects = project(table('trialsim', 'subjects'), [
    keep('person_id'),
    named('site', site),
    named('study', studyOfSite(site)),
  ]);
  const homes = project(table('core', 'persons'), [keep('person_id'), named('state', cast(column('state'), text))]);
  const rows = joinOn(joinOn(joinOn(subjects, homes, 'person_id'), enrolled, 'study', 'state'), places, 'site');
  return of(rows, (sums) => [
    {
      section: CONDUCT,
      quantity: 'sites',
      part: '',
      among: 'subjects by site',
      people: sums.count(literal(true)),
      at,
      measure: 'mixed_shape',
      groups: sums.parts(column('choice'), betweenEach(choices.length)),
      parts: sums.parts(column('place'), betweenEach(sites.length)),
      shares: choices.map((one) => one.sites.map((number) => [sites.indexOf(number), 1 / one.sites.length] as const)),
    },
  ]);
}
