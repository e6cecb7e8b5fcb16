/** Rows about clinical trials to concepts: adverse events, where assessments stand in SDTM, deviations, why people leave. */
import type {
  AdverseEventConcept,
  AssessmentConcept,
  DeviationConcept,
  DeviationOccasion,
  ObservationConcept,
  TrialKnowledge,
  TrialRule,
} from '../../model/index.ts';
import type { Problems } from '../problems.ts';
import { wordsOf } from '../vocabulary.ts';
import type { ReferenceTables } from './read-tables.ts';
import type { TableRow } from './table-row.ts';

interface Known {
  readonly observations: readonly ObservationConcept[];
  readonly problems: Problems;
}

export function readTrials(tables: ReferenceTables, known: Known): TrialKnowledge {
  return {
    adverseEvents: tables.concepts('trial_adverse_events', readAdverseEvent, ({ term }) => term.toLowerCase()),
    assessments: tables.concepts(
      'trial_assessments',
      (row) => readAssessment(row, known),
      ({ name }) => name,
    ),
    deviations: tables.concepts(
      'trial_deviations',
      (row) => readDeviation(row, known),
      ({ term }) => term,
    ),
    discontinuations: tables.concepts(
      'trial_discontinuations',
      (row) => ({
        reason: row.text('reason'),
        share: positive(row, 'share'),
        byAdverseEvent: row.flag('adverse_event'),
        at: row.at,
      }),
      ({ reason }) => reason,
    ),
    rules: readRules(tables, known),
  };
}

function share(row: TableRow, column: string): number {
  const value = row.number(column);
  if (value < 0 || value > 1) row.refuse(column, 'a share from 0 to 1');
  return value;
}

function positive(row: TableRow, column: string): number {
  const value = row.number(column);
  if (value <= 0) row.refuse(column, 'a number above 0');
  return value;
}

const GRADES = 4;

function readAdverseEvent(row: TableRow): AdverseEventConcept {
  const grades = row.list('grades').map(Number);
  const total = grades.reduce((sum, one) => sum + one, 0);
  if (grades.length !== GRADES || !grades.every((one) => one >= 0) || !(total > 0))
    row.refuse('grades', 'the shares of grades 1 to 4, as `0.6; 0.3; 0.08; 0.02`');
  return {
    term: row.text('term'),
    system: row.text('system'),
    grades: grades.map((one) => one / total),
    serious: share(row, 'serious'),
    related: share(row, 'related'),
    days: positive(row, 'days'),
    at: row.at,
  };
}

const DOMAINS = wordsOf<AssessmentConcept['domain']>({ LB: true, VS: true, QS: true });
/** SDTM variables of test codes hold eight characters. */
const TEST_CODE = /^[A-Z][A-Z0-9_]{0,7}$/;

function readAssessment(row: TableRow, { observations, problems }: Known): AssessmentConcept {
  const name = row.text('name');
  const names = observations.map((one) => one.name);
  if (name !== '' && !names.includes(name))
    problems.report('normalize-reference-unknown', { kind: 'observation', name, known: names }, row.cell('name').at);
  const domain = DOMAINS.find((one) => one === row.text('domain'));
  if (domain === undefined) row.refuse('domain', '`LB`, `VS` or `QS`');
  const code = row.text('code');
  if (!TEST_CODE.test(code)) row.refuse('code', 'up to eight capital letters and digits');
  const unit = row.cell('unit').value;
  return {
    name,
    domain: domain ?? 'LB',
    code,
    title: row.text('title'),
    unit: unit === '' ? undefined : unit,
    at: row.at,
  };
}

const OCCASIONS = wordsOf<DeviationOccasion>({ window: true, missed: true, any: true });

function readDeviation(row: TableRow, { problems }: Known): DeviationConcept {
  const written = row.text('occasion');
  const occasion = OCCASIONS.find((one) => one === written);
  if (occasion === undefined)
    problems.report(
      'normalize-reference-unknown',
      { kind: 'occasion of a deviation', name: written, known: OCCASIONS },
      row.cell('occasion').at,
    );
  return {
    category: row.text('category'),
    term: row.text('term'),
    occasion: occasion ?? 'any',
    weight: positive(row, 'weight'),
    major: share(row, 'major'),
    at: row.at,
  };
}

const RULES = wordsOf<TrialRule>({ consent_lead_days_max: true, discontinuation_lead_days_max: true });

function readRules(tables: ReferenceTables, { problems }: Known): TrialKnowledge['rules'] {
  const rows = tables.concepts(
    'trial_rules',
    (row) => {
      const rule = row.text('rule');
      if (!RULES.some((one) => one === rule))
        problems.report(
          'normalize-reference-unknown',
          { kind: 'rule of trials', name: rule, known: RULES },
          row.cell('rule').at,
        );
      const value = row.number('value');
      if (!Number.isInteger(value) || value < 0) row.refuse('value', 'a whole number, 0 or more');
      return { rule, value, at: row.at };
    },
    ({ rule }) => rule,
  );
  return new Map(
    RULES.flatMap((rule) => rows.filter((row) => row.rule === rule).map(({ value, at }) => [rule, { value, at }])),
  );
}
