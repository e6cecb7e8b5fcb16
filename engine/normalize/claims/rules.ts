/** Rows of the rules between events and claims to concepts. */
import { DIAGNOSES_BESIDE } from '../../model/index.ts';
import type { AccompanyingDiagnosis, ClaimForm, ClaimRule, DataNode, Distribution } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { readDistribution } from '../distribution/index.ts';
import { eventTypes } from '../event-types.ts';
import { wordsOf } from '../vocabulary.ts';
import { above, known } from './cells.ts';
import { codesOf, shaped, someOf } from '../knowledge/index.ts';
import type { TableRow } from '../knowledge/index.ts';

const FORMS = wordsOf<ClaimForm>({ professional: true, institutional: true, authorization: true, none: true });
const PERS = wordsOf<ClaimRule['per']>({ event: true, day: true, stay: true });

/** What rules may name. */
export interface RuleNames {
  readonly services: readonly string[];
  /** Of codes that stand beside what claims are for. */
  readonly accompanying: readonly string[];
}

export function readClaimRule(row: TableRow, { services, accompanying }: RuleNames, context: Context): ClaimRule {
  const { knowledge } = context;
  const form = FORMS.find((one) => one === row.cell('form').value);
  if (form === undefined) row.refuse('form', '`professional`, `institutional`, `authorization` or `none`');
  const per = PERS.find((one) => one === (row.cell('per').value || 'event'));
  if (per === undefined) row.refuse('per', '`event`, `day` or `stay`');
  const events = { kind: 'event', known: [...eventTypes, ...knowledge.events.map(({ name }) => name)] };
  const classes = { kind: 'encounter class', known: knowledge.encounterClasses.map(({ code }) => code) };
  const bills = form === 'professional' || form === 'institutional';
  const own = row
    .list('services')
    .map((name) => known(row, 'services', { kind: 'service', known: services, name }, context));
  if ((bills || form === 'authorization') && own.length === 0) row.refuse('services', 'at least one service');
  if (row.list('with_diagnosis').length > DIAGNOSES_BESIDE) row.refuse('with_diagnosis', `${DIAGNOSES_BESIDE} at most`);
  if (form !== undefined) row.idle(UNREAD[form], `the form \`${form}\` asks for none of it`);
  return {
    name: row.text('rule'),
    events: someOf(row, 'event').map((name) => known(row, 'event', { ...events, name }, context)),
    classes: row.list('class').map((name) => known(row, 'class', { ...classes, name }, context)),
    form: form ?? 'none',
    placeOfService: form === 'professional' ? shaped(row, 'place_of_service', PLACE) : undefined,
    billType: form === 'institutional' ? shaped(row, 'bill_type', BILL) : undefined,
    services: own,
    per: per ?? 'event',
    submission: bills ? lag(row, 'submission', context) : undefined,
    payment: bills ? lag(row, 'payment', context) : undefined,
    authorization: row.cell('authorization').value !== '' && row.flag('authorization'),
    diagnosis: bills ? diagnosisOf(row, 'diagnosis', context) : undefined,
    withDiagnoses: bills ? row.list('with_diagnosis').map((name) => besideOf(row, name, accompanying, context)) : [],
    at: row.at,
  };
}

const PLACE = { pattern: /^\d{2}$/, expected: 'two digits' };
const BILL = { pattern: /^\d{4}$/, expected: 'four digits' };

const OF_BILLS = ['per', 'submission', 'payment', 'authorization', 'diagnosis', 'with_diagnosis'];
/** Columns that say nothing of such a claim. */
const UNREAD: Readonly<Record<ClaimForm, readonly string[]>> = {
  professional: ['bill_type'],
  institutional: ['place_of_service'],
  authorization: ['place_of_service', 'bill_type', ...OF_BILLS],
  none: ['place_of_service', 'bill_type', 'services', ...OF_BILLS],
};

/** One code that may stand beside what a claim is for. */
export function readAccompanying(row: TableRow, context: Context): AccompanyingDiagnosis {
  return {
    name: row.text('name'),
    reasons: codesOf(row, 'reasons', context.problems),
    code: diagnosisOf(row, 'code', context),
    share: above(row, 'share'),
    at: row.at,
  };
}

function besideOf(row: TableRow, name: string, accompanying: readonly string[], context: Context): string {
  const codes = context.knowledge.conditions.map(({ code }) => code);
  const names = { kind: 'condition', known: [...codes, ...accompanying], name };
  return known(row, 'with_diagnosis', names, context);
}

function diagnosisOf(row: TableRow, column: string, context: Context): string {
  const codes = context.knowledge.conditions.map(({ code }) => code);
  return known(row, column, { kind: 'condition', known: codes }, context);
}

function lag(row: TableRow, column: string, context: Context): Distribution | undefined {
  const found = namedDistribution(row, column, context);
  if (found === undefined && row.cell(column).value === '') row.refuse(column, 'the name of a distribution of days');
  return found;
}

/** One that depends on nothing of the person: rules are about claims. */
export function namedDistribution(row: TableRow, column: string, context: Context): Distribution | undefined {
  const { value, at } = row.cell(column);
  if (value === '') return undefined;
  const use: DataNode = {
    kind: 'map',
    at,
    entries: [{ key: 'use', keyAt: at, value: { kind: 'scalar', value, at } }],
  };
  const found = readDistribution(use, `\`${column}\``, context);
  if (found !== undefined && depends(found)) row.refuse(column, 'a distribution that depends on nothing');
  return found;
}

function depends(distribution: Distribution): boolean {
  if (distribution.kind === 'mixture') return distribution.components.some((one) => depends(one.distribution));
  return distribution.kind === 'conditional' || distribution.kind === 'derived';
}
