/** What must hold of the clinical record. */
import type { Invariant, Relation, Term } from '../../model/index.ts';
import { call, column, filter, joinOn, keep, literal, named, project, table } from '../terms.ts';
import { tableAt } from './rule.ts';
import type { Planned, ProductRules } from './rule.ts';
import { slicedBy, slicesAt } from './slices.ts';

export const patientsimRules: ProductRules = {
  rows: [
    {
      table: 'patientsim.encounters',
      name: 'start-before-end',
      statement: 'No encounter ends before it starts.',
      broken: call('less', column('end_time'), column('start_time')),
    },
    {
      table: 'patientsim.conditions',
      name: 'onset-before-abatement',
      statement: 'No condition is over before it begins.',
      broken: call('less', column('abatement_date'), column('onset_date')),
    },
    {
      table: 'patientsim.care_plans',
      name: 'start-before-end',
      statement: 'No plan of care ends before it starts.',
      broken: call('less', column('period_end'), column('period_start')),
    },
  ],
  happenings: [
    { table: 'patientsim.encounters', person: 'patient_id', moment: 'start_time' },
    { table: 'patientsim.conditions', person: 'patient_id', moment: 'onset_date' },
    { table: 'patientsim.observations', person: 'patient_id', moment: 'effective_time' },
    { table: 'patientsim.medication_requests', person: 'patient_id', moment: 'authored_on' },
    { table: 'patientsim.orders', person: 'patient_id', moment: 'authored_on' },
    { table: 'patientsim.procedures', person: 'patient_id', moment: 'performed_time' },
    { table: 'patientsim.immunizations', person: 'patient_id', moment: 'occurrence_time' },
    { table: 'patientsim.referrals', person: 'patient_id', moment: 'authored_on' },
    { table: 'patientsim.care_plans', person: 'patient_id', moment: 'period_start' },
    { table: 'patientsim.allergies', person: 'patient_id', moment: 'onset_date' },
  ],
  across: (planned) => [
    ...withinEncounter(planned, 'patientsim.procedures', 'performed_time'),
    ...withinEncounter(planned, 'patientsim.immunizations', 'occurrence_time'),
    ...visitAfterReferral(planned),
  ],
};

/** Two observations, by their names in the chart, of which one lies below the other. */
export interface MeasuredPair {
  readonly lower: string;
  readonly upper: string;
}

/** Of those that are measured in encounters. */
export function measuredApart(planned: Planned, pairs: readonly MeasuredPair[]): readonly Invariant[] {
  const type = planned.get('patientsim.observations')?.columns.find(({ name }) => name === 'name')?.type;
  if (type === undefined || !refers(planned, 'patientsim.observations')) return [];
  const measured = (observation: string, as: string): Relation => {
    const isOne = call('equal', column('name'), literal(observation, type));
    const rows = filter(tableAt('patientsim.observations'), isOne);
    return project(rows, [keep('encounter_id'), named(as, column('value'))]);
  };
  return pairs.map(({ lower, upper }) => ({
    name: `below:${upper}`,
    table: 'patientsim.observations',
    statement: `No ${lower} reaches the ${upper} of the same encounter.`,
    violations: filter(
      joinOn(measured(lower, 'lower_value'), measured(upper, 'upper_value'), 'encounter_id'),
      call('greater_or_equal', column('lower_value'), column('upper_value')),
    ),
    ...slicesAt(planned, 'patientsim.observations'),
  }));
}

/** Rows of `of` beside the encounter that they name. */
function beside(of: string, moment: string): Relation {
  const encounters = project(table('patientsim', 'encounters'), [
    keep('encounter_id'),
    named('of', column('patient_id')),
    ...['start_time', 'end_time'].map(keep),
  ]);
  const on = [{ left: 'encounter_id', right: 'encounter_id' }];
  const rows = project(tableAt(of), ['patient_id', 'encounter_id', moment].map(keep));
  return { kind: 'join', how: 'inner', left: rows, right: encounters, on };
}

type Said = Pick<Invariant, 'name' | 'table' | 'statement'>;

function ruleBeside(planned: Planned, said: Said, moment: string, broken: Term): Invariant {
  const ofOther = call('not_equal', column('patient_id'), column('of'));
  return {
    ...said,
    violations: filter(beside(said.table, moment), call('or', ofOther, broken)),
    ...slicedBy(planned, { [said.table]: 'encounter_id', 'patientsim.encounters': 'encounter_id' }),
  };
}

function refers(planned: Planned, of: string): boolean {
  return planned.get(of)?.columns.some(({ references }) => references === 'patientsim.encounters') ?? false;
}

function withinEncounter(planned: Planned, of: string, moment: string): Invariant[] {
  if (!refers(planned, of)) return [];
  const day = call('to_date', column(moment));
  const outside = call(
    'or',
    call('less', day, call('to_date', column('start_time'))),
    call('greater', day, call('to_date', column('end_time'))),
  );
  const statement = "What was done in an encounter was done to its patient, on one of the encounter's days.";
  return [ruleBeside(planned, { name: 'within-encounter', table: of, statement }, moment, outside)];
}

function visitAfterReferral(planned: Planned): Invariant[] {
  if (!refers(planned, 'patientsim.referrals')) return [];
  const early = call('less', column('start_time'), column('authored_on'));
  const statement = 'The visit that comes of a referral is of its patient, and not before it.';
  const said = { name: 'visit-after-referral', table: 'patientsim.referrals', statement };
  return [ruleBeside(planned, said, 'authored_on', early)];
}
