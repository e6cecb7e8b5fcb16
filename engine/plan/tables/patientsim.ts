/** `patientsim`: the clinical record, made from what was drawn for the person and what happened on the timeline. */
import type { ColumnType, ObservationConcept, PlannedTable, Relation, Scalar, SourceRange, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import type { PlannedEvent } from '../events.ts';
import { nameKeys, rowKey } from '../keys.ts';
import type { Population } from '../population.ts';
import type { Timeline } from '../timeline.ts';
import {
  bigint, boolean, call, cast, column, date, day, double, drawBy, drawOf, filter, integer, joinOn, keep, literal, named,
  output, pick, project, smallint, table, text, timestamp, when,
} from '../terms.ts';
import { inRange, recordNumber } from './core.ts';
import { planTable } from './table.ts';
import type { ColumnDefinition } from './table.ts';

export function patientsimTables(context: PlanContext, population: Population, timeline: Timeline): readonly PlannedTable[] {
  return [
    patientsTable(context, population),
    ...encountersTable(context, timeline),
    ...conditionsTable(context, timeline),
    ...observationsTable(context, population, timeline),
    ...medicationRequestsTable(context, timeline),
  ];
}

function patientsTable({ cohort, enumerations }: PlanContext, population: Population): PlannedTable {
  const genders = enumerations.define('patientsim', 'administrative_gender', ['female', 'male']);
  const sexKnown = population.attributes.some(({ name }) => name === 'gender');
  const female = call('equal', cast(column('sex'), text), 'F');
  const gender: ColumnDefinition = {
    name: 'gender',
    type: genders,
    term: when(female, literal('female', genders), literal('male', genders)),
    comment: 'FHIR administrative gender.',
  };
  return planTable({
    schema: 'patientsim',
    name: 'patients',
    comment: 'One row a patient. Names and address stand in core.persons.',
    fill: 'person',
    from: inRange(table('core', 'persons')),
    primaryKey: ['patient_id'],
    origins: [cohort.profile.at],
    columns: [
      { name: 'patient_id', type: integer, term: column('person_id'), comment: 'Number of the patient, the same as the person\'s.' },
      { name: 'person_id', type: integer, term: column('person_id'), comment: 'The person.', references: 'core.persons' },
      { name: 'mrn', type: text, term: recordNumber('MRN'), comment: 'Medical record number.' },
      ...(sexKnown ? [gender] : []),
      { name: 'birth_date', type: date, term: column('birth_date'), comment: 'Date of birth.' },
      { name: 'deceased_date', type: date, term: column('death_date'), nullable: true, comment: 'Date of death, if any.' },
    ],
  });
}

const patient: ColumnDefinition = {
  name: 'patient_id',
  type: integer,
  term: column('person_id'),
  comment: 'The patient.',
  references: 'patientsim.patients',
};

/** What happened, with the columns that `rows` give each event. */
function happenedWith(timeline: Timeline, values: Extract<Relation, { kind: 'values' }>): Relation {
  const occurred = project(filter(timeline.occurrences, column('happened')), [
    ...['person_id', 'journey', 'event_key', 'occurrence', 'moment'].map(keep),
    named('timeline_id', rowKey(column('event_key'), column('occurrence'))),
  ]);
  return joinOn(occurred, values, 'event_key');
}

function originsOf(events: readonly PlannedEvent[]): readonly SourceRange[] {
  return events.map(({ use }) => use.at);
}

/** Types of events that are an encounter by themselves. */
const ENCOUNTERS = new Set(['encounter', 'er_visit', 'admission']);

export function isEncounter({ use }: PlannedEvent): boolean {
  return ENCOUNTERS.has(use.definition.type) || use.definition.encounterClass !== undefined && use.definition.type !== 'discharge';
}

function encountersTable(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const events = timeline.events.filter(isEncounter);
  if (events.length === 0) return [];
  const { enumerations } = context;
  const classes = enumerations.define('patientsim', 'encounter_class', events.map((event) => classOf(event)));
  const titles = enumerations.define('patientsim', 'encounter_type', events.map(({ use }) => use.definition.title));
  const codes = conditionCodes(context, timeline);
  const values: Extract<Relation, { kind: 'values' }> = {
    kind: 'values',
    columns: [
      { name: 'event_key', type: integer },
      { name: 'class', type: classes },
      { name: 'type', type: titles },
      { name: 'reason_code', type: codes ?? text },
      { name: 'duration', type: { kind: 'stream' } },
      { name: 'ended_by', type: text },
    ],
    rows: events.map((event) => [
      event.key, classOf(event), event.use.definition.title, reasonOf(event, context), `${event.path}/duration`,
      event.use.definition.type === 'admission' ? event.journey.id : null,
    ]),
  };
  const statuses = enumerations.define('patientsim', 'encounter_status', ['finished']);
  const minutes = durationTerm(context, events);
  const ends = call('add_minutes', column('moment'), minutes);
  const { from, end } = withDischarge(happenedWith(timeline, values), ends, timeline);
  return [
    planTable({
      schema: 'patientsim',
      name: 'encounters',
      comment: 'Visits, stays and calls: one row an encounter.',
      fill: 'person',
      from,
      primaryKey: ['encounter_id'],
      orderBy: ['patient_id', 'start_time', 'encounter_id'],
      origins: originsOf(events),
      columns: [
        { name: 'encounter_id', type: bigint, term: column('timeline_id'), comment: 'The same number as the event\'s in core.timeline.', references: 'core.timeline' },
        patient,
        { name: 'class', type: classes, term: column('class'), comment: 'FHIR encounter class (v3-ActCode).' },
        { name: 'type', type: titles, term: column('type'), comment: 'What the encounter was for, as the event catalogue titles it.' },
        { name: 'status', type: statuses, term: literal('finished', statuses), comment: 'FHIR encounter status.' },
        { name: 'start_time', type: timestamp, term: column('moment'), comment: 'Beginning, UTC.' },
        { name: 'end_time', type: timestamp, term: end, comment: 'End, UTC.' },
        ...(codes === undefined
          ? []
          : [{ name: 'reason_code', type: codes, term: column('reason_code'), nullable: true, comment: 'ICD-10-CM code of the reason, where the event names one.' }]),
      ],
    }),
  ];
}

function classOf({ use }: PlannedEvent): string {
  return use.definition.encounterClass ?? use.definition.type;
}

/** A stay ends with the discharge of its journey, where there is one. */
function withDischarge(stays: Relation, ends: Term, timeline: Timeline): { from: Relation; end: Term } {
  const discharges = timeline.events.filter(({ use }) => use.definition.type === 'discharge');
  const admitted = timeline.events.some(({ use }) => use.definition.type === 'admission');
  if (discharges.length === 0 || !admitted) return { from: stays, end: ends };
  const occurred = filter(
    timeline.occurrences,
    call('and', column('happened'), call('or', ...discharges.map(({ key }) => call('equal', column('event_key'), key)), literal(false))),
  );
  const byJourney = project(occurred, [keep('person_id'), named('ended_by', cast(column('journey'), text)), keep('moment')]);
  const first: Relation = {
    kind: 'aggregate',
    input: byJourney,
    by: ['person_id', 'ended_by'],
    columns: [{ name: 'discharged', how: 'min', of: 'moment' }],
  };
  const on = ['person_id', 'ended_by'].map((name) => ({ left: name, right: name }));
  const left: Relation = { kind: 'join', how: 'left', left: stays, right: first, on };
  return { from: left, end: call('greatest', column('moment'), call('coalesce', column('discharged'), ends)) };
}

/** How long an encounter of each class takes; half an hour where the class says nothing. */
function durationTerm({ knowledge }: PlanContext, events: readonly PlannedEvent[]): Term {
  const used = new Set(events.map((event) => classOf(event)));
  const uniform = drawBy('duration');
  const known = knowledge.encounterClasses.filter(({ code }) => used.has(code));
  return {
    kind: 'case',
    branches: known.flatMap(({ code, durationMinutes }) =>
      durationMinutes.kind === 'conditional' || durationMinutes.kind === 'derived' || durationMinutes.kind === 'mixture'
        ? []
        : [
            {
              when: call('equal', column('class'), literal(code)),
              then: { kind: 'sample' as const, distribution: durationMinutes, uniform, type: integer },
            },
          ],
    ),
    otherwise: literal(30),
  };
}

function reasonOf({ use }: PlannedEvent, context: PlanContext): string | null {
  const [first] = use.definition.conditions;
  return first === undefined ? null : codeOf(first.value, context);
}

/** `primary` is the profile's first condition; an event about it means nothing where the profile has none. */
function codeOf(condition: string, { cohort }: PlanContext): string | null {
  return condition === 'primary' ? (cohort.profile.conditions[0]?.code ?? null) : condition;
}

interface Diagnosis {
  readonly event: PlannedEvent;
  readonly code: string;
}

function diagnoses(context: PlanContext, timeline: Timeline): readonly Diagnosis[] {
  return timeline.events
    .filter(({ use }) => use.definition.type === 'diagnosis')
    .flatMap((event) =>
      event.use.definition.conditions.flatMap(({ value }) => {
        const code = codeOf(value, context);
        return code === null ? [] : [{ event, code }];
      }),
    );
}

/** The codes of all conditions of the cohort as one type; `undefined` where there are none. */
function conditionCodes(context: PlanContext, timeline: Timeline): ColumnType | undefined {
  const reasons = timeline.events.flatMap((event) => reasonOf(event, context) ?? []);
  const codes = [
    ...context.cohort.profile.conditions.map(({ code }) => code),
    ...diagnoses(context, timeline).map(({ code }) => code),
    ...reasons,
  ];
  return codes.length === 0 ? undefined : context.enumerations.define('patientsim', 'condition_code', codes.toSorted());
}

/** Years before `as_of` over which the onset of a condition is spread where no event diagnoses it. */
const ONSET_YEARS = 10;

function conditionsTable(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const codes = conditionCodes(context, timeline);
  const { conditions } = context.cohort.profile;
  const diagnosed = diagnoses(context, timeline);
  if (codes === undefined || (conditions.length === 0 && diagnosed.length === 0)) return [];
  const hasSeverity = conditions.some(({ severity }) => severity !== undefined);
  const severities: ColumnType = hasSeverity ? { kind: 'enumeration', schema: 'patientsim', name: 'condition_severity' } : text;
  const keys = nameKeys([...conditions.map(({ code }) => code), ...diagnosed.map(({ code }) => code)]);
  const statuses = context.enumerations.define('patientsim', 'condition_clinical_status', ['active']);
  const found = [...conditions.map((one) => baseline(one, context, codes, severities)), ...diagnosisRows(diagnosed, timeline, codes, severities)];
  const perCode: Relation = {
    kind: 'aggregate',
    input: { kind: 'union', inputs: found },
    by: ['person_id', 'code'],
    columns: [
      { name: 'assumed', how: 'min', of: 'assumed' },
      { name: 'diagnosed', how: 'min', of: 'diagnosed' },
      { name: 'severity', how: 'min', of: 'severity' },
    ],
  };
  const key: Relation = {
    kind: 'values',
    columns: [{ name: 'code', type: codes }, { name: 'code_key', type: integer }],
    rows: [...keys].map(([code, number]) => [code, number]),
  };
  const onset = call('coalesce', column('diagnosed'), column('assumed'));
  return [
    planTable({
      schema: 'patientsim',
      name: 'conditions',
      comment: 'Problems of a patient: one row a patient and code.',
      fill: 'person',
      from: joinOn(perCode, key, 'code'),
      primaryKey: ['condition_id'],
      orderBy: ['patient_id', 'onset_date', 'condition_id'],
      origins: [...conditions.map(({ at }) => at), ...originsOf(diagnosed.map(({ event }) => event))],
      columns: [
        { name: 'condition_id', type: bigint, term: rowKey(column('code_key')), comment: 'Person and code as one number.' },
        patient,
        { name: 'code', type: codes, term: column('code'), comment: 'ICD-10-CM code.' },
        ...(hasSeverity ? [{ name: 'severity', type: severities, term: column('severity'), nullable: true, comment: 'Severity, in the words of the profile.' }] : []),
        { name: 'onset_date', type: date, term: onset, comment: 'Day of the diagnosis on the timeline; else a day within the ten years before as_of.' },
        { name: 'abatement_date', type: date, term: literal(null), nullable: true, comment: 'Day on which it was over; empty while active.' },
        { name: 'clinical_status', type: statuses, term: literal('active', statuses), comment: 'FHIR clinical status.' },
      ],
    }),
  ];
}

function baseline(
  { code, severity }: PlanContext['cohort']['profile']['conditions'][number],
  { cohort }: PlanContext,
  codes: ColumnType,
  severities: ColumnType,
): Relation {
  const asOf = day(cohort.profile.asOf.value);
  const lived = call('days_between', column('birth_date'), asOf);
  const span = call('least', lived, ONSET_YEARS * 365);
  const onset = call('add_days', asOf, call('negate', pick(drawOf(`${cohort.profile.id}/conditions/${code}/onset`), call('add', span, 1))));
  return project(filter(table('scratch', 'population'), column(`condition:${code}`)), [
    keep('person_id'),
    named('code', literal(code, codes)),
    named('assumed', onset),
    named('diagnosed', literal(null, date)),
    named('severity', severity === undefined ? literal(null, severities) : column(`severity:${code}`)),
  ]);
}

function diagnosisRows(diagnosed: readonly Diagnosis[], timeline: Timeline, codes: ColumnType, severities: ColumnType): readonly Relation[] {
  if (diagnosed.length === 0) return [];
  const values: Extract<Relation, { kind: 'values' }> = {
    kind: 'values',
    columns: [{ name: 'event_key', type: integer }, { name: 'code', type: codes }],
    rows: diagnosed.map(({ event, code }) => [event.key, code]),
  };
  return [
    project(happenedWith(timeline, values), [
      keep('person_id'),
      keep('code'),
      named('assumed', literal(null, date)),
      named('diagnosed', call('to_date', column('moment'))),
      named('severity', literal(null, severities)),
    ]),
  ];
}

/** How many standard deviations a measurement may lie from the person's own baseline. */
const MEASUREMENT_BOUND = 3;
/** Days before `as_of` over which a laboratory value of the profile was taken. */
const RECENT_DAYS = 90;

function observationsTable(context: PlanContext, population: Population, timeline: Timeline): readonly PlannedTable[] {
  const concepts = new Map(context.knowledge.observations.map((one) => [one.name, one]));
  const measured = timeline.events.flatMap((event) =>
    event.use.definition.observations.flatMap(({ value }) => {
      const concept = concepts.get(value);
      return concept === undefined ? [] : [{ event, concept }];
    }),
  );
  const declared = context.cohort.profile.attributes
    .filter(({ role }) => role === 'labs')
    .flatMap(({ name }) => concepts.get(name) ?? []);
  if (measured.length + declared.length === 0) return [];
  const used = [...new Set([...measured.map(({ concept }) => concept), ...declared])].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const { enumerations } = context;
  const names = enumerations.define('patientsim', 'observation_name', used.map(({ name }) => name));
  const codes = enumerations.define('patientsim', 'observation_code', used.map(({ code }) => code));
  const units = enumerations.define('patientsim', 'observation_unit', used.map(({ unit }) => unit).toSorted());
  const flags = enumerations.define('patientsim', 'observation_interpretation', ['L', 'N', 'H']);
  const value: ColumnType = { kind: 'decimal', precision: 9, scale: 3 };
  const keys = nameKeys([
    ...measured.map(({ event, concept }) => `${event.path}/${concept.name}`),
    ...declared.map(({ name }) => `${context.cohort.profile.id}/labs/${name}`),
  ]);
  const columns = [
    { name: 'event_key', type: integer },
    { name: 'observation_key', type: integer },
    { name: 'name', type: names },
    { name: 'code', type: codes },
    { name: 'unit', type: units },
    { name: 'scale', type: double },
    { name: 'low', type: value },
    { name: 'high', type: value },
    { name: 'variation', type: double },
    { name: 'in_encounter', type: boolean },
    { name: 'value', type: { kind: 'stream' as const } },
  ];
  const row = (eventKey: number | null, path: string, concept: ObservationConcept, inEncounter: boolean): Scalar[] => [
    eventKey, keys.get(path) ?? 0, concept.name, concept.code, concept.unit, 10 ** concept.decimals,
    concept.low ?? null, concept.high ?? null, concept.withinPersonVariation, inEncounter, `${path}/value`,
  ];
  const parts: Relation[] = [];
  if (measured.length > 0) {
    const rows = measured.map(({ event, concept }) => row(event.key, `${event.path}/${concept.name}`, concept, isEncounter(event)));
    parts.push(
      project(happenedWith(timeline, { kind: 'values', columns, rows }), [
        ...['person_id', 'occurrence', 'moment'].map(keep),
        named('encounter_id', when(column('in_encounter'), column('timeline_id'), literal(null, bigint))),
        ...measurementNames.map(keep),
      ]),
    );
  }
  if (declared.length > 0) {
    const asOf = day(context.cohort.profile.asOf.value);
    const rows = declared.map((concept) => row(null, `${context.cohort.profile.id}/labs/${concept.name}`, concept, false));
    const each: Relation = {
      kind: 'join',
      how: 'cross',
      left: project(table('scratch', 'population'), [keep('person_id')]),
      right: { kind: 'values', columns, rows },
      on: [],
    };
    const taken = call('add_days', asOf, call('negate', pick(drawOf(`${context.cohort.profile.id}/labs/taken`), RECENT_DAYS)));
    parts.push(
      project(each, [
        keep('person_id'),
        named('occurrence', literal(0, smallint)),
        named('moment', call('at_minute', taken, 9 * 60)),
        named('encounter_id', literal(null, bigint)),
        ...measurementNames.map(keep),
      ]),
    );
  }
  const all: Relation = parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'union', inputs: parts };
  const baselines = population.attributes.filter(({ name }) => used.some((concept) => concept.name === name));
  const withBaselines = joinOn(
    all,
    project(table('scratch', 'population'), [keep('person_id'), ...baselines.map((one) => named(`baseline:${one.name}`, column(one.column)))]),
    'person_id',
  );
  const ownBaseline: Term = {
    kind: 'case',
    branches: baselines.map((one) => ({
      when: call('equal', column('name'), literal(one.name)),
      then: cast(column(`baseline:${one.name}`), double),
    })),
    otherwise: literal(null),
  };
  const deviation: Term = {
    kind: 'sample',
    distribution: { kind: 'normal', mean: 0, standardDeviation: 1, min: -MEASUREMENT_BOUND, max: MEASUREMENT_BOUND, at: context.cohort.profile.at },
    uniform: drawBy('value'),
    type: double,
  };
  const exact = call('multiply', ownBaseline, call('add', literal(1, double), call('multiply', column('variation'), deviation)));
  const rounded = call('divide', call('floor', call('add', call('multiply', exact, column('scale')), literal(0.5, double))), column('scale'));
  const measurements = project(withBaselines, [
    ...['person_id', 'occurrence', 'moment', 'encounter_id', 'observation_key', 'name', 'code', 'unit', 'low', 'high'].map(keep),
    named('measured', cast(rounded, value)),
  ]);
  return [
    planTable({
      schema: 'patientsim',
      name: 'observations',
      comment: 'Laboratory results and vital signs: one row a measurement.',
      fill: 'person',
      from: measurements,
      primaryKey: ['observation_id'],
      orderBy: ['patient_id', 'effective_time', 'observation_id'],
      origins: [...originsOf(measured.map(({ event }) => event)), ...used.map(({ at }) => at)],
      columns: [
        { name: 'observation_id', type: bigint, term: rowKey(column('observation_key'), column('occurrence')), comment: 'Person, event with observation, and occurrence as one number.' },
        patient,
        { name: 'encounter_id', type: bigint, term: column('encounter_id'), nullable: true, comment: 'The encounter in which it was measured, if any.', ...(timeline.events.some(isEncounter) ? { references: 'patientsim.encounters' } : {}) },
        { name: 'name', type: names, term: column('name'), comment: 'What expressions call it.' },
        { name: 'code', type: codes, term: column('code'), comment: 'LOINC code.' },
        { name: 'value', type: value, term: column('measured'), comment: 'The person\'s baseline with the variation between two measurements.' },
        { name: 'unit', type: units, term: column('unit'), comment: 'UCUM unit.' },
        { name: 'reference_low', type: value, term: column('low'), nullable: true, comment: 'Lower end of the reference range.' },
        { name: 'reference_high', type: value, term: column('high'), nullable: true, comment: 'Upper end of the reference range.' },
        { name: 'interpretation', type: flags, term: interpretation(flags), comment: 'L below, N within, H above the reference range.' },
        { name: 'effective_time', type: timestamp, term: column('moment'), comment: 'When it was measured, UTC.' },
      ],
    }),
  ];
}

