/**
 * Every column of the reference tables says something: another value in the tables of `fixtures/every-table` changes what is planned
 * for a template that uses the table, or a diagnostic names it. What cannot be right is named at its cell. A table that the engine
 * knows and that has no case here does not compile; a column without a value in the fixture fails. One column of sixteen is tried,
 * all of them by `npm run soak:builds`.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { tableShapes } from './normalize/knowledge/table-names.ts';
import type { TableName } from './normalize/knowledge/table-names.ts';
import { rounds } from './testing/soak.ts';
import { createTableExaminer } from './testing/tables/examine-tables.ts';
import { withColumns, withRows } from './testing/tables/wrong-tables.ts';

const FOLDER = new URL('../fixtures/every-table/', import.meta.url);
const files = readdirSync(FOLDER, { encoding: 'utf8' }).map((path) => {
  const text = readFileSync(new URL(path, FOLDER), 'utf8');
  return { path, text, digest: text };
});
const examiner = createTableExaminer(files, 'reference.md');

interface Case {
  /** The template whose plan shows the table. */
  readonly seenBy: string;
  /** Columns of words that the author chooses. */
  readonly free?: readonly string[];
  /** Columns that may also be below 0. */
  readonly signed?: readonly string[];
  /** Columns that must be there and may be empty. */
  readonly empty?: readonly string[];
}

const chart = { seenBy: 'people' };
const claims = { seenBy: 'insured' };
const network = { seenBy: 'seen' };
const pharmacy = { seenBy: 'pharmacy' };
const country = { seenBy: 'sourced' };
const trial = { seenBy: 'trial-people' };

const CASES: Readonly<Record<TableName, Case>> = {
  conditions: { ...chart, free: ['display', 'phrases'] },
  condition_courses: chart,
  diagnosis_exclusions: claims,
  reason_lists: { ...chart, free: ['reasons'] },
  visit_reasons: chart,
  visit_prescriptions: chart,
  observations: {
    ...chart,
    free: ['name', 'display', 'unit', 'phrases'],
    signed: ['low', 'min', 'mean', 'formula', 'worked_out'],
    empty: ['unit'],
  },
  observation_baselines: { ...chart, signed: ['min', 'mean'] },
  medicine_effects: { ...chart, signed: ['change'] },
  withheld_medicines: chart,
  growth: chart,
  signs_of_illness: { ...chart, signed: ['min', 'mean', 'max'] },
  medications: { ...chart, free: ['name', 'code', 'display', 'phrases'] },
  encounter_classes: { ...chart, free: ['code', 'display'] },
  arrival_hours: chart,
  discharge_hours: chart,
  holidays: { ...chart, free: ['name'] },
  procedures: { ...chart, free: ['name', 'code', 'display'] },
  vaccines: { ...chart, free: ['name', 'display'] },
  vaccine_schedule: chart,
  allergens: { ...chart, free: ['name', 'display', 'code', 'reaction'] },
  allergy_prevalences: chart,
  admission_sources: { ...chart, free: ['name', 'display'], empty: ['after'] },
  stay_lengths: chart,
  readmissions: claims,
  discharge_dispositions: { ...chart, free: ['disposition'] },
  places: { ...country, free: ['city', 'county', 'part_of'] },
  states: { seenBy: 'people', free: ['name'] },
  regions: { seenBy: '5 people of charts down south', free: ['region', 'phrases'] },
  population_shares: { ...country, free: ['ethnicity', 'race'] },
  prevalences: country,
  geographies: { seenBy: 'counties', free: ['name'] },
  health_indicators: { seenBy: 'counties', free: ['name'] },
  social_indicators: { seenBy: 'counties', free: ['name'] },
  health_measures: { seenBy: 'county', free: ['measure'] },
  formulary: { ...pharmacy, free: ['unit'] },
  drug_cost_sharing: { ...pharmacy, free: ['name'] },
  pharmacy_benefits: { ...pharmacy, free: ['pcn', 'group'] },
  drug_interactions: { ...pharmacy, free: ['severity', 'effect'] },
  pharmacy_rejects: { ...pharmacy, free: ['code', 'display'] },
  pharmacy_rules: pharmacy,
  pharmacy_kinds: { ...pharmacy, free: ['kind'] },
  adherence: pharmacy,
  trial_adverse_events: { ...trial, free: ['term', 'system'] },
  trial_assessments: { ...trial, free: ['title', 'unit'] },
  trial_deviations: { ...trial, free: ['category', 'term'] },
  trial_discontinuations: { ...trial, free: ['reason'] },
  trial_rules: trial,
  claim_rules: { ...claims, free: ['rule'] },
  accompanying_diagnoses: { ...claims, free: ['name'] },
  services: { ...claims, free: ['name', 'display'] },
  service_codes: claims,
  event_services: claims,
  service_classes: { ...claims, free: ['class'] },
  payer_rates: claims,
  plan_rules: claims,
  plan_benefits: claims,
  drgs: { ...claims, free: ['title'] },
  stay_lines: { ...claims, free: ['service'] },
  adjustment_reasons: { ...claims, free: ['display'] },
  claim_figures: claims,
  employer_groups: { ...claims, free: ['industry'] },
  spending_benchmarks: { ...claims, free: ['published'] },
  spending_amounts: { ...claims, free: ['published'] },
  plans: {
    ...claims,
    free: ['name', 'phrases'],
    empty: ['out_of_pocket_limit', 'primary_care_copay', 'specialist_copay'],
  },
  payers: { ...claims, free: ['name', 'display', 'phrases'] },
  quality_measures: { ...claims, free: ['measure', 'display'] },
  specialties: { ...network, free: ['specialty'] },
  facility_kinds: { ...network, free: ['kind'] },
  visits_seen: { ...network, empty: ['event', 'class'] },
  networks: { ...network, free: ['network'] },
  network_rules: network,
  listed_providers: { ...network, free: ['name', 'address', 'city'] },
  other_units: { seenBy: '5 people of charts with height over 60 inches', free: ['words'], signed: ['plus'] },
};

