/** How grave adverse events are, and how long they last: each by the shares of its term, or of the arm where that says other ones. */
import type { Declaration, Relation, SourceRange, Term } from '../../../model/index.ts';
import type { Trials } from '../../tables/trialsim/index.ts';
import {
  boolean,
  call,
  cast,
  column,
  day,
  double,
  integer,
  joinOn,
  keep,
  literal,
  named,
  project,
  table,
  text,
} from '../../terms.ts';
import { declaredOfEach } from '../declarations.ts';
import type { Quantity } from '../declarations.ts';
import type { Sums } from '../sums.ts';
import { CONDUCT, quantityOf } from './records.ts';
import type { Records } from './records.ts';

const GRADES = [1, 2, 3, 4];
/** From this grade on an adverse event can be serious. */
const SEVERE = 3;

export function declaredGravity(records: Records, trials: Trials): readonly Declaration[] {
  const rows = trials.flatMap(({ journey, armKeys, knowledge }) =>
    journey.study.arms.flatMap(({ code, adverseEvents }) =>
      knowledge.adverseEvents.map(({ term, grades, serious, related, days }) => [
        term,
        armKeys.get(code) ?? 0,
        ...(adverseEvents.find((one) => one.term === term)?.grades ?? grades),
        serious,
        related,
        endingShare(days),
      ]),
    ),
  );
  const values: Relation = {
    kind: 'values',
    columns: [
      { name: 'term', type: { kind: 'enumeration', schema: 'trialsim', name: 'adverse_event_term' } },
      { name: 'arm_id', type: integer },
      ...[...GRADES.map((grade) => `grade_${grade}`), 'serious_share', 'related_share', 'ending_share'].map((name) => ({
        name,
        type: double,
      })),
    ],
    rows,
  };
  const at = trials[0]?.knowledge.adverseEvents[0]?.at ?? records.context.cohort.profile.at;
  const subjects = project(table('trialsim', 'subjects'), ['subject_id', 'arm_id', 'ended_on'].map(keep));
  const events = project(table('trialsim', 'adverse_events'), [
    ...['subject_id', 'term', 'grade', 'serious', 'start_on', 'end_on'].map(keep),
    named('relation', cast(column('relation'), text)),
  ]);
  const grade = column('grade');
  const isSevere = { words: `grade ${SEVERE} and above`, holds: call('greater_or_equal', grade, SEVERE) };
  return records.of(joinOn(joinOn(events, subjects, 'subject_id'), values, 'term', 'arm_id'), (sums) => {
    const shareOfEach = (part: string, value: Term, chance: string, among?: Quantity['among']): Declaration => {
      const of = { section: CONDUCT, quantity: 'adverse events', value, type: boolean, at };
      return declaredOfEach(quantityOf(among === undefined ? of : { ...of, among }), column(chance), sums, part);
    };
    return [
      ...GRADES.map((one) => shareOfEach(`grade ${one}`, call('equal', grade, one), `grade_${one}`)),
      shareOfEach('serious', column('serious'), 'serious_share', isSevere),
      shareOfEach('related', call('equal', column('relation'), 'RELATED'), 'related_share'),
      declaredEnding(sums, at, records.context.cohort.profile.asOf.value),
    ];
  });
}

/** Whole days of an exponential time: each day that is reached is the last with the same share. */
function endingShare(days: number): number {
  return days <= 0 ? 1 : 1 - Math.exp(-1 / days);
}

/** Of the days on which somebody was seen to have one, so that one that outlasts the study counts for what was seen of it. */
function declaredEnding(sums: Sums, at: SourceRange, asOf: string): Declaration {
  const last = call('coalesce', column('end_on'), column('ended_on'), day(asOf));
  const days = sums.bind(cast(call('add', call('days_between', column('start_on'), last), 1), double));
  const share = column('ending_share');
  const expected = sums.bind(call('multiply', days, share));
  return {
    section: CONDUCT,
    quantity: 'adverse events',
    part: 'over',
    among: 'days that they lasted',
    people: sums.add(days),
    at,
    measure: 'share',
    holding: sums.count(call('not', call('is_null', column('end_on')))),
    target: {
      expected: sums.add(expected),
      variance: sums.add(call('multiply', expected, call('subtract', literal(1, double), share))),
    },
    quota: false,
  };
}
