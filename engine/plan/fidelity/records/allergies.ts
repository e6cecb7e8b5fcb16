/** How many people are allergic to what, by the shares of the reference: of those who were ordered no medicine of the group. */
import type { AllergenConcept, Declaration, Relation, Term } from '../../../model/index.ts';
import { leftJoin } from '../../endings.ts';
import { medicationOrders } from '../../tables/medication-orders.ts';
import {
  call,
  cast,
  column,
  double,
  filter,
  integer,
  keep,
  known,
  literal,
  named,
  project,
  table,
  text,
  when,
} from '../../terms.ts';
import { targetOfEach } from '../declarations.ts';
import { ageBetween } from './ages.ts';
import type { Records } from './records.ts';

export function declaredOfAllergies(records: Records): readonly Declaration[] {
  const { context, has } = records;
  const chart = context.knowledge.chart;
  if (chart === undefined || context.cohort.profile.allergies !== undefined || !has('patientsim', 'allergies'))
    return [];
  const listed = chart.allergens.filter(({ name }) => chart.allergyShares.some(({ allergen }) => allergen === name));
  const held = records.of(table('patientsim', 'allergies'), (sums) =>
    listed.map(({ name }) => sums.count(call('equal', cast(column('substance'), text), name))),
  );
  return records.of(peopleOrdered(listed, records), (sums) => {
    const people = sums.count(literal(true));
    return listed.map((allergen, at): Declaration => {
      const shares = chart.allergyShares.filter((one) => one.allergen === allergen.name);
      const byAge: Term = {
        kind: 'case',
        branches: shares.map(({ ages, prevalence }) => ({
          when: ageBetween(ages, context),
          then: literal(prevalence, double),
        })),
        otherwise: literal(0, double),
      };
      const isOrdered = medicinesOf(allergen, records).length > 0;
      const chance = sums.bind(
        isOrdered ? when(known(call('greater', column(flagOf(allergen)), 0)), literal(0, double), byAge) : byAge,
      );
      return {
        section: 'allergies',
        quantity: allergen.name,
        part: '',
        among: '',
        people,
        at: shares[0]?.at ?? allergen.at,
        measure: 'share',
        holding: held[at] ?? 0,
        target: targetOfEach(chance, sums),
        quota: false,
      };
    });
  });
}

function flagOf({ name }: AllergenConcept): string {
  return `ordered:${name}`;
}

/** Those of the group that people of the cohort can be ordered. */
function medicinesOf({ medicines }: AllergenConcept, { context, timeline }: Records): readonly string[] {
  const { ordered, held } = medicationOrders(context, timeline);
  const names = new Set([...ordered, ...held].map(({ concept }) => concept.name));
  return medicines.filter((name) => names.has(name));
}

/** Everybody with whether they were ordered a medicine of each group. */
function peopleOrdered(listed: readonly AllergenConcept[], records: Records): Relation {
  const people = project(table('core', 'persons'), ['person_id', 'birth_date'].map(keep));
  const groups = listed.filter((one) => medicinesOf(one, records).length > 0);
  if (groups.length === 0 || !records.has('patientsim', 'medication_requests')) return people;
  const isOf = (allergen: AllergenConcept): Term =>
    call(
      'or',
      literal(false),
      ...medicinesOf(allergen, records).map((name) => call('equal', cast(column('name'), text), name)),
    );
  const orders = filter(table('patientsim', 'medication_requests'), call('or', literal(false), ...groups.map(isOf)));
  const flags: Relation = {
    kind: 'aggregate',
    input: project(orders, [
      named('person_id', column('patient_id')),
      ...groups.map((one) => named(flagOf(one), when(isOf(one), literal(1, integer), literal(0, integer)))),
    ]),
    by: ['person_id'],
    columns: groups.map((one) => ({ name: flagOf(one), how: 'max' as const, of: flagOf(one) })),
  };
  return leftJoin(people, flags, 'person_id');
}
