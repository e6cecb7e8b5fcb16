/** `patientsim.allergies`: what a patient is allergic to, by the reference's shares or the profile's. */
import type { AllergenConcept, ColumnType, PlannedTable, SourceRange, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { lastDay } from '../../endings.ts';
import { rowKey } from '../../keys.ts';
import type { Timeline } from '../../timeline.ts';
import { bigint, call, column, date, literal, pick } from '../../terms.ts';
import { planTable } from '../table.ts';
import type { ColumnDefinition } from '../table.ts';
import { allergicPeople, drawAt } from './allergic-people.ts';
import type { AllergenTypes } from './allergic-people.ts';
import { patient } from './events.ts';

/** What patients are allergic to; no table where neither the profile nor the reference has any allergy. */
export function allergiesTable(context: PlanContext, timeline: Timeline): readonly PlannedTable[] {
  const listed = allergensListed(context);
  if (listed.length === 0) return [];
  const types = typesOf(listed, context);
  return [
    planTable({
      schema: 'patientsim',
      name: 'allergies',
      comment: 'What a patient is allergic to: one row a patient and substance.',
      fill: 'person',
      from: allergicPeople(listed, types, context, timeline),
      primaryKey: ['allergy_id'],
      origins: originsOf(context, listed),
      columns: [
        {
          name: 'allergy_id',
          type: bigint,
          term: rowKey(column('allergy_key')),
          comment: 'Person and substance as one number.',
        },
        patient,
        ...substance(types),
        {
          name: 'onset_date',
          type: date,
          term: onset(context, timeline),
          comment: 'Day on which it showed first, evenly between birth and as_of.',
        },
        {
          name: 'clinical_status',
          type: types.status,
          term: literal('active', types.status),
          comment: 'FHIR clinical status.',
        },
      ],
    }),
  ];
}

/** The allergens that the profile gives people, or else those of which the reference has shares. */
function allergensListed({ cohort, knowledge }: PlanContext): readonly AllergenConcept[] {
  const said = cohort.profile.allergies ?? knowledge.chart?.allergyShares ?? [];
  return (knowledge.chart?.allergens ?? []).filter(({ name }) => said.some(({ allergen }) => allergen === name));
}

function typesOf(
  listed: readonly AllergenConcept[],
  { enumerations }: PlanContext,
): AllergenTypes & { readonly status: ColumnType } {
  const define = (name: string, of: (one: AllergenConcept) => string): ColumnType =>
    enumerations.define('patientsim', `allergy_${name}`, listed.map(of).toSorted());
  return {
    name: define('substance', ({ name }) => name),
    display: define('display', ({ display }) => display),
    code: define('code', ({ code }) => code),
    system: define('code_system', ({ system }) => system),
    category: define('category', ({ category }) => category),
    criticality: define('criticality', ({ criticality }) => criticality),
    reaction: define('reaction', ({ reaction }) => reaction),
    status: enumerations.define('patientsim', 'allergy_clinical_status', ['active']),
  };
}

function substance(types: AllergenTypes): readonly ColumnDefinition[] {
  return [
    { name: 'substance', type: types.name, term: column('name'), comment: 'What the profile calls it.' },
    { name: 'display', type: types.display, term: column('display'), comment: 'What people call it.' },
    { name: 'code', type: types.code, term: column('code'), comment: 'Code of the substance.' },
    {
      name: 'code_system',
      type: types.system,
      term: column('system'),
      comment: 'RxNorm, or local for a name of our own.',
    },
    { name: 'category', type: types.category, term: column('category'), comment: 'FHIR allergy category.' },
    {
      name: 'criticality',
      type: types.criticality,
      term: column('criticality'),
      comment: 'FHIR criticality: how bad a reaction may be.',
    },
    { name: 'reaction', type: types.reaction, term: column('reaction'), comment: 'How it shows.' },
  ];
}

function onset(context: PlanContext, { endsPeople }: Timeline): Term {
  const lived = call('days_between', column('birth_date'), lastDay(context, endsPeople));
  return call('add_days', column('birth_date'), pick(drawAt('onset'), call('add', lived, 1)));
}

function originsOf({ cohort, knowledge }: PlanContext, listed: readonly AllergenConcept[]): readonly SourceRange[] {
  const shares = cohort.profile.allergies ?? knowledge.chart?.allergyShares ?? [];
  return [...listed.map(({ at }) => at), ...shares.map(({ at }) => at)];
}
