/** What must hold of a study's record. */
import { SUBJECT_KEYS } from '../tables/trialsim/index.ts';
import type { Happening, ProductRules } from './rule.ts';
import { trialsimRows } from './trialsim-rows.ts';
import { rowOfPerson, studyRules } from './trialsim-studies.ts';
import { rulesBesideSubjects, withinStudy } from './trialsim-subjects.ts';
import type { SubjectRecord } from './trialsim-subjects.ts';

const RECORDS: readonly SubjectRecord[] = [
  { table: 'trialsim.visits', key: 'visit_id', day: 'visited_on' },
  { table: 'trialsim.exposures', key: 'exposure_id', day: 'end_on' },
  { table: 'trialsim.adverse_events', key: 'adverse_event_id', day: 'start_on' },
  { table: 'trialsim.assessments', key: 'assessment_id', day: 'measured_on' },
  { table: 'trialsim.deviations', key: 'deviation_id', day: 'happened_on' },
];

export const trialsimRules: ProductRules = {
  rows: trialsimRows,
  happenings: [
    happening('trialsim.subjects', 'consented_on'),
    ...RECORDS.map(({ table, day }) => happening(table, day)),
  ],
  across: (planned) => [
    ...studyRules(planned),
    ...RECORDS.filter(({ table }) => planned.has(table)).flatMap((one) => [rowOfPerson(one), withinStudy(one)]),
    ...rulesBesideSubjects(planned),
  ],
};

/** The last digits of the number of a subject are that of the person. */
function happening(table: string, moment: string): Happening {
  return { table, person: 'subject_id', below: SUBJECT_KEYS, moment };
}
