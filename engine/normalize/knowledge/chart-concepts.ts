/** Rows about procedures, vaccines, allergies and stays to concepts. */
import { MINUTES_A_DAY } from '../../model/index.ts';
import type {
  VaccineConcept,
  AdmissionSource,
  ChartKnowledge,
  DispositionShare,
  EncounterClassConcept,
  EventDefinition,
  LengthDistribution,
  MedicationConcept,
  PayerConcept,
  StayLength,
  VaccineDose,
  WithheldMedicines,
} from '../../model/index.ts';
import { eventTypes } from '../event-types.ts';
import type { Problems } from '../problems.ts';
import { sharesOf } from '../distribution/index.ts';
import { agesOf, shareOf } from './ages.ts';
import { codesOf, forReasons } from './code-cells.ts';
import { named, namedSome } from './named-rows.ts';
import type { NamedKind } from './named-rows.ts';
import { nightsOf } from './nights.ts';
import { readReadmission, readmissionOf } from './readmissions.ts';
import { CODE_SYSTEMS, oneOfWords, optionalAmount, optionalWhole, someOf } from './shapes.ts';
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
  const dispositions = wholeByAge(
    tables.concepts(
      'discharge_dispositions',
      (row) => readDisposition(row, codes, problems),
      (one) => `${one.disposition} from ${one.ages.min} ${staysOf(one)}`.trim(),
    ),
    problems,
  );
  const ways = [...new Set(dispositions.map(({ disposition }) => disposition))];
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
    admissionSources: tables.concepts(
      'admission_sources',
      (row) => readSource(row, problems),
      ({ after = 'any', events, reasons }) => forReasons(after, events).flatMap((one) => forReasons(one, reasons)),
    ),
    stayLengths: tables.concepts('stay_lengths', readStayLength, ({ events }) => events),
    dispositions,
    readmissions: tables.concepts(
      'readmissions',
      (row) => readReadmission(row, { payers: namesOf(payers), classes: codes, dispositions: ways, problems }),
      readmissionOf,
    ),
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

/** Of which stays a row speaks, beside their ages. */
function staysOf({ events, encounterClass = '' }: DispositionShare): string {
  return `${events.toSorted().join(' ')} ${encounterClass}`.trim();
}

/** The shares of an age make one whole, for the stays that they are about. */
function wholeByAge(shares: readonly DispositionShare[], problems: Problems): readonly DispositionShare[] {
  const bands = new Map<string, DispositionShare[]>();
  for (const one of shares) {
    const band = `${staysOf(one)} ${one.ages.min}-${one.ages.max}`;
    bands.set(band, [...(bands.get(band) ?? []), one]);
  }
  for (const [first, ...others] of bands.values()) {
    if (first === undefined) continue;
    const weights = [first, ...others].map(({ disposition, share }) => ({ disposition, weight: share }));
    sharesOf(weights, ({ disposition }) => disposition, first.at, problems);
  }
  return shares;
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

function readSource(row: TableRow, problems: Problems): AdmissionSource {
  const isAny = row.cell('after').value === '';
  const after = isAny ? undefined : named(row, 'after', { kind: 'type of event', names: eventTypes, problems });
  return {
    name: row.text('name'),
    display: row.cell('display').value || row.cell('name').value,
    after: eventTypes.find((type) => type === after),
    events: row.list('events'),
    eventsAt: row.cell('events').at,
    reasons: codesOf(row, 'reasons', problems),
    share: row.cell('share').value === '' ? 1 : shareOf(row, 'share'),
    unplanned: row.cell('unplanned').value !== '' && row.flag('unplanned'),
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

/** As skewed as stays are: most are short, few are long. */
function readStayLength(row: TableRow): StayLength {
  const [mean, deviation] = [row.number('days_mean'), row.number('days_sd')];
  if (mean <= 0) row.refuse('days_mean', 'a number above 0');
  if (deviation <= 0) row.refuse('days_sd', 'a number above 0');
  const [min = 0, max] = [optionalAmount(row, 'days_min'), optionalAmount(row, 'days_max')];
  if (max !== undefined && min >= max) row.refuse('days_max', 'a number above `days_min`');
  const variance = Math.log(1 + (deviation / mean) ** 2);
  const durationMinutes: LengthDistribution = {
    kind: 'log_normal',
    mu: Math.log(mean * MINUTES_A_DAY) - variance / 2,
    sigma: Math.sqrt(variance),
    min: Math.max(1, Math.round(min * MINUTES_A_DAY)),
    ...(max === undefined ? {} : { max: Math.round(max * MINUTES_A_DAY) }),
    integer: true,
    at: row.cell('days_mean').at,
  };
  return {
    events: someOf(row, 'events'),
    eventsAt: row.cell('events').at,
    durationMinutes,
    nights: nightsOf(durationMinutes),
    at: row.at,
  };
}

function readDisposition(row: TableRow, classes: readonly string[], problems: Problems): DispositionShare {
  const isAny = row.cell('class').value === '';
  return {
    disposition: row.text('disposition'),
    events: row.list('events'),
    eventsAt: row.cell('events').at,
    encounterClass: isAny ? undefined : named(row, 'class', { kind: 'encounter class', names: classes, problems }),
    ages: agesOf(row),
    nights: leastNights(row),
    share: shareOf(row, 'share'),
    at: row.at,
  };
}

function leastNights(row: TableRow): number {
  const nights = row.optionalNumber('nights') ?? 0;
  if (!Number.isInteger(nights) || nights < 0) row.refuse('nights', 'a whole number of nights');
  return nights;
}
