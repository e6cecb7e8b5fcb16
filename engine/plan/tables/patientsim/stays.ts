/** How people came into hospital and where they went from it: columns of `patientsim.encounters` for stays. */
import type { DispositionShare, ElementaryDistribution, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { leftJoin, PERSON_ENDINGS } from '../../endings.ts';
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
import { admissions, admittedStays } from '../admission-sources.ts';
import type { ColumnDefinition } from '../table.ts';

/** What people go by who do not live to be discharged. */
const DIED = 'expired';

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
    rows: events.map((event) => [event.key, `${event.path}/disposition`]),
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
  const ended = project(known, [
    keep('encounter_id'),
    keep('admit_source'),
    named('disposition', when(died, literal(DIED, text), dispositionTerm(context))),
  ]);
  return leftJoin(encounters, ended, 'encounter_id');
}

/** By age, among the shares of the class of the stay where it has some. */
function dispositionTerm({ knowledge }: PlanContext): Term {
  const bands = new Map<string, DispositionShare[]>();
  for (const share of knowledge.chart?.dispositions ?? []) {
    const band = `${share.encounterClass ?? ''} ${share.ages.min}-${share.ages.max}`;
    bands.set(band, [...(bands.get(band) ?? []), share]);
  }
  const isNarrow = ([first]: readonly DispositionShare[]): number => (first?.encounterClass === undefined ? 1 : 0);
  const ordered = [...bands.values()].toSorted((one, other) => isNarrow(one) - isNarrow(other));
  const branches = ordered.flatMap((band) => {
    const [first] = band;
    if (first === undefined) return [];
    const options = band.map(({ disposition, share, at }) => ({ value: disposition, weight: share, at }));
    const distribution: ElementaryDistribution = { kind: 'categorical', options, at: first.at };
    const isMeant = call(
      'and',
      call('less_or_equal', first.ages.min, column('age')),
      call('less_or_equal', column('age'), first.ages.max),
      ...isOfClass(first),
    );
    const then: Term = { kind: 'sample', distribution, uniform: drawBy('discharge'), type: text };
    return [{ when: isMeant, then }];
  });
  return { kind: 'case', branches, otherwise: literal(null, text) };
}

/** The cohort may have no stay of the class, so it is compared as a text. */
function isOfClass({ encounterClass }: DispositionShare): readonly Term[] {
  if (encounterClass === undefined) return [];
  return [call('equal', cast(column('class'), text), literal(encounterClass, text))];
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
