/** How grave adverse events are: each by the shares of its term, or of the arm where that says other ones. */
import type { Declaration, Relation, Term } from '../../../model/index.ts';
import type { Trials } from '../../tables/trialsim/index.ts';
import {
  boolean,
  call,
  cast,
  column,
  double,
  integer,
  joinOn,
  keep,
  named,
  project,
  table,
  text,
} from '../../terms.ts';
import { declaredOfEach } from '../declarations.ts';
import type { Quantity } from '../declarations.ts';
import { CONDUCT, quantityOf } from './records.ts';
import type { Records } from './records.ts';

const GRADES = [1, 2, 3, 4];
/** From this grade on an adverse event can be serious. */
const SEVERE = 3;

export function declaredGravity(records: Records, trials: Trials): readonly Declaration[] {
  const rows = trials.flatMap(({ journey, armKeys, knowledge }) =>
    journey.study.arms.flatMap(({ code, adverseEvents }) =>
      knowledge.adverseEvents.map(({ term, grades, serious, related }) => [
        term,
        armKeys.get(code) ?? 0,
        ...(adverseEvents.find((one) => one.term === term)?.grades ?? grades),
        serious,
        related,
      ]),
    ),
  );
  const values: Relation = {
    kind: 'values',
    columns: [
      { name: 'term', type: { kind: 'enumeration', schema: 'trialsim', name: 'adverse_event_term' } },
      { name: 'arm_id', type: integer },
      ...[...GRADES.map((grade) => `grade_${grade}`), 'serious_share', 'related_share'].map((name) => ({
        name,
        type: double,
      })),
    ],
    rows,
  };
  const at = trials[0]?.knowledge.adverseEvents[0]?.at ?? records.context.cohort.profile.at;
  const subjects = project(table('trialsim', 'subjects'), ['subject_id', 'arm_id'].map(keep));
  const events = project(table('trialsim', 'adverse_events'), [
    ...['subject_id', 'term', 'grade', 'serious'].map(keep),
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
    ];
  });
}
