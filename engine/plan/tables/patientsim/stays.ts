/** How people came into hospital and where they went from it: columns of `patientsim.encounters` for stays. */
import type { DispositionShare, ElementaryDistribution, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin, PERSON_ENDINGS } from '../../endings.ts';
import type { PlannedEvent } from '../../events.ts';
import type { Timeline } from '../../timeline.ts';
import {
  call,
  cast,
  column,
  drawBy,
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
import { careEvents } from '../care-events.ts';
import { careOf } from '../care.ts';
import type { ColumnDefinition } from '../table.ts';

/** What people go by who do not live to be discharged. */
const DIED = 'expired';

function admissions(timeline: Timeline): readonly PlannedEvent[] {
  return careEvents(timeline).filter(({ use }) => use.definition.type === 'admission');
}

/** Encounters with `admit_source` and `disposition`, nothing where they are no stay. */
export function withStays(encounters: Relation, context: PlanContext, timeline: Timeline): Relation {
  const events = admissions(timeline);
  if (events.length === 0) return encounters;
  const values: Relation = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'source', type: text },
      { name: 'discharge', type: { kind: 'stream' } },
    ],
    rows: events.map((event) => [event.key, sourceOf(event, context, timeline), `${event.path}/disposition`]),
  };
  const people = project(table('scratch', 'population'), [keep('person_id'), keep('age')]);
  const stays = joinOn(joinOn(careOf(context, timeline), values, 'event_key'), people, 'person_id');
  const known = timeline.endsPeople ? leftJoin(stays, PERSON_ENDINGS, 'person_id') : stays;
  const died = timeline.endsPeople
    ? call(
        'coalesce',
        call('less_or_equal', call('to_date', column('died')), call('to_date', column('end_time'))),
        literal(false),
      )
    : literal(false);
  const ended = project(known, [
    keep('encounter_id'),
    named('admit_source', column('source')),
    named('disposition', when(died, literal(DIED, text), dispositionTerm(context))),
  ]);
  return leftJoin(encounters, ended, 'encounter_id');
}

function sourceOf(event: PlannedEvent, { knowledge }: PlanContext, { events }: Timeline): string | null {
  const { anchor } = event.use.timing;
  const before =
    anchor.kind === 'event'
      ? events.find(({ journey, use }) => journey.id === event.journey.id && use.id === anchor.id)
      : undefined;
  const sources = knowledge.chart?.admissionSources ?? [];
  const found = sources.find(({ after }) => after !== undefined && after === before?.use.definition.type);
  return (found ?? sources.find(({ after }) => after === undefined))?.name ?? null;
}

function dispositionTerm({ knowledge }: PlanContext): Term {
  const shares = knowledge.chart?.dispositions ?? [];
  const bands = new Map<string, DispositionShare[]>();
  for (const share of shares) {
    const band = `${share.ages.min}-${share.ages.max}`;
    bands.set(band, [...(bands.get(band) ?? []), share]);
  }
  const branches = [...bands.values()].flatMap((band) => {
    const [first] = band;
    if (first === undefined) return [];
    const options = band.map(({ disposition, share, at }) => ({ value: disposition, weight: share, at }));
    const distribution: ElementaryDistribution = { kind: 'categorical', options, at: first.at };
    const ofAge = call(
      'and',
      call('less_or_equal', first.ages.min, column('age')),
      call('less_or_equal', column('age'), first.ages.max),
    );
    return [{ when: ofAge, then: { kind: 'sample' as const, distribution, uniform: drawBy('discharge'), type: text } }];
  });
  return { kind: 'case', branches, otherwise: literal(null, text) };
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
      comment: 'Where the patient went from the hospital; empty where it is no stay.',
    },
  ];
}
