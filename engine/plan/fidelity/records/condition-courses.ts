/** How long acute problems last, held against their courses: of those that began so long ago that all of them must be over. */
import type { Declaration, Relation, Term } from '../../../model/index.ts';
import { leftJoin } from '../../endings.ts';
import { timesOf } from '../../occurrence-counts.ts';
import { courseOf } from '../../tables/courses.ts';
import { diagnoses, problemCodes } from '../../tables/diagnoses.ts';
import {
  call,
  cast,
  column,
  date,
  day,
  integer,
  keep,
  known,
  literal,
  named,
  project,
  table,
  text,
} from '../../terms.ts';
import { curveOf } from '../curve.ts';
import { momentsOf } from '../moments.ts';
import { shareOf } from './records.ts';
import type { Records } from './records.ts';

const SECTION = 'courses';

export function declaredOfCourses(records: Records): readonly Declaration[] {
  const courses = coursesOf(records);
  const [first] = courses;
  if (first === undefined || !records.has('patientsim', 'conditions')) return [];
  return records.of(problems(records), (sums) => {
    const days = sums.bind(call('days_between', column('onset_date'), column('abatement_date')));
    const held = courses.map((course) => ({ course, ...ofCourse(course, days) }));
    const isOver = sums.bind(call('or', literal(false), ...held.map(({ isOf }) => isOf)));
    const isInTime = call('or', literal(false), ...held.map(({ isOf, isWithin }) => call('and', isOf, isWithin)));
    const among = 'acute problems, long ago';
    const all = { section: SECTION, quantity: 'over', part: 'within its days', among, at: first.at };
    return [
      shareOf({ ...all, people: sums.count(isOver) }, { holding: sums.count(known(isInTime)), target: 1 }),
      ...held.flatMap(({ course, isOf }): readonly Declaration[] => {
        const { code, from, to, at } = course;
        const curve = curveOf({ kind: 'uniform', low: from, high: to, integer: true, at });
        if (curve === undefined || from === to) return [];
        const { mean, deviation } = momentsOf(curve);
        const sum = sums.add(call('multiply', cast(isOf, integer), call('coalesce', days, 0)));
        const head = { section: SECTION, quantity: 'days until over', part: '', among: code, at };
        return [{ ...head, measure: 'mean', people: sums.count(isOf), sum, target: mean, deviation }];
      }),
    ];
  });
}

interface Course {
  readonly code: string;
  readonly from: number;
  readonly to: number;
  readonly at: Declaration['at'];
}

/** Of what is diagnosed once at most: the chart tells when a problem was first found, and a course begins when it was last. */
function coursesOf({ context, timeline }: Records): readonly Course[] {
  const diagnosed = diagnoses(context, timeline);
  return problemCodes(context, timeline).flatMap((code) => {
    const course = courseOf(code, context.knowledge);
    const of = diagnosed.filter((one) => one.code === code);
    const isOnce = of.length === 0 || (of.length === 1 && of.every(({ event }) => timesOf(event) === 1));
    return course !== undefined && isOnce ? [{ code, ...course }] : [];
  });
}

function ofCourse({ code, from, to }: Course, days: Term): { readonly isOf: Term; readonly isWithin: Term } {
  const lasted = call('add_days', column('onset_date'), to);
  return {
    isOf: call(
      'and',
      call('equal', cast(column('code'), text), literal(code, text)),
      call('less_or_equal', lasted, column('last_day')),
    ),
    isWithin: call('and', call('greater_or_equal', days, from), call('less_or_equal', days, to)),
  };
}

/** With `last_day`: the death of the person, else `as_of`. */
function problems({ context, timeline }: Records): Relation {
  const all = table('patientsim', 'conditions');
  const asOf = day(context.cohort.profile.asOf.value);
  if (!timeline.endsPeople) return { kind: 'extend', input: all, columns: [named('last_day', cast(asOf, date))] };
  const people = project(table('core', 'persons'), [named('patient_id', column('person_id')), keep('death_date')]);
  return {
    kind: 'extend',
    input: leftJoin(all, people, 'patient_id'),
    columns: [named('last_day', call('coalesce', column('death_date'), asOf))],
  };
}
