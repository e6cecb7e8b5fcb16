/** What one row of a study's record must hold by itself. */
import type { Term } from '../../model/index.ts';
import { SUBJECT_KEYS } from '../tables/trialsim/index.ts';
import { call, cast, column, integer, literal, text, when } from '../terms.ts';
import type { RowRule } from './rule.ts';

const studyPart = call('multiply', cast(column('study_id'), integer), SUBJECT_KEYS);

export function isDisposition(word: string): Term {
  return call('equal', cast(column('disposition'), text), word);
}

export const trialsimRows: readonly RowRule[] = [
  {
    table: 'trialsim.subjects',
    name: 'number-of-subject',
    statement:
      'The number of a subject is that of the person, from the second study on behind the number of the study.',
    broken: call(
      'not_equal',
      column('subject_id'),
      call('add', column('person_id'), when(call('greater', column('study_id'), 1), studyPart, literal(0))),
    ),
  },
  {
    table: 'trialsim.subjects',
    name: 'consent-screening-randomization-dose',
    statement: 'Consent comes before screening, screening before randomization, randomization before the first dose.',
    broken: call(
      'or',
      call('less', column('screened_on'), column('consented_on')),
      call('less', column('randomized_on'), column('screened_on')),
      call('less', column('first_dose_on'), column('randomized_on')),
      call('less', column('last_dose_on'), column('first_dose_on')),
    ),
  },
  {
    table: 'trialsim.subjects',
    name: 'arm-of-the-randomized',
    statement: 'Who is randomized has an arm and nobody else, and who is treated has it as the actual arm.',
    broken: call(
      'or',
      call('not_equal', call('is_null', column('arm_id')), call('is_null', column('randomized_on'))),
      call('not_equal', call('is_null', column('actual_arm_id')), call('is_null', column('first_dose_on'))),
      call('not_equal', column('actual_arm_id'), column('arm_id')),
    ),
  },
  {
    table: 'trialsim.subjects',
    name: 'disposition-once',
    statement: 'Who fails screening is not randomized, and who completes the study is.',
    broken: call(
      'or',
      call('and', isDisposition('SCREEN FAILURE'), call('not', call('is_null', column('randomized_on')))),
      call('and', isDisposition('COMPLETED'), call('is_null', column('randomized_on'))),
    ),
  },
  {
    table: 'trialsim.subjects',
    name: 'nothing-after-the-end',
    statement: 'No milestone of a subject lies after their last day in the study.',
    broken: call(
      'or',
      ...['consented_on', 'screened_on', 'randomized_on', 'first_dose_on', 'last_dose_on'].map((name) =>
        call('coalesce', call('greater', column(name), column('ended_on')), literal(false)),
      ),
    ),
  },
  {
    table: 'trialsim.exposures',
    name: 'held-without-dose',
    statement:
      'A dose that is held has the amount 0 and a reason, and a dose ends on or after the day on which it starts.',
    broken: call(
      'or',
      call(
        'and',
        call('not', column('given')),
        call('or', call('greater', column('dose'), 0), call('is_null', column('adjustment_reason'))),
      ),
      call('less', column('end_on'), column('start_on')),
    ),
  },
  {
    table: 'trialsim.adverse_events',
    name: 'start-before-end',
    statement: 'No adverse event ends before it starts, and only those that are over have recovered.',
    broken: call(
      'or',
      call('coalesce', call('less', column('end_on'), column('start_on')), literal(false)),
      call(
        'not_equal',
        call('is_null', column('end_on')),
        call('equal', cast(column('outcome'), text), 'NOT RECOVERED/NOT RESOLVED'),
      ),
    ),
  },
  {
    table: 'trialsim.visits',
    name: 'window-flagged-truthfully',
    statement: 'A visit is flagged as within its window exactly where its study day lies between the ends of it.',
    broken: call(
      'and',
      call('not', call('is_null', column('in_window'))),
      call(
        'not_equal',
        column('in_window'),
        call(
          'and',
          call('greater_or_equal', column('study_day'), column('window_low')),
          call('less_or_equal', column('study_day'), column('window_high')),
        ),
      ),
    ),
  },
];
