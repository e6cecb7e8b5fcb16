/** A library small enough to read, with a template of each kind, for tests that need no skill files. */
import type {
  ConditionConcept,
  Distribution,
  EventDefinition,
  Journey,
  Library,
  Located,
  PlanConcept,
  Probability,
  Profile,
  Skill,
  SourceRange,
} from '../model/index.ts';

const position = { line: 1, column: 1 };
const nowhere: SourceRange = { file: 'sample.md', start: position, end: position };

function located<Value>(value: Value): Located<Value> {
  return { value, at: nowhere };
}

function constant(value: number): Probability {
  return { kind: 'constant', value, at: nowhere };
}

function condition(code: string, phrases: string, sex?: 'F' | 'M'): ConditionConcept {
  return { code, display: `Title of ${code}`, phrases: phrases.split('; ').filter(Boolean), sex, at: nowhere };
}

function plan(name: string, payer: string, type: string, share: number, phrases: string): PlanConcept {
  const money = { deductible: 0, outOfPocketLimit: 0, primaryCareCopay: 0, specialistCopay: 0, coinsurance: 0 };
  const ofFamilies = { familyDeductible: undefined, familyOutOfPocketLimit: undefined };
  return { name, payer, type, share, phrases: phrases.split('; '), ...money, ...ofFamilies, at: nowhere };
}

function skill(name: string, triggers: readonly string[]): Skill {
  return {
    name,
    kind: 'profile-template',
    path: `${name}.md`,
    digest: '',
    description: '',
    triggers: triggers.map(located),
    frontMatter: { kind: 'map', entries: [], at: nowhere },
    specifications: [],
    tables: [],
    at: nowhere,
  };
}

function profile(
  id: string,
  title: string,
  parts: {
    readonly age: Distribution;
    readonly conditions: readonly (readonly [string, number])[];
    readonly payer: string;
    readonly plans: Readonly<Record<string, number>>;
  },
): Profile {
  const options = Object.entries(parts.plans).map(([value, weight]) => ({ value, weight, at: nowhere }));
  return {
    id,
    title,
    count: located(100),
    seed: located(42),
    asOf: located('2025-01-01'),
    sampling: located('independent'),
    attributes: [{ name: 'age', role: 'demographics', distribution: parts.age, at: nowhere }],
    geography: { kind: 'national', areas: [], at: nowhere },
    conditions: parts.conditions.map(([code, share]) => ({
      code,
      prevalence: constant(share),
      severity: undefined,
      at: nowhere,
    })),
    medications: [],
    correlations: [],
    coverage: {
      payer: located(parts.payer),
      plans: { kind: 'categorical', options, at: nowhere },
      at: nowhere,
    },
    products: ['patientsim', 'membersim'],
    journeys: [],
    at: nowhere,
  };
}

function event(name: string): EventDefinition {
  return {
    name,
    type: 'encounter',
    title: name,
    encounterClass: 'AMB',
    conditions: [],
    observations: [],
    medication: undefined,
    at: nowhere,
  };
}

function journey(
  id: string,
  title: string,
  people: string | undefined,
  phases: Readonly<Record<string, string>>,
): Journey {
  const none = { months: 0, days: 0, minutes: 0 };
  const timing = {
    anchor: { kind: 'journey' as const },
    earliest: none,
    latest: none,
    minuteOfDay: undefined,
    at: nowhere,
  };
  return {
    id,
    title,
    profile: people,
    duration: { ...none, months: 12 },
    start: { kind: 'trailing', days: 365, at: nowhere },
    phases: Object.entries(phases).map(([phase, events]) => ({
      name: phase,
      from: none,
      to: none,
      events: events.split(' ').map((name) => ({
        id: name,
        definition: event(name),
        timing,
        recurrence: undefined,
        probability: constant(1),
        at: nowhere,
      })),
      at: nowhere,
    })),
    at: nowhere,
  };
}

const adultBands: Distribution = {
  kind: 'age_bands',
  bands: [
    { from: 18, to: 34, weight: 0.4 },
    { from: 35, to: 64, weight: 0.6 },
  ],
  at: nowhere,
};

export const chronicMix: readonly { readonly code: string; readonly prevalence: number }[] = [
  { code: 'I10', prevalence: 0.234 },
  { code: 'E11.9', prevalence: 0.08 },
];

