/** Rows about procedures, vaccines, allergies, stays and what is withheld to concepts. */
import type {
  VaccineConcept,
  ChartKnowledge,
  EncounterClassConcept,
  EventDefinition,
  MedicationConcept,
  PayerConcept,
  VaccineDose,
  WithheldMedicines,
} from '../../model/index.ts';
import type { Problems } from '../problems.ts';
import { agesOf, shareOf } from './ages.ts';
import { codesOf } from './code-cells.ts';
import { named, namedSome } from './named-rows.ts';
import type { NamedKind } from './named-rows.ts';
import { readStays } from './stay-concepts.ts';
import { CODE_SYSTEMS, oneOfWords, optionalWhole, someOf } from './shapes.ts';
import type { ReferenceTables } from './read-tables.ts';
import type { TableRow } from './table-row.ts';

export function readChart(
  tables: ReferenceTables,
  {
    classes,
    medications,
    payers,
    problems,
  }: {
    readonly classes: readonly EncounterClassConcept[];
    readonly medications: readonly MedicationConcept[];
    readonly payers: readonly PayerConcept[];
    readonly problems: Problems;
  },
): ChartKnowledge {
  const codes = classes.map(({ code }) => code);
  const vaccines = tables.concepts('vaccines', readVaccine, ({ name }) => name);
  const allergens = tables.concepts(
    'allergens',
    (row) => readAllergen(row, medications, problems),
    ({ name }) => name,
  );
  const namesOf = (some: readonly { readonly name: string }[]): readonly string[] => some.map(({ name }) => name);
  return {
    procedures: tables.concepts(
      'procedures',
      (row) => readProcedure(row, problems),
      ({ name }) => name,
    ),
    vaccines,
    vaccineDoses: tables.concepts(
      'vaccine_schedule',
      (row) => ({
        vaccine: named(row, 'vaccine', { kind: 'vaccine', names: namesOf(vaccines), problems }),
        ...readDose(row),
      }),
      ({ vaccine, dose }) => `${vaccine} dose ${dose}`,
    ),
    allergens,
    allergyShares: tables.concepts(
      'allergy_prevalences',
      (row) => ({
        allergen: named(row, 'allergen', { kind: 'allergen', names: namesOf(allergens), problems }),
        ages: agesOf(row),
        prevalence: shareOf(row, 'prevalence'),
        at: row.at,
      }),
      ({ allergen, ages }) => `${allergen} from ${ages.min}`,
    ),
    ...readStays(tables, { classes: codes, payers: namesOf(payers), problems }),
    withheld: tables.concepts(
      'withheld_medicines',
      (row) => readWithheld(row, { kind: 'medication', names: namesOf(medications), problems }),
      ({ medicines, events }) => medicines.flatMap((one) => events.map((event) => `${one} beside ${event}`)),
    ),
  };
}

function readWithheld(row: TableRow, medicines: NamedKind): WithheldMedicines {
  const days = (column: string): number => optionalWhole(row, column, 'a whole number of days') ?? 0;
  if (row.cell('days_before').value === '') row.refuse('days_before', 'a whole number of days');
  return {
    medicines: namedSome(row, 'medicines', medicines),
    events: someOf(row, 'events'),
    eventsAt: row.cell('events').at,
    daysBefore: days('days_before'),
    daysAfter: days('days_after'),
    at: row.at,
  };
}

function readProcedure(row: TableRow, problems: Problems): ChartKnowledge['procedures'][number] {
  const system = oneOfWords(row, 'system', { words: CODE_SYSTEMS, problems });
  const code = row.text('code');
  if (system === 'HCPCS' && !/^[A-V]\d{4}$/.test(code)) row.refuse('code', 'a letter from A to V and four digits');
  if (row.list('events').length === 0)
    row.idle(['reasons'], 'without `events` it is done only where an event lists it');
  return {
    name: row.text('name'),
    code,
    system,
    display: row.text('display'),
    events: row.list('events'),
    eventsAt: row.cell('events').at,
    reasons: codesOf(row, 'reasons', problems),
    at: row.at,
  };
}

function readVaccine(row: TableRow): VaccineConcept {
  const fromMonths = row.optionalNumber('from_months') ?? 0;
  if (!Number.isInteger(fromMonths) || fromMonths < 0) row.refuse('from_months', 'whole months of life');
  return { name: row.text('name'), cvx: cvxOf(row), display: row.text('display'), fromMonths, at: row.at };
}

function cvxOf(row: TableRow): string {
  const code = row.text('cvx');
  if (!/^\d{2,3}$/.test(code)) row.refuse('cvx', 'a CVX code of two or three digits');
  return code;
}

function readDose(row: TableRow): Omit<VaccineDose, 'vaccine'> {
  const whole = (column: string): number => {
    const value = row.number(column);
    if (!Number.isInteger(value) || value < 0) row.refuse(column, 'a whole number, 0 or more');
    return value;
  };
  const [dose, fromMonths, toMonths] = [whole('dose'), whole('from_months'), whole('to_months')];
  if (toMonths < fromMonths) row.refuse('to_months', 'at least `from_months`');
  return { dose, fromMonths, toMonths, at: row.at };
}

/** The words of FHIR, of which charts are made. */
const CATEGORIES = ['food', 'medication', 'environment', 'biologic'];
const CRITICALITIES = ['low', 'high', 'unable-to-assess'];

function readAllergen(
  row: TableRow,
  medications: readonly MedicationConcept[],
  problems: Problems,
): ChartKnowledge['allergens'][number] {
  const known = medications.map(({ name }) => name);
  const medicines = row.list('medicines');
  for (const name of medicines) {
    if (!known.includes(name))
      problems.report('normalize-reference-unknown', { kind: 'medication', name, known }, row.cell('medicines').at);
  }
  return {
    name: row.text('name'),
    display: row.text('display'),
    category: oneOfWords(row, 'category', { words: CATEGORIES, problems }),
    code: row.text('code'),
    system: oneOfWords(row, 'system', { words: CODE_SYSTEMS, problems }),
    criticality: oneOfWords(row, 'criticality', { words: CRITICALITIES, problems }),
    medicines,
    reaction: row.text('reaction'),
    at: row.at,
  };
}

/** Rows about events that the catalogue does not have. */
export function checkSourceEvents(
  { procedures, admissionSources, stayLengths, dispositions, readmissions, withheld }: ChartKnowledge,
  events: readonly EventDefinition[],
  problems: Problems,
): void {
  const known = events.map(({ name }) => name);
  for (const { events: listed, eventsAt: at } of [
    ...procedures,
    ...admissionSources,
    ...stayLengths,
    ...dispositions,
    ...readmissions,
    ...withheld,
  ]) {
    for (const name of listed) {
      if (!known.includes(name)) problems.report('normalize-reference-unknown', { kind: 'event', name, known }, at);
    }
  }
  const unlasting = events.filter(({ encounterClass, type }) => encounterClass === undefined && type !== 'admission');
  for (const { events: listed, eventsAt: at } of stayLengths) {
    const brief = unlasting.find(({ name }) => listed.includes(name));
    if (brief === undefined) continue;
    const reason = `${brief.name} is no encounter, so nobody stays for it`;
    problems.report('normalize-without-effect', { part: `the length of ${brief.name}`, reason }, at);
  }
}
