/** Rows about who provides care to concepts: specialties, facilities, who sees which visit, networks, a loaded registry. */
import type {
  EncounterClassConcept,
  EventDefinition,
  FacilityKind,
  ListedProvider,
  NetworkConcept,
  NetworkKnowledge,
  NetworkRule,
  PayerConcept,
  PlanConcept,
  Seer,
  SpecialtyConcept,
  VisitRule,
} from '../../model/index.ts';
import { eventTypes, isEncounter } from '../event-types.ts';
import type { Problems } from '../problems.ts';
import { wordsOf } from '../vocabulary.ts';
import { agesOf, shareOf } from './ages.ts';
import { codesOf, forReasons } from './code-cells.ts';
import type { ReferenceTables } from './read-tables.ts';
import { optionalAmount } from './shapes.ts';
import type { TableRow } from './table-row.ts';

interface Known {
  readonly payers: readonly PayerConcept[];
  readonly plans: readonly PlanConcept[];
  readonly classes: readonly EncounterClassConcept[];
  readonly problems: Problems;
}

export function readNetwork(tables: ReferenceTables, known: Known): NetworkKnowledge {
  const specialties = tables.concepts(
    'specialties',
    (row) => readSpecialty(row, known),
    ({ specialty }) => specialty,
  );
  checkPrimaryCare(specialties, known.problems);
  const facilityKinds = tables.concepts('facility_kinds', readFacility, ({ kind }) => kind);
  return {
    specialties,
    facilityKinds,
    visits: tables.concepts(
      'visits_seen',
      (row) => readVisit(row, { ...known, specialties, facilityKinds }),
      ({ event, encounterClass, reasons }) => forReasons(event ?? `class ${encounterClass}`, reasons),
    ),
    networks: tables.concepts(
      'networks',
      (row) => readNetworkRow(row, known),
      ({ network, payer, plan }) => [network, plan ?? `other plans of ${payer}`],
    ),
    rules: readRules(tables, known),
    listed: tables.concepts('listed_providers', readListed, ({ npi }) => npi),
  };
}

/** Rows about events that the catalogue does not have. */
export function checkVisitEvents(
  { visits }: NetworkKnowledge,
  events: readonly EventDefinition[],
  problems: Problems,
): void {
  const known = [...events.map(({ name }) => name), ...eventTypes];
  for (const { event, eventAt: at, by, orderedBy } of visits) {
    if (event === undefined) continue;
    if (!known.includes(event))
      problems.report('normalize-reference-unknown', { kind: 'event', name: event, known }, at);
    const meant = events.filter(({ name, type }) => name === event || type === event);
    if (meant.length === 0 || !meant.every(isEncounter)) continue;
    if (by.kind === 'facility')
      problems.report('normalize-cell', { column: 'by', expected: SOMEBODY, found: ITSELF }, at);
    if (orderedBy !== undefined)
      problems.report('normalize-without-effect', { part: 'ordered_by', reason: SEEN_ALONE, isOfRows: true }, at);
  }
}

function readSpecialty(row: TableRow, { problems }: Known): SpecialtyConcept {
  const isPrimaryCare = row.cell('primary_care_ages').value !== '';
  const share = row.optionalNumber('primary_care_share');
  if (share !== undefined && !(share > 0 && share <= 1)) row.refuse('primary_care_share', 'a share above 0, up to 1');
  if (!isPrimaryCare) row.idle(['primary_care_share'], 'there are no `primary_care_ages`');
  const mean = row.optionalNumber('panel_mean');
  if (mean !== undefined && mean <= 0) row.refuse('panel_mean', 'a number above 0');
  if (mean === undefined) row.idle(['panel_sd'], 'there is no `panel_mean`');
  return {
    specialty: row.text('specialty'),
    taxonomyCode: taxonomyOf(row),
    density: densityOf(row),
    primaryCareAges: isPrimaryCare ? agesOf(row, 'primary_care_ages') : undefined,
    primaryCareShare: share,
    panel: mean === undefined ? undefined : { mean, sd: spread(row, 'panel_sd') },
    conditions: codesOf(row, 'conditions', problems),
    onReferral: codesOf(row, 'on_referral', problems),
    at: row.at,
  };
}

