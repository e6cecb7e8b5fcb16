/** `trialsim.adverse_events`: what happened to the randomized, how grave it was, and what became of it. */
import type { ColumnType, PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { rowKey } from '../../keys.ts';
import {
  bigint,
  boolean,
  call,
  column,
  date,
  filter,
  joinOn,
  keep,
  literal,
  output,
  project,
  smallint,
} from '../../terms.ts';
import { planTable, unionOf } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { termType } from './adverse.ts';
import { isChanged } from './doses.ts';
import { scratchOf, studyDay, subjectColumn } from './trial.ts';
import type { Trial, Trials } from './trial.ts';

interface Types {
  readonly term: ColumnType;
  readonly system: ColumnType;
  readonly severity: ColumnType;
  readonly relation: ColumnType;
  readonly action: ColumnType;
  readonly outcome: ColumnType;
}

/** Those of the CDISC terminology, which has no word beyond the third. */
const SEVERITIES = ['MILD', 'MODERATE', 'SEVERE'];
const OUTCOMES = ['RECOVERED/RESOLVED', 'NOT RECOVERED/NOT RESOLVED'] as const;
const RELATIONS = ['RELATED', 'NOT RELATED'] as const;
const ACTIONS = [
  'DOSE NOT CHANGED',
  'DRUG INTERRUPTED',
  'DOSE REDUCED',
  'DOSE INCREASED',
  'DRUG WITHDRAWN',
  'NOT APPLICABLE',
] as const;

function typesOf(context: PlanContext, trial: Trial): Types {
  const define = (name: string, values: readonly string[]): ColumnType =>
    context.enumerations.define('trialsim', name, values);
  return {
    term: termType(context, trial),
    system: define('body_system', trial.knowledge.adverseEvents.map(({ system }) => system).toSorted()),
    severity: define('severity', SEVERITIES),
    relation: define('relation', RELATIONS),
    action: define('action_taken', ACTIONS),
    outcome: define('outcome', OUTCOMES),
  };
}

export function adverseEventsTable(context: PlanContext, trials: Trials): PlannedTable {
  return unionOf(trials.map((trial) => adverseEventsOfStudy(context, trial)));
}

function adverseEventsOfStudy(context: PlanContext, trial: Trial): PlannedTable {
  const types = typesOf(context, trial);
  const kept = ['person_id', 'first_dose_on', 'last_due_on', 'ended_on'];
  const subjects = project(scratchOf('trial_subjects', trial), kept.map(keep));
  const known = joinOn(joinOn(scratchOf('trial_adverse', trial), subjects, 'person_id'), systems(trial, types), 'term');
  return planTable({
    schema: 'trialsim',
    name: 'adverse_events',
    comment: 'Adverse events (SDTM AE). Terms are MedDRA-like words of this library, not of the licensed dictionary.',
    fill: 'person',
    from: filter(known, call('less_or_equal', column('start_on'), column('ended_on'))),
    primaryKey: ['adverse_event_id'],
    origins: trial.journey.study.arms.flatMap(({ adverseEvents }) => adverseEvents.map(({ at }) => at)),
    columns: [...describing(trial, types), ...during()],
  });
}

/** Ended before the subject was last seen. */
const isOver = call('less_or_equal', column('end_on'), column('ended_on'));

/** What it is, and what was done about it. */
function describing(trial: Trial, types: Types): readonly ColumnDefinition[] {
  return [
    {
      name: 'adverse_event_id',
      type: bigint,
      term: rowKey(column('adverse_key'), column('occurrence')),
      comment: 'Subject, event and occurrence as one number.',
    },
    subjectColumn(trial),
    { name: 'term', type: types.term, term: column('term'), comment: 'What it is, MedDRA-like (AETERM, AEDECOD).' },
    {
      name: 'body_system',
      type: types.system,
      term: column('system'),
      comment: 'Body system in own words (AEBODSYS).',
    },
    { name: 'grade', type: smallint, term: column('grade'), comment: 'CTCAE grade, 1 to 4 (AETOXGR).' },
    {
      name: 'severity',
      type: types.severity,
      term: severityTerm(types.severity),
      comment: 'The grade in words, severe from 3 on (AESEV).',
    },
    { name: 'serious', type: boolean, term: column('serious'), comment: 'Whether it is serious (AESER).' },
    {
      name: 'relation',
      type: types.relation,
      term: either(column('related'), RELATIONS, types.relation),
      comment: 'Whether the investigator holds it to be related to the treatment (AEREL).',
    },
    {
      name: 'action_taken',
      type: types.action,
      term: actionTerm(trial, types.action),
      comment: 'What the rules for doses ask for, while doses were still due (AEACN).',
    },
    {
      name: 'outcome',
      type: types.outcome,
      term: either(isOver, OUTCOMES, types.outcome),
      comment: 'What became of it in the study (AEOUT).',
    },
  ];
}

/** When it was, and what that says of it. */
function during(): readonly ColumnDefinition[] {
  const on = (name: string): Term => studyDay(column(name), column('first_dose_on'));
  return [
    { name: 'start_on', type: date, term: column('start_on'), comment: 'First day (AESTDTC).' },
    {
      name: 'end_on',
      type: date,
      term: { kind: 'case', branches: [{ when: isOver, then: column('end_on') }], otherwise: literal(null, date) },
      nullable: true,
      comment: 'Last day (AEENDTC); empty where it lasted when the subject was last seen.',
    },
    {
      name: 'start_day',
      type: smallint,
      term: on('start_on'),
      nullable: true,
      comment: 'Study day of the first day (AESTDY); empty for who was never treated.',
    },
    {
      name: 'end_day',
      type: smallint,
      term: studyDay(output('end_on'), column('first_dose_on')),
      nullable: true,
      comment: 'Study day of the last day (AEENDY); empty where that is, or for who was never treated.',
    },
    {
      name: 'treatment_emergent',
      type: boolean,
      term: call('coalesce', call('greater_or_equal', column('start_on'), column('first_dose_on')), literal(false)),
      comment: 'Whether it began on the day of the first dose or later (AETRTEM).',
    },
    {
      name: 'led_to_leaving',
      type: boolean,
      term: column('led'),
      comment: 'Whether the subject left the study for it.',
    },
  ];
}

function systems({ knowledge }: Trial, types: Types): Relation {
  return {
    kind: 'values',
    columns: [
      { name: 'term', type: types.term },
      { name: 'system', type: types.system },
    ],
    rows: knowledge.adverseEvents.map(({ term, system }) => [term, system]),
  };
}

function severityTerm(type: ColumnType): Term {
  const [last = '', ...others] = SEVERITIES.toReversed();
  return {
    kind: 'case',
    branches: others
      .toReversed()
      .map((word, at) => ({ when: call('equal', column('grade'), at + 1), then: literal(word, type) })),
    otherwise: literal(last, type),
  };
}

function either(holds: Term, [yes, no]: readonly [string, string], type: ColumnType): Term {
  return { kind: 'case', branches: [{ when: holds, then: literal(yes, type) }], otherwise: literal(no, type) };
}

/** The gravest of what the rules for its term and grade ask of what is given in the arm. */
function actionTerm({ journey, armKeys }: Trial, type: ColumnType): Term {
  const words = (action: (typeof ACTIONS)[number]): Term => literal(action, type);
  const { arms } = journey.study;
  const isMet = ({ term, grade, change }: (typeof journey.study.doseRules)[number]): Term => {
    const graded = call('greater_or_equal', column('grade'), grade);
    const about = arms.filter(({ treatments }) => treatments.some((one) => isChanged(one, change)));
    const inArm = about.map(({ code }) => call('equal', column('arm_id'), armKeys.get(code) ?? 0));
    return call(
      'and',
      graded,
      ...(term === undefined ? [] : [call('equal', column('term'), term)]),
      ...(about.length === arms.length ? [] : [call('or', literal(false), ...inArm)]),
    );
  };
  const rules = journey.study.doseRules;
  const stops = rules.filter(({ change }) => change.factor === 0);
  const reduces = rules.filter(
    ({ change: { factor, reduce } }) => reduce !== undefined || (factor !== undefined && factor > 0 && factor < 1),
  );
  const holds = rules.filter(({ change }) => change.holdDays !== undefined);
  const raises = rules.filter(({ change: { factor } }) => factor !== undefined && factor > 1);
  const none = call('coalesce', call('greater_or_equal', column('start_on'), column('last_due_on')), literal(true));
  return {
    kind: 'case',
    branches: [
      { when: column('led'), then: words('DRUG WITHDRAWN') },
      { when: none, then: words('NOT APPLICABLE') },
      ...stops.map((rule) => ({ when: isMet(rule), then: words('DRUG WITHDRAWN') })),
      ...reduces.map((rule) => ({ when: isMet(rule), then: words('DOSE REDUCED') })),
      ...holds.map((rule) => ({ when: isMet(rule), then: words('DRUG INTERRUPTED') })),
      ...raises.map((rule) => ({ when: isMet(rule), then: words('DOSE INCREASED') })),
    ],
    otherwise: words('DOSE NOT CHANGED'),
  };
}
