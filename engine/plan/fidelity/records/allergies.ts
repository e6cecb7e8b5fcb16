/** How many people are allergic to what, by the shares of the reference: of those who were ordered no medicine of the group. */
import type { AllergenConcept, ChartKnowledge, Declaration, Relation, Term } from '../../../model/index.ts';
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
  const listed = listedAllergens(chart, records);
  const held = records.of(table('patientsim', 'allergies'), (sums) =>
    listed.map(({ allergen: { name } }) => sums.count(call('equal', cast(column('substance'), text), name))),
  );
  return records.of(peopleOrdered(listed), (sums) => {
    const people = sums.count(literal(true));
    return listed.map(({ allergen, shares, medicines }, at): Declaration => {
      const byAge: Term = {
        kind: 'case',
        branches: shares.map(({ ages, prevalence }) => ({
          when: sums.bind(ageBetween(ages, context)),
          then: literal(prevalence, double),
        })),
        otherwise: literal(0, double),
      };
      const chance = sums.bind(
        medicines.length > 0
          ? when(known(call('greater', column(flagOf(allergen)), 0)), literal(0, double), byAge)
          : byAge,
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

/** With its shares by age, and the medicines of its group that people of the cohort can be ordered. */
interface Listed {
  readonly allergen: AllergenConcept;
  readonly shares: ChartKnowledge['allergyShares'];
  readonly medicines: readonly string[];
}

function listedAllergens({ allergens, allergyShares }: ChartKnowledge, records: Records): readonly Listed[] {
  const { ordered, held, atVisits } = medicationOrders(records.context, records.timeline);
  const isTold = records.has('patientsim', 'medication_requests');
  const names = new Set(isTold ? [...ordered, ...held, ...atVisits].map(({ concept }) => concept.name) : []);
  return allergens
    .map((allergen) => ({
      allergen,
      shares: allergyShares.filter((one) => one.allergen === allergen.name),
      medicines: allergen.medicines.filter((name) => names.has(name)),
    }))
    .filter(({ shares }) => shares.length > 0);
}

function flagOf({ name }: AllergenConcept): string {
  return `ordered:${name}`;
}

/** Everybody with whether they were ordered a medicine of each group. */
function peopleOrdered(listed: readonly Listed[]): Relation {
  const people = project(table('core', 'persons'), ['person_id', 'birth_date'].map(keep));
  const groups = listed
    .filter(({ medicines }) => medicines.length > 0)
    .map(({ allergen, medicines }) => ({
      flag: flagOf(allergen),
      isOf: call('or', literal(false), ...medicines.map((name) => call('equal', cast(column('name'), text), name))),
    }));
  if (groups.length === 0) return people;
  const orders = filter(
    table('patientsim', 'medication_requests'),
    call('or', literal(false), ...groups.map(({ isOf }) => isOf)),
  );
  const flags: Relation = {
    kind: 'aggregate',
    input: project(orders, [
      named('person_id', column('patient_id')),
      ...groups.map(({ flag, isOf }) => named(flag, when(isOf, literal(1, integer), literal(0, integer)))),
    ]),
    by: ['person_id'],
    columns: groups.map(({ flag }) => ({ name: flag, how: 'max' as const, of: flag })),
  };
  return leftJoin(people, flags, 'person_id');
}
