/**
 * `scratch.trial_adverse`: adverse events of the randomized with all that is drawn for each: those of the timeline, and the one
 * for which somebody leaves.
 */
import type {
  AdverseEventConcept,
  ColumnType,
  PlannedTable,
  Relation,
  Scalar,
  StudyArm,
  Term,
  ValuesColumn,
} from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { nameKeys } from '../../keys.ts';
import {
  boolean,
  call,
  cast,
  column,
  date,
  double,
  drawBy,
  drawOf,
  filter,
  halvesOf,
  integer,
  joinOn,
  keep,
  literal,
  named,
  output,
  pick,
  project,
  smallint,
  text,
  when,
} from '../../terms.ts';
import { choiceOf, happenedOf, scratchOf, scratchTable } from './trial.ts';
import type { Trial } from './trial.ts';
import { lineOf } from '../../line.ts';

export function termType({ enumerations }: PlanContext, { knowledge }: Trial): ColumnType {
  return enumerations.define(
    'trialsim',
    'adverse_event_term',
    knowledge.adverseEvents.map(({ term }) => term).toSorted(),
  );
}

const STREAMS = ['term', 'grade', 'serious', 'related', 'days'] as const;
const CARRIED = ['person_id', 'arm_id', 'adverse_key', 'occurrence', 'start_on', 'led'];

export function adverseTable(context: PlanContext, trial: Trial): PlannedTable {
  const terms = termType(context, trial);
  const all: Relation = { kind: 'union', inputs: [...ofTimeline(trial, terms), ...ofLeaving(trial, terms)] };
  const drawnTerm = when(call('is_null', column('own_term')), termOfArm(trial, terms), column('own_term'));
  const withTerm: Relation = { kind: 'extend', input: all, columns: [named('term', drawnTerm)] };
  const severe = call('greater_or_equal', output('grade'), 3);
  const lasting: Term = {
    kind: 'sample',
    distribution: { kind: 'exponential', mean: 1, at: trial.journey.study.at },
    uniform: drawBy('days'),
    type: double,
  };
  const duration = call('floor', call('multiply', lasting, column('mean_days')));
  return scratchTable(
    {
      name: 'trial_adverse',
      comment: 'Adverse events with what is drawn for each.',
      primaryKey: ['person_id', 'adverse_key', 'occurrence'],
      columns: [
        ['person_id', integer],
        ['arm_id', integer],
        ['adverse_key', integer],
        ['occurrence', smallint],
        ['start_on', date],
        ['led', boolean],
        ['term', terms],
        ['grade', smallint],
        ['serious', boolean],
        ['related', boolean],
        ['end_on', date],
      ],
      relation: project(joinOn(withTerm, termValues(trial, terms), 'term', 'arm_id'), [
        ...CARRIED.map(keep),
        keep('term'),
        named('grade', gradeTerm()),
        named('serious', call('and', severe, call('less', drawBy('serious'), column('serious_share')))),
        named('related', call('less', drawBy('related'), column('related_share'))),
        named('end_on', call('add_days', column('start_on'), cast(duration, integer))),
      ]),
    },
    trial,
  );
}

function gradeTerm(): Term {
  const uniform = drawBy('grade');
  return {
    kind: 'case',
    branches: [1, 2, 3].map((grade) => ({
      when: call('less', uniform, column(`up_to_${grade}`)),
      then: literal(grade, smallint),
    })),
    otherwise: literal(4, smallint),
  };
}

function streamColumns(): readonly ValuesColumn[] {
  return STREAMS.map((name) => ({ name, type: { kind: 'stream' as const } }));
}

function streamCells(path: string): readonly Scalar[] {
  return STREAMS.map((name) => `${path}/${name}`);
}

const STREAM_NAMES = STREAMS.flatMap(halvesOf);

/** Events of type `adverse_event`, from randomization on. */
function ofTimeline(trial: Trial, terms: ColumnType): readonly Relation[] {
  const { adverse } = trial.events;
  if (adverse.length === 0) return [];
  const values: Relation = {
    kind: 'values',
    columns: [{ name: 'event_key', type: integer }, { name: 'own_term', type: terms }, ...streamColumns()],
    rows: adverse.map(({ key, path, use }) => [key, use.definition.term?.value ?? null, ...streamCells(path)]),
  };
  const occurred = project(happenedOf(adverse, trial), ['person_id', 'event_key', 'occurrence', 'moment'].map(keep));
  const starts = project(scratchOf('trial_starts', trial), ['person_id', 'arm_id', 'randomized'].map(keep));
  const known = joinOn(joinOn(occurred, starts, 'person_id'), values, 'event_key');
  const columns = [
    ...['person_id', 'arm_id'].map(keep),
    named('adverse_key', column('event_key')),
    keep('occurrence'),
    named('start_on', call('to_date', column('moment'))),
    named('led', literal(false)),
    ...['own_term', ...STREAM_NAMES].map(keep),
  ];
  return [project(filter(known, call('greater_or_equal', column('moment'), column('randomized'))), columns)];
}

