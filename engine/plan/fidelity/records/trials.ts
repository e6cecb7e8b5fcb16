/** What is declared of how studies go: why people leave, how grave adverse events are, deviations, consent. */
import type { Declaration, Relation, SourceRange, Term } from '../../../model/index.ts';
import { trialsOf } from '../../tables/trialsim/index.ts';
import type { Trials } from '../../tables/trialsim/index.ts';
import {
  call,
  cast,
  column,
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
import { readsNothing } from '../../expressions.ts';
import { declaredDistribution } from '../declarations.ts';
import type { Sums } from '../sums.ts';
import { known, shareOf } from './records.ts';
import type { Records } from './records.ts';

const SECTION = 'study conduct';

export function declaredOfTrials(records: Records): readonly Declaration[] {
  const trials = trialsOf(records.context, records.timeline);
  const [first] = trials;
  if (first === undefined || !records.has('trialsim', 'subjects')) return [];
  const { knowledge } = first;
  return [
    ...declaredSubjects(records, trials),
    ...(records.has('trialsim', 'adverse_events') ? declaredGravity(records, trials) : []),
    ...(records.has('trialsim', 'deviations') && knowledge.deviations.length > 0
      ? declaredDeviations(records, trials)
      : []),
  ];
}

function declaredSubjects(records: Records, trials: Trials): readonly Declaration[] {
  const { discontinuations, rules } = trials[0]?.knowledge ?? { discontinuations: [], rules: undefined };
  const lead = rules?.get('consent_lead_days_max');
  const total = discontinuations.reduce((sum, { share }) => sum + share, 0);
  const ended = cast(column('disposition'), text);
  return records.of(table('trialsim', 'subjects'), (sums) => {
    const left = sums.bind(
      call('or', literal(false), ...discontinuations.map(({ reason }) => call('equal', ended, reason))),
    );
    const people = sums.count(left);
    return [
      ...(discontinuations.length < 2
        ? []
        : discontinuations.map(({ reason, share, at }) =>
            shareOf(
              {
                section: SECTION,
                quantity: 'reason for leaving',
                part: reason.toLowerCase(),
                among: '',
                people,
                at,
              },
              { holding: sums.count(call('equal', ended, reason)), target: share / total },
            ),
          )),
      ...(lead === undefined
        ? []
        : declaredDistribution(
            {
              section: SECTION,
              quantity: 'days from consent to screening',
              value: call('days_between', column('consented_on'), column('screened_on')),
              type: integer,
              quota: false,
              settled: () => undefined,
              at: lead.at,
            },
            { kind: 'uniform', low: 0, high: lead.value, integer: true, at: lead.at },
            sums,
            readsNothing,
          )),
    ];
  });
}

const GRADES = [1, 2, 3, 4];
/** From this grade on an adverse event can be serious. */
const SEVERE = 3;

/** Each by the shares of its term, or of the arm where that says other ones. */
function declaredGravity(records: Records, trials: Trials): readonly Declaration[] {
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
  return records.of(joinOn(joinOn(events, subjects, 'subject_id'), values, 'term', 'arm_id'), (sums) => {
    const isSevere = call('greater_or_equal', column('grade'), SEVERE);
    const all = literal(true);
    return [
      ...GRADES.map((grade) =>
        ofEach({
          quantity: 'adverse events',
          part: `grade ${grade}`,
          among: { words: '', holds: all },
          holds: call('equal', column('grade'), grade),
          chance: column(`grade_${grade}`),
          at,
          sums,
        }),
      ),
      ofEach({
        quantity: 'adverse events',
        part: 'serious',
        among: { words: `grade ${SEVERE} and above`, holds: isSevere },
        holds: column('serious'),
        chance: column('serious_share'),
        at,
        sums,
      }),
      ofEach({
        quantity: 'adverse events',
        part: 'related',
        among: { words: '', holds: all },
        holds: call('equal', column('relation'), 'RELATED'),
        chance: column('related_share'),
        at,
        sums,
      }),
    ];
  });
}

interface Each {
  readonly quantity: string;
  readonly part: string;
  readonly among: { readonly words: string; readonly holds: Term };
  readonly holds: Term;
  readonly chance: Term;
  readonly at: SourceRange;
  readonly sums: Sums;
}

/** A share that each row has of its own. */
function ofEach({ quantity, part, among, holds, chance, at, sums }: Each): Declaration {
  const of = (number: Term): number =>
    sums.add({ kind: 'case', branches: [{ when: among.holds, then: number }], otherwise: literal(0, double) });
  return {
    section: SECTION,
    quantity,
    part,
    among: among.words,
    people: sums.count(among.holds),
    at,
    measure: 'share',
    holding: sums.count(call('and', among.holds, known(holds))),
    target: {
      expected: of(chance),
      variance: of(call('multiply', chance, call('subtract', literal(1, double), chance))),
    },
    quota: false,
  };
}

/** Which of those with the same occasion, and how many are major. */
function declaredDeviations(records: Records, trials: Trials): readonly Declaration[] {
  const deviations = trials[0]?.knowledge.deviations ?? [];
  const term = cast(column('term'), text);
  return records.of(table('trialsim', 'deviations'), (sums) => {
    const chance: Term = {
      kind: 'case',
      branches: deviations.map((one) => ({ when: call('equal', term, one.term), then: literal(one.major, double) })),
      otherwise: literal(0, double),
    };
    const [first] = deviations;
    return [
      ...deviations.flatMap(({ term: name, occasion, weight, at }) => {
        const others = deviations.filter((one) => one.occasion === occasion);
        const total = others.reduce((sum, one) => sum + one.weight, 0);
        if (others.length < 2 || total === 0) return [];
        const among = call('or', literal(false), ...others.map((one) => call('equal', term, one.term)));
        return [
          shareOf(
            {
              section: SECTION,
              quantity: 'deviation',
              part: name,
              among: '',
              people: sums.count(among),
              at,
            },
            { holding: sums.count(call('equal', term, name)), target: weight / total },
          ),
        ];
      }),
      ...(first === undefined
        ? []
        : [
            ofEach({
              quantity: 'deviation',
              part: 'major',
              among: { words: '', holds: literal(true) },
              holds: call('equal', cast(column('severity'), text), 'MAJOR'),
              chance: sums.bind(chance),
              at: first.at,
              sums,
            }),
          ]),
    ];
  });
}
