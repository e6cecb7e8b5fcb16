/** The tables that reference skills may hold: columns that must be there, and columns that may. */

export interface TableShape {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Other columns hold numbers, and their names are part of the data. */
  readonly figures?: boolean;
}

export type TableName =
  | 'conditions'
  | 'condition_courses'
  | 'diagnosis_exclusions'
  | 'reason_lists'
  | 'visit_reasons'
  | 'visit_prescriptions'
  | 'observations'
  | 'observation_baselines'
  | 'other_units'
  | 'growth'
  | 'medicine_effects'
  | 'withheld_medicines'
  | 'signs_of_illness'
  | 'medications'
  | 'encounter_classes'
  | 'arrival_hours'
  | 'discharge_hours'
  | 'holidays'
  | 'plans'
  | 'payers'
  | 'places'
  | 'states'
  | 'regions'
  | 'population_shares'
  | 'prevalences'
  | 'geographies'
  | 'health_indicators'
  | 'social_indicators'
  | 'health_measures'
  | 'formulary'
  | 'drug_cost_sharing'
  | 'pharmacy_benefits'
  | 'drug_interactions'
  | 'pharmacy_rejects'
  | 'pharmacy_rules'
  | 'pharmacy_kinds'
  | 'adherence'
  | 'trial_adverse_events'
  | 'trial_assessments'
  | 'trial_deviations'
  | 'trial_discontinuations'
  | 'trial_rules'
  | 'claim_rules'
  | 'accompanying_diagnoses'
  | 'services'
  | 'service_codes'
  | 'event_services'
  | 'service_classes'
  | 'payer_rates'
  | 'plan_rules'
  | 'plan_benefits'
  | 'drgs'
  | 'stay_lines'
  | 'adjustment_reasons'
  | 'claim_figures'
  | 'employer_groups'
  | 'spending_benchmarks'
  | 'spending_amounts'
  | 'specialties'
  | 'facility_kinds'
  | 'visits_seen'
  | 'networks'
  | 'network_rules'
  | 'listed_providers'
  | 'procedures'
  | 'vaccines'
  | 'vaccine_schedule'
  | 'allergens'
  | 'allergy_prevalences'
  | 'admission_sources'
  | 'stay_lengths'
  | 'discharge_dispositions'
  | 'readmissions'
  | 'quality_measures';

const AREA = ['area', 'name', 'state', 'population'];
const HOURS = ['classes', 'from', 'to', 'share'];