/** One for everybody who leaves because of an adverse event, begun shortly before; nobody may, but where no event is one, these are all. */
function ofLeaving(trial: Trial, terms: ColumnType): readonly Relation[] {
  const path = leavingPath(trial);
  const { adverse, withdrawals } = trial.events;
  const reasons = trial.knowledge.discontinuations.filter(({ byAdverseEvent }) => byAdverseEvent);
  if (adverse.length > 0 && (reasons.length === 0 || withdrawals.length === 0)) return [];
  const values: Relation = {
    kind: 'values',
    columns: [{ name: 'adverse_key', type: integer }, ...streamColumns()],
    rows: [[leavingKey(trial), ...streamCells(path)]],
  };
  const isReason = reasons.map(({ reason }) => call('equal', cast(column('reason'), text), reason));
  const left = filter(
    scratchOf('trial_starts', trial),
    call(
      'and',
      call('not', call('is_null', column('withdrew'))),
      call('greater_or_equal', column('withdrew'), column('due')),
      call('or', literal(false), ...isReason),
    ),
  );
  const lead = pick(drawOf(`${path}/lead`), trial.rule('discontinuation_lead_days_max') + 1);
  const before = call('add_days', call('to_date', column('withdrew')), call('negate', lead));
  const each: Relation = { kind: 'join', how: 'cross', left, right: values, on: [] };
  return [
    project(each, [
      ...['person_id', 'arm_id', 'adverse_key'].map(keep),
      named('occurrence', literal(0, smallint)),
      named('start_on', call('greatest', before, call('to_date', column('due')))),
      named('led', literal(true)),
      named('own_term', literal(null, terms)),
      ...STREAM_NAMES.map(keep),
    ]),
  ];
}

function leavingPath({ journey }: Trial): string {
  return `${lineOf(journey)}/adverse event that led to leaving`;
}

/** Apart from those of events. */
function leavingKey(trial: Trial): number {
  const path = leavingPath(trial);
  const events = trial.among.flatMap((one) => one.events.adverse);
  const paths = [...events.map((event) => event.path), ...trial.among.map(leavingPath)];
  const key = nameKeys(paths).get(path) ?? 0;
  const keys = new Set(events.map((event) => event.key));
  let free = key;
  while (keys.has(free)) free = (free + 1) % 10_000_000;
  return free;
}

/** In proportion to what the arm declares; any of the reference, evenly, where it declares nothing. */
function termOfArm({ journey, armKeys, knowledge }: Trial, type: ColumnType): Term {
  const { arms, at } = journey.study;
  const sampled = (weights: readonly { readonly term: string; readonly share: number }[]): Term => {
    const weighted = weights.map(({ term, share }) => ({ value: term, weight: share }));
    return { kind: 'sample', distribution: choiceOf(weighted, at), uniform: drawBy('term'), type };
  };
  const declared = arms.map(({ code, adverseEvents }) => ({
    arm: armKeys.get(code) ?? 0,
    weights: adverseEvents.filter(({ share }) => share > 0),
  }));
  return {
    kind: 'case',
    branches: declared
      .filter(({ weights }) => weights.length > 0)
      .map(({ arm, weights }) => ({ when: call('equal', column('arm_id'), arm), then: sampled(weights) })),
    otherwise: sampled(knowledge.adverseEvents.map(({ term }) => ({ term, share: 1 }))),
  };
}

/** What an event of each term is like in each arm. */
function termValues({ journey, armKeys, knowledge }: Trial, type: ColumnType): Relation {
  const upTo = (grades: readonly number[], grade: number): number =>
    grades.slice(0, grade).reduce((sum, one) => sum + one, 0);
  const gradesIn = (arm: StudyArm, { term, grades }: AdverseEventConcept): readonly number[] =>
    arm.adverseEvents.find((one) => one.term === term)?.grades ?? grades;
  return {
    kind: 'values',
    columns: [
      { name: 'term', type },
      { name: 'arm_id', type: integer },
      { name: 'up_to_1', type: double },
      { name: 'up_to_2', type: double },
      { name: 'up_to_3', type: double },
      { name: 'serious_share', type: double },
      { name: 'related_share', type: double },
      { name: 'mean_days', type: double },
    ],
    rows: journey.study.arms.flatMap((arm) =>
      knowledge.adverseEvents.map((one) => [
        one.term,
        armKeys.get(arm.code) ?? 0,
        ...[1, 2, 3].map((grade) => upTo(gradesIn(arm, one), grade)),
        one.serious,
        one.related,
        one.days,
      ]),
    ),
  };
}