/** Columns that another template shows, or what people say. */
const SEEN_BY: Readonly<Record<string, string>> = {
  'conditions.phrases': '5 diabetic people of charts',
  'medications.phrases': '5 people of charts on glucophage',
  'plans.phrases': '5 people of charts with a blue card',
  'payers.phrases': '5 people of charts with employer coverage',
  'payers.max_age': '5 people of charts with medicare',
  'payers.display': '5 people of charts aged 70 to 80 with employer coverage',
  'payers.exempt_conditions': '5 people of charts aged 70 to 80 with employer coverage',
  'states.name': '5 people of charts in Texas',
  'regions.region': '5 people of charts in Southland',
  'places.county': '5 people of charts in Harris County',
  'places.part_of': '5 people of charts in Far Apart',
  'encounter_classes.emergency': 'seen',
  'encounter_classes.stay': 'seen',
};
/** Columns that only tell rows apart. */
const SILENT: ReadonlySet<string> = new Set(['holidays.name']);

const columns = Object.entries(CASES).flatMap(([table, one]) => {
  const { required, optional }: (typeof tableShapes)[TableName] = tableShapes[table as TableName];
  return [...required, ...optional].map((column) => ({ ...one, table, column, isNeeded: required.includes(column) }));
});

test('the tables have no mistake, and a value in each column', () => {
  expect(examiner.diagnosticsOf((document) => document).map(({ message }) => message)).toEqual([]);
  expect(columns.filter((one) => examiner.textsOf(one).every((text) => text === ''))).toEqual([]);
});

test(
  'another value of a column shows or is named',
  () => {
    const tried = columns.filter((_, place) => place % rounds({ ci: 16, soak: 1 }) === 0);
    const silent = tried.filter(({ table, column, seenBy }) => {
      const name = `${table}.${column}`;
      if (SILENT.has(name)) return false;
      return examiner.effectOf({ table, column, question: SEEN_BY[name] ?? seenBy }) === 'nothing';
    });
    expect(silent.map(({ table, column }) => `${table}.${column}`)).toEqual([]);
  },
  rounds({ ci: 60_000, soak: 600_000 }),
);

test('what cannot stand in a column is named at its cell, with a hint', () => {
  const wrong = columns.flatMap(({ table, column, isNeeded, free = [], signed = [], empty = [] }) => {
    const own = free.includes(column) ? [] : signed.includes(column) ? ['word'] : ['word', 'below 0'];
    const kinds = [...own, ...(isNeeded && !empty.includes(column) ? ['empty'] : [])];
    return kinds.map((kind) => ({
      table,
      column,
      kind,
      isOwnName: free.includes(tableShapes[table as TableName].required[0] ?? ''),
    }));
  });
  const rows = withRows(examiner.document, wrong);
  const found = examiner.diagnosticsOf(() => rows.document);
  const unnamed = rows.cells.filter(({ at }) => {
    const named = found.find(
      (one) =>
        one.code !== 'normalize-duplicate' &&
        one.at?.start.line === at.start.line &&
        one.at.start.column === at.start.column,
    );
    return named?.hint === undefined;
  });
  expect(unnamed.map(({ table, column, kind }) => `${table}.${column}: ${kind}`)).toEqual([]);
});

test('a second row about the same is named, and so are a column too many and one too few', () => {
  const tables = Object.keys(CASES);
  const twice = withRows(
    examiner.document,
    tables.map((table) => ({ table, column: '', kind: 'same', isOwnName: false })),
  );
  const lines = new Set(examiner.diagnosticsOf(() => twice.document).map(({ at }) => at?.start.line));
  const unnamed = twice.cells.filter(({ at }) => !lines.has(at.start.line));
  expect(unnamed.map(({ table }) => table)).toEqual([]);

  const more = examiner.diagnosticsOf((document) => withColumns(document, (names) => [...names, 'Remark']));
  expect(more.filter(({ code }) => code === 'normalize-column-unknown').length).toBe(tables.length);
  const fewer = examiner.diagnosticsOf((document) => withColumns(document, (names) => names.map(() => 'Remark')));
  const missing = fewer.flatMap(({ code, hint, message }) =>
    code === 'normalize-column-missing' && hint !== undefined ? message.split('`')[1] : [],
  );
  expect(new Set(missing)).toEqual(new Set(tables));
});