const measurementNames = [
  'observation_key', 'name', 'code', 'unit', 'scale', 'low', 'high', 'variation', 'value:person', 'value:occurrence',
];

function interpretation(flags: ColumnType): Term {
  return {
    kind: 'case',
    branches: [
      { when: call('less', output('value'), column('low')), then: literal('L', flags) },
      { when: call('greater', output('value'), column('high')), then: literal('H', flags) },
    ],
    otherwise: literal('N', flags),
  };
}

/** Days before `as_of` within which a medication of the profile was last ordered. */
const LAST_ORDER_DAYS = 90;

function medicationRequestsTable(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const concepts = new Map(context.knowledge.medications.map((one) => [one.name, one]));
  const ordered = timeline.events.flatMap((event) => {
    const { medication, type } = event.use.definition;
    const concept = medication === undefined ? undefined : concepts.get(medication.drug.value);
    return type === 'prescription' && medication !== undefined && concept !== undefined ? [{ event, medication, concept }] : [];
  });
  const held = context.cohort.profile.medications.flatMap(({ drug, at }) => {
    const concept = concepts.get(drug);
    return concept === undefined ? [] : [{ concept, at }];
  });
  if (ordered.length + held.length === 0) return [];
  const used = [...new Set([...ordered.map(({ concept }) => concept), ...held.map(({ concept }) => concept)])];
  const codes = context.enumerations.define('patientsim', 'medication_code', used.map(({ code }) => code).toSorted());
  const names = context.enumerations.define('patientsim', 'medication_name', used.map(({ name }) => name).toSorted());
  const statuses = context.enumerations.define('patientsim', 'medication_request_status', ['active', 'completed']);
  const keys = nameKeys([...ordered.map(({ event }) => event.path), ...held.map(({ concept }) => `medications/${concept.name}`)]);
  const columns = ['person_id', 'occurrence', 'moment', 'request_key', 'code', 'name', 'days_supply', 'refills'];
  const parts: Relation[] = held.map(({ concept }) => {
    const asOf = day(context.cohort.profile.asOf.value);
    const uniform = drawOf(`${context.cohort.profile.id}/medications/${concept.name}/ordered`);
    return project(filter(table('scratch', 'population'), column(`medication:${concept.name}`)), [
      keep('person_id'),
      named('occurrence', literal(0, smallint)),
      named('moment', call('at_minute', call('add_days', asOf, call('negate', pick(uniform, LAST_ORDER_DAYS))), 9 * 60)),
      named('request_key', literal(keys.get(`medications/${concept.name}`) ?? 0)),
      named('code', literal(concept.code, codes)),
      named('name', literal(concept.name, names)),
      named('days_supply', literal(null, smallint)),
      named('refills', literal(null, smallint)),
    ]);
  });
  if (ordered.length > 0) {
    const values: Extract<Relation, { kind: 'values' }> = {
      kind: 'values',
      columns: [
        { name: 'event_key', type: integer },
        { name: 'request_key', type: integer },
        { name: 'code', type: codes },
        { name: 'name', type: names },
        { name: 'days_supply', type: smallint },
        { name: 'refills', type: smallint },
      ],
      rows: ordered.map(({ event, medication, concept }) => [
        event.key, keys.get(event.path) ?? 0, concept.code, concept.name, medication.daysSupply, medication.refills,
      ]),
    };
    parts.push(project(happenedWith(timeline, values), columns.map(keep)));
  }
  const supplied = call('multiply', column('days_supply'), call('add', column('refills'), 1));
  const runsOut = call('add_days', call('to_date', column('moment')), supplied);
  const over = call('less', runsOut, day(context.cohort.profile.asOf.value));
  return [
    planTable({
      schema: 'patientsim',
      name: 'medication_requests',
      comment: 'Orders for medication: one row an order.',
      fill: 'person',
      from: parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'union', inputs: parts },
      primaryKey: ['medication_request_id'],
      orderBy: ['patient_id', 'authored_on', 'medication_request_id'],
      origins: [...originsOf(ordered.map(({ event }) => event)), ...held.map(({ at }) => at)],
      columns: [
        { name: 'medication_request_id', type: bigint, term: rowKey(column('request_key'), column('occurrence')), comment: 'Person, order and occurrence as one number.' },
        patient,
        { name: 'code', type: codes, term: column('code'), comment: 'RxNorm concept.' },
        { name: 'name', type: names, term: column('name'), comment: 'What expressions call the drug.' },
        { name: 'authored_on', type: timestamp, term: column('moment'), comment: 'When it was ordered, UTC.' },
        { name: 'days_supply', type: smallint, term: column('days_supply'), nullable: true, comment: 'Days that one fill lasts, where the order says so.' },
        { name: 'refills', type: smallint, term: column('refills'), nullable: true, comment: 'Refills allowed after the first fill, where the order says so.' },
        { name: 'status', type: statuses, term: when(over, literal('completed', statuses), literal('active', statuses)), comment: 'FHIR status on as_of: completed once the last allowed fill has run out.' },
      ],
    }),
  ];
}