/** At each age the shares leave something for the specialties that name none, or all where there are no others. */
function checkPrimaryCare(specialties: readonly SpecialtyConcept[], problems: Problems): void {
  const starts = new Set(
    specialties.flatMap(({ primaryCareAges: ages }) => (ages === undefined ? [] : [ages.min, ages.max + 1])),
  );
  const reported = new Set<SpecialtyConcept>();
  for (const age of starts) {
    const all = specialties.filter(
      ({ primaryCareAges: ages }) => ages !== undefined && ages.min <= age && age <= ages.max,
    );
    const sharing = all.filter(({ primaryCareShare }) => primaryCareShare !== undefined);
    const sum = sharing.reduce((total, { primaryCareShare = 0 }) => total + primaryCareShare, 0);
    const last = sharing.at(-1);
    const isWhole = Math.abs(sum - 1) <= ROUNDING;
    if (last === undefined || reported.has(last) || isWhole || (sum < 1 && sharing.length < all.length)) continue;
    reported.add(last);
    problems.report('normalize-weights', { sum, normalized: [] }, last.at);
  }
}

const ROUNDING = 1e-9;

/** NUCC codes have ten signs, the last an X. */
function taxonomyOf(row: TableRow): string {
  const code = row.text('taxonomy_code');
  if (code !== '' && !/^[0-9A-Z]{9}X$/.test(code)) row.refuse('taxonomy_code', 'ten digits and capitals with X last');
  return code;
}

function densityOf(row: TableRow): number {
  const density = row.number('density');
  if (density <= 0) row.refuse('density', 'a number above 0');
  return density;
}

function readFacility(row: TableRow): FacilityKind {
  const mean = row.optionalNumber('beds_mean');
  const beds =
    mean === undefined
      ? undefined
      : { mean, sd: spread(row, 'beds_sd'), min: spread(row, 'beds_min'), max: spread(row, 'beds_max') };
  if (mean === undefined) row.idle(['beds_sd', 'beds_min', 'beds_max'], 'there is no `beds_mean`');
  if (beds !== undefined && !(beds.min <= beds.mean && beds.mean <= beds.max))
    row.refuse('beds_mean', 'a number between `beds_min` and `beds_max`');
  return { kind: row.text('kind'), taxonomyCode: taxonomyOf(row), density: densityOf(row), beds, at: row.at };
}

/** The cell beside a mean, 0 or more. */
function spread(row: TableRow, column: string): number {
  if (row.cell(column).value === '') row.refuse(column, 'a number');
  return optionalAmount(row, column) ?? 0;
}

interface KnownProviders extends Known {
  readonly specialties: readonly SpecialtyConcept[];
  readonly facilityKinds: readonly FacilityKind[];
}

const WORDS: Readonly<Record<string, Seer>> = {
  specialist: { kind: 'specialist' },
  condition: { kind: 'condition' },
  'primary care': { kind: 'primary_care' },
};
const ITSELF = 'facility';

function readVisit(row: TableRow, { specialties, facilityKinds, classes, problems }: KnownProviders): VisitRule {
  const [event, encounterClass, facility] = ['event', 'class', 'facility'].map((column) => row.cell(column).value);
  if ((event === '') === (encounterClass === '')) row.refuse('event', 'an event or a class, not both');
  const codes = classes.map(({ code }) => code);
  named({ row, column: 'class', kind: 'encounter class', known: codes, problems });
  const kinds = facilityKinds.map(({ kind }) => kind);
  named({ row, column: 'facility', kind: 'kind of facility', known: kinds, problems });
  const by = row.text('by');
  const orderedBy = row.cell('ordered_by').value;
  const words = [...Object.keys(WORDS), ...specialties.map(({ specialty }) => specialty)];
  named({ row, column: 'by', kind: 'specialty', known: [...words, ITSELF], problems });
  named({ row, column: 'ordered_by', kind: 'specialty', known: words, problems });
  if (by === ITSELF && facility === '') row.refuse('facility', 'the kind of facility that `by` speaks of');
  if (event === '') checkOfVisits(row);
  const reasons = codesOf(row, 'reasons', problems);
  if (reasons.length > 0 && (event === '' || facility !== ''))
    row.refuse('reasons', 'nothing: only a row about an event and without a facility is about some reasons');
  return {
    event: event === '' ? undefined : event,
    eventAt: row.cell('event').at,
    encounterClass: encounterClass === '' ? undefined : encounterClass,
    reasons,
    by: by === ITSELF ? { kind: 'facility' } : seerOf(by),
    orderedBy: orderedBy === '' ? undefined : seerOf(orderedBy),
    facility: facility === '' ? undefined : facility,
    at: row.at,
  };
}

