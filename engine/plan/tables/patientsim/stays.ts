/** How people came into hospital and where they went from it: columns of `patientsim.encounters` for stays. */
import type { Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { dispositionStream, dispositionTerm, nightsBetween } from '../../discharges.ts';
import { leftJoin, PERSON_ENDINGS } from '../../endings.ts';
import type { Timeline } from '../../timeline.ts';
import {
  call,
  cast,
  column,
  day,
  integer,
  joinOn,
  keep,
  literal,
  named,
  project,
  table,
  text,
  when,
} from '../../terms.ts';
import { admissions, admittedStays } from '../admission-sources.ts';
import type { ColumnDefinition } from '../table.ts';

/** What people go by who do not live to be discharged. */
const DIED = 'expired';

/** Whether an encounter that ends on a later day than it began is not over before `as_of`. */
export function isInProgress({ cohort }: PlanContext): Term {
  const [began, ends] = [call('to_date', column('start_time')), call('to_date', column('end_time'))];
  return call('and', call('less_or_equal', day(cohort.profile.asOf.value), ends), call('less', began, ends));
}

/** Encounters with `admit_source` and `disposition`, nothing where they are no stay. */
export function withStays(encounters: Relation, context: PlanContext, timeline: Timeline): Relation {
  const events = admissions(timeline);
  if (events.length === 0) return encounters;
  const values: Relation = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'discharge', type: { kind: 'stream' } },
    ],
    rows: events.map((event) => [event.key, dispositionStream(event)]),
  };
  const people = project(table('scratch', 'population'), [keep('person_id'), keep('age')]);
  const stays = joinOn(joinOn(admittedStays(context, timeline), values, 'event_key'), people, 'person_id');
  const known = timeline.endsPeople ? leftJoin(stays, PERSON_ENDINGS, 'person_id') : stays;
  const died = timeline.endsPeople
    ? call(
        'coalesce',
        call('less_or_equal', call('to_date', column('died')), call('to_date', column('end_time'))),
        literal(false),
      )
    : literal(false);
  const nights = nightsBetween(column('start_time'), column('end_time'));
  const went = when(died, literal(DIED, text), dispositionTerm(events, context, nights));
  const ended = project(known, [
    keep('encounter_id'),
    keep('admit_source'),
    named('disposition', when(isInProgress(context), literal(null, text), went)),
  ]);
  return leftJoin(encounters, ended, 'encounter_id');
}

export function stayColumns(context: PlanContext, timeline: Timeline): readonly ColumnDefinition[] {
  if (admissions(timeline).length === 0) return [];
  const { knowledge, enumerations } = context;
  const sources = (knowledge.chart?.admissionSources ?? []).map(({ name }) => name);
  const dispositions = (knowledge.chart?.dispositions ?? []).map(({ disposition }) => disposition);
  const source = enumerations.define('patientsim', 'admit_source', sources);
  const disposition = enumerations.define('patientsim', 'discharge_disposition', [...dispositions, DIED]);
  return [
    {
      name: 'admit_source',
      type: source,
      term: cast(column('admit_source'), source),
      nullable: true,
      comment: 'How the patient came into hospital; empty where it is no stay.',
    },
    {
      name: 'discharge_disposition',
      type: disposition,
      term: cast(column('disposition'), disposition),
      nullable: true,
      comment: 'Where the patient went from the hospital; empty where it is no stay, or in progress.',
    },
  ];
}