export const sampleLibrary: Library = {
  skills: [
    skill('medicare-diabetic', ['diabetic Medicare member', 'Medicare diabetic', 'diabetic seniors']),
    skill('commercial-healthy', ['commercial members', 'commercial healthy adults', 'healthy working-age adults']),
    skill('medicaid-pediatric', ['Medicaid children', 'pediatric Medicaid members']),
    skill('diabetic-first-year', ['diabetic first-year journey', 'newly diagnosed diabetic', 'first year of diabetes']),
    skill('diabetic-first-year-outline', ['diabetic first year outline', 'short diabetic journey']),
    skill('surgical-episode', ['surgical episode', 'elective surgery journey', 'planned operation']),
    skill('new-member-onboarding', ['new member onboarding', 'onboarding journey', 'newly enrolled members']),
  ],
  profiles: [
    profile('medicare-diabetic', 'Medicare Diabetic Cohort', {
      age: { kind: 'normal', mean: 72, standardDeviation: 8, min: 65, max: 100, at: nowhere },
      conditions: [
        ['E11.9', 1],
        ['I10', 0.72],
      ],
      payer: 'Medicare',
      plans: { 'Medicare Advantage': 1 },
    }),
    profile('commercial-healthy', 'Commercial Healthy Adults', {
      age: adultBands,
      conditions: [
        ['E78.5', 0.08],
        ['I10', 0.2],
        ['E11.9', 0.04],
      ],
      payer: 'Commercial',
      plans: { 'Commercial PPO': 0.6, 'Commercial HMO': 0.4 },
    }),
    profile('medicaid-pediatric', 'Medicaid Pediatric Members', {
      age: { kind: 'age_bands', bands: [{ from: 0, to: 18, weight: 1 }], at: nowhere },
      conditions: [['J45.909', 0.08]],
      payer: 'Medicaid',
      plans: { 'Medicaid Managed Care': 1 },
    }),
  ],
  journeys: [
    journey('diabetic-first-year', 'Diabetic First Year', 'medicare-diabetic', {
      Diagnosis: 'initial_visit labs diagnosis rx_metformin',
      Stabilization: 'quarterly_visit a1c_check rx_refills',
    }),
    journey('diabetic-first-year-outline', 'Diabetic First Year', 'medicare-diabetic', {
      Diagnosis: 'initial_visit labs diagnosis rx_metformin',
      Stabilization: 'quarterly_visit a1c_check rx_refills',
    }),
    journey('surgical-episode', 'Surgical Episode', 'commercial-healthy', {
      Operation: 'surgical_admission operation',
    }),
    journey('new-member-onboarding', 'New Member Onboarding', undefined, {
      Welcome: 'plan_enrollment welcome_outreach',
    }),
  ],
  cohorts: [
    {
      id: 'medicare-diabetic-year-one',
      profile: 'medicare-diabetic',
      journeys: ['diabetic-first-year'],
      overrides: [{ path: ['count'], value: 1000, at: nowhere }],
      at: nowhere,
    },
    { id: 'operations', profile: undefined, journeys: ['surgical-episode'], overrides: [], at: nowhere },
  ],
  knowledge: {
    conditions: [
      condition('E11', ''),
      condition('E11.21', 'diabetic nephropathy'),
      condition('E11.9', 'diabetes; diabetic; type 2 diabetes; type 2 diabetic'),
      condition('E78.5', 'hyperlipidemia; high cholesterol'),
      condition('I10', 'hypertension; high blood pressure; hypertensive'),
      condition('J45.909', 'asthma; asthmatic'),
      condition('N18.30', 'ckd stage 3; stage 3 kidney disease'),
      condition('N18.4', 'ckd stage 4'),
      condition('N18.9', 'chronic kidney disease; ckd; kidney disease'),
      condition('U07.1', 'covid-19; covid'),
      condition('Z34.90', 'pregnant; pregnancy', 'F'),
      condition('C61', 'prostate cancer', 'M'),
    ],
    observations: [],
    medications: [
      { name: 'metformin', code: '6809', display: 'metformin', phrases: ['metformin'], at: nowhere },
      { name: 'lisinopril', code: '29046', display: 'lisinopril', phrases: ['lisinopril'], at: nowhere },
    ],
    encounterClasses: [],
    plans: [
      plan('Medicare Advantage', 'Medicare', 'HMO', 0.3, 'medicare advantage; medicare advantage hmo'),
      plan('Medicare Advantage PPO', 'Medicare', 'PPO', 0.24, 'medicare advantage ppo'),
      plan('Original Medicare', 'Medicare', 'FFS', 0.46, 'original medicare; traditional medicare'),
      plan('Commercial PPO', 'Commercial', 'PPO', 0.6, 'commercial ppo'),
      plan('Commercial HMO', 'Commercial', 'HMO', 0.4, 'commercial hmo'),
      plan('Medicaid Managed Care', 'Medicaid', 'HMO', 1, 'medicaid managed care'),
    ],
    places: [
      {
        city: 'Houston',
        state: 'TX',
        postalCode: '77002',
        countyFips: '48201',
        areaCode: '713',
        population: 900,
        urban: true,
        at: nowhere,
      },
      {
        city: 'Springfield',
        state: 'IL',
        postalCode: '62701',
        countyFips: '17167',
        areaCode: '217',
        population: 100,
        urban: true,
        at: nowhere,
      },
      {
        city: 'Springfield',
        state: 'MA',
        postalCode: '01103',
        countyFips: '25013',
        areaCode: '413',
        population: 150,
        urban: true,
        at: nowhere,
      },
      {
        city: 'Mobile',
        state: 'AL',
        postalCode: '36602',
        countyFips: '01097',
        areaCode: '251',
        population: 180,
        urban: true,
        at: nowhere,
      },
    ],
    population: {
      shares: [],
      prevalences: [],
      geographies: [],
      healthIndicators: [],
      socialIndicators: [],
      healthMeasures: [],
    },
    events: [],
  },
  payers: [
    {
      name: 'Medicare',
      display: 'Medicare',
      phrases: ['medicare', 'medicare members'],
      minAge: 65,
      maxAge: 100,
      at: nowhere,
    },
    {
      name: 'Commercial',
      display: 'Commercial insurance',
      phrases: ['commercial', 'commercially insured', 'employer-sponsored'],
      minAge: 0,
      maxAge: 64,
      at: nowhere,
    },
    { name: 'Medicaid', display: 'Medicaid', phrases: ['medicaid'], minAge: 0, maxAge: 64, at: nowhere },
  ],
  states: [
    { code: 'TX', name: 'Texas', population: 29145505, at: nowhere },
    { code: 'FL', name: 'Florida', population: 21538187, at: nowhere },
    { code: 'OR', name: 'Oregon', population: 4237256, at: nowhere },
    { code: 'IN', name: 'Indiana', population: 6785528, at: nowhere },
    { code: 'IL', name: 'Illinois', population: 12812508, at: nowhere },
    { code: 'MA', name: 'Massachusetts', population: 7029917, at: nowhere },
    { code: 'ME', name: 'Maine', population: 1362359, at: nowhere },
    { code: 'NY', name: 'New York', population: 20201249, at: nowhere },
  ],
  regions: [{ name: 'Midlands', states: ['IN', 'IL'], phrases: ['the middle'], at: nowhere }],
  units: [],
  phrases: [
    {
      phrases: ['urban geography', 'urban'],
      places: [nowhere, nowhere],
      set: [{ path: ['demographics', 'geography'], value: 'urban', at: nowhere }],
      covers: [],
      at: nowhere,
    },
    {
      phrases: ['rural geography', 'rural'],
      places: [nowhere, nowhere],
      set: [{ path: ['demographics', 'geography'], value: 'rural', at: nowhere }],
      covers: [],
      at: nowhere,
    },
    {
      phrases: ['mix of healthy and chronic conditions'],
      places: [nowhere],
      set: [{ path: ['conditions'], value: chronicMix, at: nowhere }],
      covers: [],
      at: nowhere,
    },
    {
      phrases: ['adults'],
      places: [nowhere],
      set: [{ path: ['demographics', 'age'], value: { min: 18, max: 64 }, at: nowhere }],
      covers: [],
      at: nowhere,
    },
    { phrases: ['new diagnosis'], places: [nowhere], set: [], covers: ['diagnosis'], at: nowhere },
    { phrases: ['initial treatment'], places: [nowhere], set: [], covers: ['rx_metformin'], at: nowhere },
    {
      phrases: ['quarterly follow-ups', 'quarterly visits'],
      places: [nowhere, nowhere],
      set: [],
      covers: ['quarterly_visit'],
      at: nowhere,
    },
    { phrases: ['lab monitoring'], places: [nowhere], set: [], covers: ['labs', 'a1c_check'], at: nowhere },
  ],
  distributions: [],
  defaults: {
    profile: { kind: 'map', entries: [], at: nowhere },
    journeyProfile: located('commercial-healthy'),
    journeyStart: undefined,
    limits: {
      people: located(10_000_000),
      rows: located(1_000_000_000),
      eventsPerPerson: located(5000),
      memoryMegabytes: located(1200),
      temporaryMegabytes: located(20_000),
      minutes: located(120),
    },
  },
};