function seerOf(word: string): Seer {
  return WORDS[word] ?? { kind: 'specialty', specialty: word };
}

/** What only what is no encounter can have. */
function checkOfVisits(row: TableRow): void {
  if (row.cell('by').value === ITSELF) row.refuse('by', SOMEBODY);
  row.idle(['ordered_by'], SEEN_ALONE);
}

const SOMEBODY = 'a specialty or a word for one, since somebody sees each encounter';
const SEEN_ALONE = 'claims for an encounter say who saw the person, and not who ordered it';

interface Naming {
  readonly row: TableRow;
  readonly column: string;
  readonly kind: string;
  readonly known: readonly string[];
  readonly problems: Problems;
}

/** What stands in the cell, if anything, is one of the known. */
function named({ row, column, kind, known, problems }: Naming): void {
  const { value: name, at } = row.cell(column);
  if (name !== '' && !known.includes(name)) problems.report('normalize-reference-unknown', { kind, name, known }, at);
}

function readNetworkRow(row: TableRow, { payers, plans, problems }: Known): NetworkConcept {
  named({ row, column: 'payer', kind: 'payer', known: payers.map(({ name }) => name), problems });
  const payer = row.text('payer');
  const ofPayer = plans.filter((plan) => plan.payer === payer).map(({ name }) => name);
  named({ row, column: 'plan', kind: 'plan', known: ofPayer, problems });
  const plan = row.cell('plan').value;
  return {
    network: row.text('network'),
    payer,
    plan: plan === '' ? undefined : plan,
    providerShare: aboveZero(row, 'provider_share'),
    facilityShare: aboveZero(row, 'facility_share'),
    preferredShare: row.cell('preferred_share').value === '' ? 1 : shareOf(row, 'preferred_share'),
    outOfNetworkShare: shareOf(row, 'out_of_network_share'),
    notice: readNotice(row),
    at: row.at,
  };
}

function readNotice(row: TableRow): NetworkConcept['notice'] {
  const [share, days] = ['notice_share', 'notice_days'].map((column) => row.cell(column).value !== '');
  if (!share && !days) return undefined;
  if (share !== days) row.refuse(share ? 'notice_days' : 'notice_share', 'something beside the other of the two');
  const notice = { share: shareOf(row, 'notice_share'), days: row.number('notice_days') };
  if (!Number.isInteger(notice.days) || notice.days < 1) row.refuse('notice_days', 'a whole number, 1 or more');
  return notice;
}

function aboveZero(row: TableRow, column: string): number {
  const share = shareOf(row, column);
  if (share === 0) row.refuse(column, 'a share above 0');
  return share;
}

const RULES = wordsOf<NetworkRule>({ fewest_providers: true, first_round: true, round_growth: true });

function readRules(tables: ReferenceTables, { problems }: Known): NetworkKnowledge['rules'] {
  const rows = tables.concepts(
    'network_rules',
    (row) => {
      named({ row, column: 'rule', kind: 'rule of networks', known: RULES, problems });
      const value = row.number('value');
      if (!Number.isInteger(value) || value < 1) row.refuse('value', 'a whole number, 1 or more');
      return { rule: row.text('rule'), value };
    },
    ({ rule }) => rule,
  );
  return new Map(RULES.flatMap((rule) => rows.filter((row) => row.rule === rule).map(({ value }) => [rule, value])));
}

function readListed(row: TableRow): ListedProvider {
  const patterns = { npi: /^\d{10}$/, state: /^[A-Z]{2}$/, postal_code: /^\d{5}$/ };
  for (const [column, pattern] of Object.entries(patterns)) {
    if (!pattern.test(row.cell(column).value))
      row.refuse(column, column === 'state' ? 'two capital letters' : `${column === 'npi' ? 'ten' : 'five'} digits`);
  }
  return {
    npi: row.cell('npi').value,
    name: row.text('name'),
    taxonomyCode: taxonomyOf(row),
    address: row.text('address'),
    city: row.text('city'),
    state: row.cell('state').value,
    postalCode: row.cell('postal_code').value,
    at: row.at,
  };
}
