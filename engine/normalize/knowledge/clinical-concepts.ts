/** Rows about conditions, medicines and kinds of encounter to concepts. */
import type {
  AgeBounds,
  ConditionConcept,
  EncounterClassConcept,
  LengthDistribution,
  MedicationConcept,
} from '../../model/index.ts';
import type { Problems } from '../problems.ts';
import { codeOf } from '../concepts/index.ts';
import type { ReferenceTables } from './read-tables.ts';
import { codesOf } from './code-cells.ts';
import { sexOf } from './ages.ts';
import { nightsOf } from './nights.ts';
import { optionalAmount, someOf } from './shapes.ts';
import type { TableRow } from './table-row.ts';

export function readConditions(tables: ReferenceTables, problems: Problems): readonly ConditionConcept[] {
  const conditions = tables.concepts(
    'conditions',
    (row) => readCondition(row, problems),
    ({ code }) => code,
  );
  const bounded = conditions.filter(({ ages }) => ages !== undefined);
  const usual = conditions.filter(({ usualFrom }) => usualFrom !== undefined);
  const courses = tables.concepts(
    'condition_courses',
    (row) => readCourse(row, conditions),
    ({ code }) => code,
  );
  const exclusions = tables.concepts(
    'diagnosis_exclusions',
    (row) => {
      for (const code of someOf(row, 'excludes'))
        if (!conditions.some((one) => one.code.startsWith(code.toUpperCase())))
          row.refuse('excludes', 'codes of the conditions reference, or their beginnings');
      return { code: beginningIn(row, conditions), excludes: codesOf(row, 'excludes', problems) };
    },
    ({ code }) => code,
  );
  return conditions.map((one) => {
    const course = nearestOf(one.code, courses)?.course;
    const usualFrom = nearestOf(one.code, usual)?.usualFrom;
    const excludes = exclusions.filter(({ code }) => one.code.startsWith(code)).flatMap((row) => row.excludes);
    return {
      ...ofFamily(one, bounded),
      ...(usualFrom === undefined ? {} : { usualFrom }),
      ...(course === undefined ? {} : { course }),
      ...(excludes.length === 0 ? {} : { excludes }),
    };
  });
}

function beginningIn(row: TableRow, conditions: readonly ConditionConcept[]): string {
  const code = row.text('code').toUpperCase();
  if (!conditions.some((one) => one.code.startsWith(code))) row.refuse('code', 'a code of the conditions reference');
  return code;
}

/** The row of the code itself, else of its nearest family. */
function nearestOf<Row extends { readonly code: string }>(code: string, rows: readonly Row[]): Row | undefined {
  const families = rows.filter((family) => code.startsWith(family.code));
  return families.toSorted((one, other) => other.code.length - one.code.length)[0];
}

function readCourse(
  row: TableRow,
  conditions: readonly ConditionConcept[],
): Required<Pick<ConditionConcept, 'code' | 'course' | 'at'>> {
  const code = beginningIn(row, conditions);
  const [from, to] = ['days_from', 'days_to'].map((column) => {
    const days = row.number(column);
    if (days < 0 || !Number.isInteger(days)) row.refuse(column, 'a whole number of days');
    return days;
  });
  if ((from ?? 0) > (to ?? 0)) row.refuse('days_to', 'a number not below `days_from`');
  return { code, course: { from: from ?? 0, to: to ?? 0, at: row.at }, at: row.at };
}

/** Without ages of its own those of the nearest family that has some. */
function ofFamily(condition: ConditionConcept, bounded: readonly ConditionConcept[]): ConditionConcept {
  const nearest = nearestOf(condition.code, bounded);
  return nearest?.ages === undefined ? condition : { ...condition, ages: nearest.ages };
}

function yearsOf(row: TableRow, column: string): number | undefined {
  const value = row.optionalNumber(column);
  if (value !== undefined && (value < 0 || !Number.isInteger(value))) row.refuse(column, 'a whole number of years');
  return value;
}

