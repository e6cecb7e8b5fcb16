/** `scratch.trial_subjects`: who was screened for a study, which days matter to them, and how it ended for them. */
import type { ColumnType, PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin } from '../../endings.ts';
import {
  boolean,
  call,
  column,
  date,
  day,
  filter,
  integer,
  keep,
  literal,
  named,
  output,
  project,
  smallint,
  when,
} from '../../terms.ts';
import { dispositionType, isToGoOn, NEXT } from './starts.ts';
import { scratchOf, scratchTable } from './trial.ts';
import type { Trial } from './trial.ts';

/** Whether a subject is still in the study, of whom `as_of` is the last day that is known. */
export const UNDER_WAY = 'under_way';

export function trialSubjectsTable(context: PlanContext, trial: Trial): PlannedTable {
  const disposition = dispositionType(context, trial);
  const goesOn = isToGoOn(context, trial);
  return scratchTable(
    {
      name: 'trial_subjects',
      comment: 'Who was screened, and how the study went for them.',
      primaryKey: ['person_id'],
      columns: [
        ['person_id', integer],
        ['site_id', smallint],
        ['arm_id', integer],
        ['consented_on', date],
        ['screened_on', date],
        ['randomized_on', date],
        ['first_dose_on', date],
        ['last_dose_on', date],
        ['last_due_on', date],
        ['ended_on', date],
        ['disposition', disposition],
        ...(goesOn ? [[UNDER_WAY, boolean] as const] : []),
      ],
      relation: project(leftJoin(scratchOf('trial_starts', trial), givenDays(trial), 'person_id'), [
        ...['person_id', 'site_id', 'consented_on'].map(keep),
        named('arm_id', when(IS_RANDOMIZED, column('arm_id'), literal(null, integer))),
        named('screened_on', call('to_date', column('screened'))),
        named('randomized_on', call('to_date', column('randomized'))),
        named('first_dose_on', column('first_given')),
        named('last_dose_on', column('last_given')),
        named('last_due_on', call('to_date', column('last_due'))),
        named('disposition', dispositionOf(disposition, goesOn)),
        named('ended_on', endOf(context, goesOn)),
        ...(goesOn ? [named(UNDER_WAY, call('is_null', output('disposition')))] : []),
      ]),
    },
    trial,
  );
}

function givenDays(trial: Trial): Relation {
  const given = filter(scratchOf('trial_exposures', trial), call('not', column('held')));
  return {
    kind: 'aggregate',
    input: project(given, ['person_id', 'start_on', 'end_on'].map(keep)),
    by: ['person_id'],
    columns: [
      { name: 'first_given', how: 'min', of: 'start_on' },
      { name: 'last_given', how: 'max', of: 'end_on' },
    ],
  };
}

const IS_RANDOMIZED = call('not', call('is_null', column('randomized')));
const HAS_WITHDRAWN = call('not', call('is_null', column('withdrew')));
const IS_UNDER_WAY = call('not', call('is_null', column(NEXT)));
const HAS_DIED = isWithinStudy('died_on');
const HAS_DISENROLLED = isWithinStudy('disenrolled_on');

function isWithinStudy(name: string): Term {
  return call('coalesce', call('less_or_equal', column(name), column('planned_end')), literal(false));
}

/** Unknown where the study goes on for them. */
function dispositionOf(disposition: ColumnType, goesOn: boolean): Term {
  const words = (word: string): Term => literal(word, disposition);
  return {
    kind: 'case',
    branches: [
      { when: HAS_WITHDRAWN, then: column('reason') },
      { when: HAS_DIED, then: words('DEATH') },
      { when: HAS_DISENROLLED, then: words('OTHER') },
      ...(goesOn ? [{ when: IS_UNDER_WAY, then: literal(null, disposition) }] : []),
      { when: IS_RANDOMIZED, then: words('COMPLETED') },
    ],
    otherwise: words('SCREEN FAILURE'),
  };
}

/** The last day in the study, as far as it is known on `as_of`. */
function endOf({ cohort }: PlanContext, goesOn: boolean): Term {
  const seen = call('to_date', column('seen'));
  return {
    kind: 'case',
    branches: [
      { when: HAS_WITHDRAWN, then: call('to_date', column('withdrew')) },
      { when: HAS_DIED, then: column('died_on') },
      { when: HAS_DISENROLLED, then: column('disenrolled_on') },
      ...(goesOn ? [{ when: IS_UNDER_WAY, then: day(cohort.profile.asOf.value) }] : []),
    ],
    otherwise: call('greatest', seen, call('coalesce', column('last_given'), seen)),
  };
}
