/** What rules of several products ask about coverage. */
import type { Relation } from '../../model/index.ts';
import { call, column, filter, keep, literal, named, project, table } from '../terms.ts';
import type { Planned } from './rule.ts';

export function hasSeveralSpans(planned: Planned): boolean {
  return planned.has('scratch.coverage_spans');
}

/** Of rows with `id`, `person` and `on`, those whose day lies in no span of coverage. */
export function outsideCoverage(rows: Relation, planned: Planned): Relation {
  const spans = project(table('membersim', 'enrollments'), ['member_id', 'start_date', 'end_date'].map(keep));
  const on = [{ left: 'person', right: 'member_id' }];
  const joined: Relation = { kind: 'join', how: 'left', left: rows, right: spans, on };
  const isWithin = call(
    'and',
    call('coalesce', call('less_or_equal', column('start_date'), column('on')), literal(false)),
    call('less_or_equal', column('on'), call('coalesce', column('end_date'), column('on'))),
  );
  if (!hasSeveralSpans(planned)) return filter(joined, call('not', isWithin));
  const counted: Relation = {
    kind: 'aggregate',
    input: project(joined, [keep('id'), named('within', isWithin)]),
    by: ['id'],
    columns: [{ name: 'covered', how: 'max', of: 'within' }],
  };
  return filter(counted, call('not', column('covered')));
}