function readAges(row: TableRow): AgeBounds | undefined {
  const [from, to] = [yearsOf(row, 'min_age'), yearsOf(row, 'max_age')];
  if (from !== undefined && to !== undefined && from > to) row.refuse('max_age', 'a number not below `min_age`');
  return from === undefined && to === undefined ? undefined : { from, to };
}

function readCondition(row: TableRow, problems: Problems): ConditionConcept {
  const written = row.text('code');
  const code = codeOf(written);
  if (code === undefined && written !== '')
    problems.report('normalize-code-impossible', { code: written }, row.cell('code').at);
  const sex = sexOf(row);
  const ages = readAges(row);
  const usualFrom = yearsOf(row, 'usual_from');
  return {
    code: code ?? written,
    display: row.text('display'),
    phrases: row.list('phrases'),
    sex,
    ...(ages === undefined ? {} : { ages }),
    ...(usualFrom === undefined ? {} : { usualFrom }),
    at: row.at,
  };
}

export function readMedications(tables: ReferenceTables): readonly MedicationConcept[] {
  return tables.concepts('medications', readMedication, ({ name }) => name);
}

function readMedication(row: TableRow): MedicationConcept {
  return {
    name: row.text('name'),
    code: row.text('code'),
    display: row.text('display'),
    phrases: row.list('phrases'),
    at: row.at,
  };
}

export function readEncounterClasses(tables: ReferenceTables): readonly EncounterClassConcept[] {
  return tables.concepts('encounter_classes', readEncounterClass, ({ code }) => code);
}

function readEncounterClass(row: TableRow): EncounterClassConcept {
  const [opensMinute, closesMinute] = [row.minute('opens'), row.minute('closes')];
  if (opensMinute >= closesMinute) row.refuse('closes', 'a time after `opens`');
  const durationMinutes = readDuration(row);
  return {
    code: row.text('code'),
    display: row.text('display'),
    opensMinute,
    closesMinute,
    workingDaysOnly: row.flag('working_days'),
    ...plannedHours(row),
    durationMinutes,
    nights: nightsOf(durationMinutes),
    ...(row.cell('stay').value !== '' && row.flag('stay') ? { isStay: true as const } : {}),
    ...(row.cell('emergency').value !== '' && row.flag('emergency') ? { isEmergency: true as const } : {}),
    ...(row.cell('once_a_day').value !== '' && row.flag('once_a_day') ? { onceADay: true as const } : {}),
    at: row.at,
  };
}

/** Both or neither. */
function plannedHours(row: TableRow): Pick<EncounterClassConcept, 'planned'> {
  const names = ['planned_opens', 'planned_closes'] as const;
  const without = names.find((name) => row.cell(name).value === '');
  if (names.every((name) => row.cell(name).value === '')) return {};
  if (without !== undefined) {
    row.refuse(without, 'a time, for the other one is told');
    return {};
  }
  const [opensMinute, closesMinute] = [row.minute('planned_opens'), row.minute('planned_closes')];
  if (opensMinute >= closesMinute) row.refuse('planned_closes', 'a time after `planned_opens`');
  return { planned: { opensMinute, closesMinute } };
}

/** Without a spread every encounter lasts the mean. */
function readDuration(row: TableRow): LengthDistribution {
  const mean = row.number('minutes_mean');
  const standardDeviation = optionalAmount(row, 'minutes_sd') ?? 0;
  const { at } = row.cell('minutes_mean');
  if (mean <= 0) row.refuse('minutes_mean', 'a number above 0');
  if (standardDeviation === 0) {
    row.idle(['minutes_min', 'minutes_max'], 'without `minutes_sd` every encounter lasts the mean');
    return { kind: 'fixed', value: Math.round(mean), at };
  }
  const [min = 1, max] = [optionalAmount(row, 'minutes_min'), optionalAmount(row, 'minutes_max')];
  if (max !== undefined && min >= max) row.refuse('minutes_max', 'a number above `minutes_min`');
  const bounds = { min: Math.ceil(min), ...(max === undefined ? {} : { max: Math.floor(max) }) };
  return { kind: 'normal', mean, standardDeviation, ...bounds, integer: true, at };
}