export const tableShapes: Readonly<Record<TableName, TableShape>> = {
  conditions: { required: ['code', 'display'], optional: ['phrases', 'sex', 'min_age', 'max_age', 'usual_from'] },
  diagnosis_exclusions: { required: ['code', 'excludes'], optional: [] },
  condition_courses: { required: ['code', 'days_from', 'days_to'], optional: [] },
  reason_lists: { required: ['reasons', 'events'], optional: ['same_for', 'renews'] },
  visit_reasons: { required: ['reasons', 'code', 'per_1000'], optional: ['own', 'sex', 'min_age', 'max_age', 'once'] },
  visit_prescriptions: { required: ['reasons', 'code', 'prescription', 'share'], optional: ['min_age', 'max_age'] },
  observations: {
    required: ['name', 'code', 'display', 'unit', 'mean', 'sd'],
    optional: [
      'low',
      'high',
      'decimals',
      'min',
      'max',
      'variation',
      'below',
      'gap',
      'goes_with',
      'rank_correlation',
      'formula',
      'worked_out',
      'phrases',
    ],
  },
  observation_baselines: { required: ['name', 'mean', 'sd'], optional: ['condition', 'ages', 'sex', 'min', 'max'] },
  medicine_effects: { required: ['name', 'medicines', 'change'], optional: [] },
  withheld_medicines: { required: ['medicines', 'events', 'days_before'], optional: ['days_after'] },
  signs_of_illness: { required: ['name', 'reasons', 'share', 'mean', 'sd'], optional: ['class', 'min', 'max'] },
  growth: { required: ['name', 'months', 'median'], optional: ['sex'] },
  medications: { required: ['name', 'code', 'display'], optional: ['phrases'] },
  encounter_classes: {
    required: ['code', 'display', 'opens', 'closes', 'working_days', 'minutes_mean'],
    optional: [
      'planned_opens',
      'planned_closes',
      'minutes_sd',
      'minutes_min',
      'minutes_max',
      'stay',
      'emergency',
      'once_a_day',
    ],
  },
  arrival_hours: { required: HOURS, optional: [] },
  discharge_hours: { required: HOURS, optional: [] },
  holidays: { required: ['name', 'rule'], optional: ['observed', 'since'] },
  plans: {
    required: [
      'name',
      'payer',
      'type',
      'deductible',
      'out_of_pocket_limit',
      'primary_care_copay',
      'specialist_copay',
      'coinsurance',
      'share',
    ],
    optional: ['phrases', 'family_deductible', 'family_out_of_pocket_limit'],
  },
  payers: { required: ['name', 'display'], optional: ['phrases', 'min_age', 'max_age', 'exempt_conditions'] },
  places: {
    required: ['city', 'state', 'postal_code', 'county_fips', 'area_code', 'population', 'urban'],
    optional: ['county', 'part_of'],
  },
  states: { required: ['state', 'name', 'population'], optional: [] },
  other_units: { required: ['observation', 'words', 'times'], optional: ['plus'] },
  regions: { required: ['region', 'states'], optional: ['phrases'] },
  population_shares: { required: ['attribute', 'value', 'share'], optional: ['ages', 'ethnicity', 'race'] },
  prevalences: { required: ['code', 'ages', 'prevalence'], optional: [] },
  geographies: { required: AREA, optional: [], figures: true },
  health_indicators: { required: AREA, optional: [], figures: true },
  social_indicators: { required: AREA, optional: [], figures: true },
  health_measures: { required: ['measure', 'code'], optional: [] },
  formulary: {
    required: ['drug', 'tier', 'brand', 'unit', 'units_per_day', 'unit_cost'],
    optional: ['covered', 'prior_authorization', 'step', 'quantity_limit'],
  },
  drug_cost_sharing: { required: ['payer', 'tier', 'name'], optional: ['copay', 'coinsurance'] },
  pharmacy_benefits: { required: ['payer', 'bin', 'pcn', 'group', 'dispensing_fee'], optional: ['yearly_limit'] },
  drug_interactions: { required: ['drug', 'other', 'severity', 'effect'], optional: [] },
  pharmacy_rejects: { required: ['code', 'reason', 'display'], optional: [] },
  pharmacy_rules: { required: ['rule', 'value'], optional: [] },
  pharmacy_kinds: { required: ['kind', 'density'], optional: [] },
  adherence: { required: ['from', 'to', 'share'], optional: [] },
  trial_adverse_events: { required: ['term', 'system', 'grades', 'serious', 'related', 'days'], optional: [] },
  trial_assessments: { required: ['name', 'domain', 'code', 'title'], optional: ['unit'] },
  trial_deviations: { required: ['category', 'term', 'occasion', 'weight', 'major'], optional: [] },
  trial_discontinuations: { required: ['reason', 'share', 'adverse_event'], optional: [] },
  trial_rules: { required: ['rule', 'value'], optional: [] },
  claim_rules: {
    required: ['rule', 'event', 'form'],
    optional: [
      'class',
      'place_of_service',
      'bill_type',
      'services',
      'per',
      'submission',
      'payment',
      'authorization',
      'diagnosis',
      'with_diagnosis',
    ],
  },
  accompanying_diagnoses: { required: ['name', 'code', 'share'], optional: ['reasons'] },
  services: { required: ['name', 'display', 'class', 'base'], optional: ['revenue_code', 'observations'] },
  service_codes: { required: ['service', 'code'], optional: ['modifier'] },
  event_services: { required: ['event', 'services'], optional: ['reasons', 'payer'] },
  service_classes: { required: ['class', 'sector', 'cost_sharing', 'intensity', 'charge'], optional: [] },
  payer_rates: { required: ['payer', 'sector', 'in_network', 'out_of_network'], optional: [] },
  plan_rules: {
    required: ['type', 'out_of_network', 'out_of_network_coinsurance', 'secondary'],
    optional: [],
  },
  plan_benefits: {
    required: ['plan', 'class'],
    optional: ['covered', 'copay', 'day_copay', 'from_day', 'to_day', 'coinsurance'],
  },
  drgs: { required: ['drg', 'title', 'weight', 'share'], optional: ['conditions', 'events', 'surgical'] },
  stay_lines: { required: ['revenue_code', 'service', 'medical', 'surgical'], optional: ['per'] },
  adjustment_reasons: { required: ['reason', 'group', 'code', 'display'], optional: [] },
  claim_figures: { required: ['figure', 'value'], optional: ['payer'] },
  employer_groups: {
    required: ['payer', 'industry', 'share', 'groups', 'employees', 'self_funded'],
    optional: [],
  },
  spending_benchmarks: { required: ['people', 'low', 'high', 'published'], optional: ['payer'] },
  spending_amounts: { required: ['of', 'payer', 'low', 'high', 'published'], optional: [] },
  specialties: {
    required: ['specialty', 'taxonomy_code', 'density'],
    optional: ['primary_care_ages', 'primary_care_share', 'panel_mean', 'panel_sd', 'conditions', 'on_referral'],
  },
  facility_kinds: {
    required: ['kind', 'taxonomy_code', 'density'],
    optional: ['beds_mean', 'beds_sd', 'beds_min', 'beds_max'],
  },
  visits_seen: { required: ['event', 'class', 'by'], optional: ['reasons', 'facility', 'ordered_by'] },
  networks: {
    required: ['network', 'payer', 'provider_share', 'facility_share', 'out_of_network_share'],
    optional: ['plan', 'preferred_share', 'notice_share', 'notice_days'],
  },
  network_rules: { required: ['rule', 'value'], optional: [] },
  listed_providers: {
    required: ['npi', 'name', 'taxonomy_code', 'address', 'city', 'state', 'postal_code'],
    optional: [],
  },
  procedures: { required: ['name', 'code', 'system', 'display'], optional: ['events', 'reasons'] },
  vaccines: { required: ['name', 'cvx', 'display'], optional: ['from_months'] },
  vaccine_schedule: { required: ['vaccine', 'dose', 'from_months', 'to_months'], optional: [] },
  allergens: {
    required: ['name', 'display', 'category', 'code', 'system', 'criticality', 'reaction'],
    optional: ['medicines'],
  },
  allergy_prevalences: { required: ['allergen', 'ages', 'prevalence'], optional: [] },
  admission_sources: {
    required: ['name', 'after'],
    optional: ['display', 'events', 'reasons', 'share', 'unplanned'],
  },
  stay_lengths: { required: ['events', 'days_mean', 'days_sd'], optional: ['days_min', 'days_max'] },
  quality_measures: {
    required: ['measure', 'display', 'ages', 'every_months'],
    optional: ['sex', 'given', 'closed_by', 'control'],
  },
  discharge_dispositions: { required: ['disposition', 'ages', 'share'], optional: ['events', 'class', 'nights'] },
  readmissions: {
    required: ['classes', 'ages', 'share', 'days_mean', 'days_max'],
    optional: ['payer', 'events', 'dispositions', 'days_min'],
  },
};

export const tableNames: readonly string[] = Object.keys(tableShapes);

export function isTableName(text: string): text is TableName {
  return Object.hasOwn(tableShapes, text);
}

/** In every table: says where a figure comes from, for people. */
export const PROSE_COLUMN = 'source';
