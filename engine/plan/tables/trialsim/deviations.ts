/** `trialsim.deviations`: visits outside their window, visits that were missed, and what else went against the protocol. */
import type { ColumnType, DeviationOccasion, PlannedTable, Relation, Scalar, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { PlannedEvent } from '../../events.ts';
import { nameKeys, rowKey } from '../../keys.ts';
import {
  bigint,
  call,
  cast,
  column,
  date,
  double,
  drawBy,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  named,
  output,
  project,
  smallint,
  text,
} from '../../terms.ts';
import { planTable, unionOf } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { choiceOf, happenedOf, isOneOf, scratchOf, studyDay, subjectColumn } from './trial.ts';
import type { Trial, Trials } from './trial.ts';

interface Source {
  readonly occasion: DeviationOccasion;
  readonly events: readonly PlannedEvent[];
  /** `person_id`, `event_key`, `occurrence` and `happened_on`. */
  readonly rows: Relation;
}

const COLUMNS = ['person_id', 'event_key', 'occurrence', 'happened_on'];

function sourcesOf(trial: Trial): readonly Source[] {
  const { visits, deviations } = trial.events;
  const outside = filter(
    scratchOf('trial_visits', trial),
    call('not', call('coalesce', column('in_window'), literal(true))),
  );
  const onDay = (rows: Relation): Relation =>
    project(rows, [...COLUMNS.slice(0, 3).map(keep), named('happened_on', call('to_date', column('moment')))]);
  const sources: readonly Source[] = [
    {
      occasion: 'window',
      events: visits,
      rows: project(outside, [...COLUMNS.slice(0, 3).map(keep), named('happened_on', column('visited_on'))]),
    },
    { occasion: 'missed', events: visits, rows: onDay(missedBy(trial)) },
    { occasion: 'any', events: deviations, rows: onDay(happenedOf(deviations, trial)) },
  ];
  return sources.filter(({ events }) => events.length > 0);
}

/** What chance left out of the visits; one that a condition keeps from a subject is not planned for them. */
function missedBy({ events: { visits }, timeline: { occurrences } }: Trial): Relation {
  return filter(
    occurrences,
    call('and', call('equal', cast(column('skipped_because'), text), 'chance'), isOneOf(visits)),
  );
}

const STREAMS = ['kind', 'major'] as const;

export function deviationsTable(context: PlanContext, trials: Trials): PlannedTable {
  return unionOf(trials.map((trial) => deviationsOfStudy(context, trial)));
}

function deviationsOfStudy({ enumerations }: PlanContext, trial: Trial): PlannedTable {
  const { deviations } = trial.knowledge;
  const terms = enumerations.define('trialsim', 'deviation_term', deviations.map(({ term }) => term).toSorted());
  const categories = enumerations.define(
    'trialsim',
    'deviation_category',
    deviations.map(({ category }) => category).toSorted(),
  );
  const severities = enumerations.define('trialsim', 'deviation_severity', ['MAJOR', 'MINOR']);
  const subjects = project(
    scratchOf('trial_subjects', trial),
    ['person_id', 'first_dose_on', 'randomized_on', 'ended_on'].map(keep),
  );
  const each = joinOn(
    { kind: 'union', inputs: sourcesOf(trial).map((source) => keyed(source, trial, terms)) },
    subjects,
    'person_id',
  );
  const within = call(
    'and',
    call('not', call('is_null', column('randomized_on'))),
    call('less_or_equal', column('happened_on'), column('ended_on')),
  );
  return planTable({
    schema: 'trialsim',
    name: 'deviations',
    comment: 'Deviations of randomized subjects from the protocol (SDTM DV).',
    fill: 'person',
    from: joinOn(filter(each, within), termValues(trial, terms, categories), 'term'),
    primaryKey: ['deviation_id'],
    origins: deviations.map(({ at }) => at),
    columns: [
      {
        name: 'deviation_id',
        type: bigint,
        term: rowKey(column('deviation_key'), column('occurrence')),
        comment: 'Subject, event with what deviates, and occurrence as one number.',
      },
      subjectColumn(trial),
      {
        name: 'timeline_id',
        type: bigint,
        term: rowKey(column('event_key'), column('occurrence')),
        comment: 'The visit or event that deviates, as core.timeline numbers it.',
        references: 'core.timeline',
      },
      ...describing({ terms, categories, severities }),
    ],
  });
}

interface Types {
  readonly terms: ColumnType;
  readonly categories: ColumnType;
  readonly severities: ColumnType;
}

function describing({ terms, categories, severities }: Types): readonly ColumnDefinition[] {
  const isMajor = call('less', drawBy('major'), column('major_share'));
  return [
    { name: 'category', type: categories, term: column('category'), comment: 'SDTM DVCAT.' },
    { name: 'term', type: terms, term: column('term'), comment: 'What it is (DVTERM).' },
    {
      name: 'severity',
      type: severities,
      term: {
        kind: 'case',
        branches: [{ when: isMajor, then: literal('MAJOR', severities) }],
        otherwise: literal('MINOR', severities),
      },
      comment: 'Major or minor (DVSCAT).',
    },
    { name: 'happened_on', type: date, term: column('happened_on'), comment: 'Its day (DVSTDTC).' },
    {
      name: 'study_day',
      type: smallint,
      term: studyDay(output('happened_on'), column('first_dose_on')),
      nullable: true,
      comment: 'Its study day (DVSTDY); empty for who was never treated.',
    },
  ];
}

/** With its key, its streams and its term. */
function keyed({ occasion, events, rows }: Source, trial: Trial, terms: ColumnType): Relation {
  const pathOf = ({ path }: PlannedEvent, of: DeviationOccasion): string => `${path}/${of}`;
  const keys = nameKeys(
    trial.among.flatMap(({ events: { visits, deviations } }) => [
      ...visits.flatMap((event) => [pathOf(event, 'window'), pathOf(event, 'missed')]),
      ...deviations.map((event) => pathOf(event, 'any')),
    ]),
  );
  const values: Relation = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'deviation_key', type: integer },
      ...STREAMS.map((name) => ({ name, type: { kind: 'stream' as const } })),
    ],
    rows: events.map((event): Scalar[] => {
      const path = pathOf(event, occasion);
      return [event.key, keys.get(path) ?? 0, ...STREAMS.map((name) => `${path}/${name}`)];
    }),
  };
  return {
    kind: 'extend',
    input: joinOn(rows, values, 'event_key'),
    columns: [named('term', drawnTerm(occasion, trial, terms))],
  };
}

function drawnTerm(occasion: DeviationOccasion, { knowledge, journey }: Trial, type: ColumnType): Term {
  const some = knowledge.deviations.filter((one) => one.occasion === occasion);
  const weighted = some.map(({ term, weight }) => ({ value: term, weight }));
  const distribution = choiceOf(weighted, some[0]?.at ?? journey.study.at);
  return { kind: 'sample', distribution, uniform: drawBy('kind'), type };
}

function termValues({ knowledge }: Trial, terms: ColumnType, categories: ColumnType): Relation {
  return {
    kind: 'values',
    columns: [
      { name: 'term', type: terms },
      { name: 'category', type: categories },
      { name: 'major_share', type: double },
    ],
    rows: knowledge.deviations.map(({ term, category, major }) => [term, category, major]),
  };
}
