/** When acute problems are over: so many days behind their last diagnosis, by the course of their code in the skills. */
import type { ColumnType, ConditionConcept, Knowledge, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { call, column, date, drawOf, literal, pick } from '../terms.ts';
import { lineOf } from '../line.ts';

interface Course {
  readonly code: string;
  readonly from: number;
  readonly to: number;
}

/** Whether what has this code is over one day. */
export function passes(code: string, knowledge: Pick<Knowledge, 'conditions'>): boolean {
  return courseOf(code, knowledge) !== undefined;
}

export function courseOf(code: string, { conditions }: Pick<Knowledge, 'conditions'>): ConditionConcept['course'] {
  return conditions.find((one) => one.code === code)?.course;
}

/** From `code` (of `type`) and `last_diagnosed` of a problem; `undefined` where none of the codes is acute. */
export function overOn(
  codes: readonly string[],
  type: ColumnType,
  { cohort, knowledge }: PlanContext,
): Term | undefined {
  const courses = codes.flatMap((code): Course[] => {
    const course = courseOf(code, knowledge);
    return course === undefined ? [] : [{ code, ...course }];
  });
  if (courses.length === 0) return undefined;
  return {
    kind: 'case',
    branches: courses.map(({ code, from, to }) => {
      const later = pick(drawOf(`${lineOf(cohort.profile)}/conditions/${code}/abatement`), to - from + 1);
      const then = call('add_days', column('last_diagnosed'), call('add', later, from));
      return { when: call('equal', column('code'), literal(code, type)), then };
    }),
    otherwise: literal(null, date),
  };
}
