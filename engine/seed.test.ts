/** The content that the project began with: its specifications unchanged, its requests, its folders. */
import { access } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readRows, readTables } from './testing/built-tables.ts';
import type { Row } from './testing/built-tables.ts';
import { answerTo, openCohortBuilds } from './testing/cohort-builds.ts';

const PROFILE = `{
  "profile_name": "Medicare Diabetic Cohort",
  "count": 100,
  "demographics": {
    "age": { "distribution": "normal", "mean": 72, "std_dev": 8 },
    "gender": { "distribution": "categorical", "weights": {"M": 0.48, "F": 0.52} }
  },
  "conditions": [
    { "code": "E11.9", "prevalence": 1.0 },
    { "code": "I10", "prevalence": 0.72 }
  ],
  "coverage": { "type": "Medicare", "plan": "Medicare Advantage" }
}`;

// The space behind a comma is part of it.
const JOURNEY = `{
  "journey_name": "Diabetic First Year",
  "duration": "12 months",
  "phases": [
    {
      "name": "Diagnosis",
      "duration": "0-30 days",
      "events": ["initial_visit", "labs", "diagnosis", "rx_metformin"]
    },
    {
      "name": "Stabilization", 
      "duration": "30-180 days",
      "events": ["quarterly_visit", "a1c_check", "rx_refills"]
    }
  ]
}`;

const ONE_MEMBER = 'Generate a 65-year-old diabetic Medicare member';

const COMMERCIAL = `Build a profile for 100 commercial members:
- Age 25-45
- Mix of healthy and chronic conditions
- Urban geography`;

const FIRST_YEAR = `Create a diabetic first-year journey for 50 patients:
- New diagnosis
- Initial treatment
- Quarterly follow-ups
- Lab monitoring`;

const FILES = [
  'README.md',
  'SKILL.md',
  'builders/profile-builder.md',
  'builders/journey-builder.md',
  'builders/quick-generate.md',
  'executors/profile-executor.md',
  'executors/journey-executor.md',
  'executors/cross-domain-sync.md',
  'distributions/distribution-types.md',
  'distributions/age-distributions.md',
  'distributions/cost-distributions.md',
  'journeys/linear-journey.md',
  'journeys/branching-journey.md',
  'journeys/protocol-journey.md',
  'journeys/lifecycle-journey.md',
  'templates/profiles/medicare-diabetic.md',
  'templates/profiles/commercial-healthy.md',
  'templates/profiles/medicaid-pediatric.md',
  'templates/journeys/diabetic-first-year.md',
  'templates/journeys/surgical-episode.md',
  'templates/journeys/new-member-onboarding.md',
  '../populationsim/SKILL.md',
  '../networksim/SKILL.md',
  '../common/state-management.md',
  '../common/identity-correlation.md',
];

const { build, tree } = await openCohortBuilds();
const loaded = await tree({
  'generation/templates/profiles/pasted-profile.md': skill('pasted-profile', 'profile-template', PROFILE),
  'generation/templates/journeys/pasted-journey.md': skill('pasted-journey', 'journey-template', JOURNEY),
});

function skill(name: string, type: string, specification: string): string {
  const fence = '```';
  const matter = ['---', `name: ${name}`, 'description: As it was written first.', `type: ${type}`, '---'];
  return [...matter, '', `# As written`, '', `${fence}json`, specification, fence, ''].join('\n');
}

/** Completed years on the day of the data. */
const AGES = `select date_sub('year', birth_date, (select as_of from meta.run)) as age, sex from core.persons`;
const COVERAGE = `select payer, plans.name as plan, count(*)::integer as members from membersim.enrollments
  join membersim.plans using (plan_id)
  where start_date <= (select as_of from meta.run) and end_date is null group by all order by all`;

async function one(file: string, sql: string): Promise<Row> {
  const [row = {}] = await readRows(file, sql);
  return row;
}

/** Lines of the phrase in which something was understood; nothing in it is unread. */
function linesRead(phrase: string): readonly number[] {
  const { outcome, reading, diagnostics } = answerTo(loaded, { what: phrase });
  expect({ outcome, unread: reading?.unread, diagnostics }).toEqual({
    outcome: 'resolved',
    unread: [],
    diagnostics: [],
  });
  return [...new Set(reading?.understood.map(({ at }) => at.start.line))].toSorted((a, b) => a - b);
}

test.each(FILES)('skills/generation/%s is there', async (path) => {
  await expect(access(new URL(`../skills/generation/${path}`, import.meta.url))).resolves.toBeUndefined();
});

test('the first profile, unchanged, gives a hundred people as it says', async () => {
  const file = await build(loaded, { what: 'pasted-profile' });
  expect(
    await one(
      file,
      `select count(*)::integer as people, min(age) >= 65 as old_enough, avg(age) between 71 and 76 as mean, count(distinct age) > 15 as spread,
        avg((sex = 'F')::int) between 0.37 and 0.67 as women from (${AGES})`,
    ),
  ).toEqual({ people: 100, old_enough: true, mean: true, spread: true, women: true });
  const [diabetes, pressure, ...others] = await readRows(
    file,
    'select code, count(*)::integer as people from patientsim.conditions group by code order by code',
  );
  expect(diabetes).toEqual({ code: 'E11.9', people: 100 });
  expect(pressure?.['code']).toBe('I10');
  expect(Math.abs(Number(pressure?.['people']) - 72)).toBeLessThan(3 * Math.sqrt(100 * 0.72 * 0.28));
  expect(others).toEqual([]);
  expect(await readRows(file, COVERAGE)).toEqual([{ payer: 'Medicare', plan: 'Medicare Advantage', members: 100 }]);
});

test('the first journey, unchanged, takes each of its events to rows of the timeline, within its phase', async () => {
  const file = await build(loaded, { what: 'pasted-journey', count: 60 });
  const events = await readRows(
    file,
    `select phase, event, count(distinct person_id)::integer as people,
        bool_and(moment::date - started between 0 and case phase when 'Diagnosis' then 32 else 182 end) as in_time
      from core.timeline join (select person_id, min(moment)::date as started from core.timeline group by person_id) using (person_id)
      where status = 'happened' group by phase, event order by phase, event`,
  );
  const within = { people: 60, in_time: true };
  expect(events).toEqual([
    { phase: 'Diagnosis', event: 'initial_visit', ...within },
    { phase: 'Diagnosis', event: 'labs', ...within },
    { phase: 'Diagnosis', event: 'diagnosis', ...within },
    { phase: 'Diagnosis', event: 'rx_metformin', ...within },
    { phase: 'Stabilization', event: 'quarterly_visit', ...within },
    { phase: 'Stabilization', event: 'a1c_check', ...within },
    { phase: 'Stabilization', event: 'rx_refills', ...within },
  ]);
});

test('the first profile takes the first journey', async () => {
  const file = await build(loaded, { what: 'pasted-profile', journeys: ['pasted-journey'] });
  const counts = await one(
    file,
    `select (select count(distinct person_id)::integer from core.timeline) as travellers,
      (select count(distinct patient_id)::integer from patientsim.encounters) as visitors,
      (select count(distinct patient_id)::integer from patientsim.observations where name = 'a1c') as measured,
      (select count(distinct patient_id)::integer from patientsim.medication_requests where name = 'metformin') as treated,
      (select count(*)::integer from patientsim.conditions where code = 'E11.9') as diagnosed`,
  );
  expect(counts).toEqual({ travellers: 100, visitors: 100, measured: 100, treated: 100, diagnosed: 100 });
});

test('a 65-year-old diabetic Medicare member is one person who is all of that', async () => {
  expect(linesRead(ONE_MEMBER)).toEqual([1]);
  const file = await build(loaded, { what: ONE_MEMBER });
  expect(await readRows(file, `select age::integer as age from (${AGES})`)).toEqual([{ age: 65 }]);
  expect(await readRows(file, COVERAGE)).toMatchObject([{ payer: 'Medicare', members: 1 }]);
  const diabetes = "select count(*)::integer as rows from patientsim.conditions where code::text like 'E11%'";
  expect(await readRows(file, diabetes)).toEqual([{ rows: 1 }]);
});

test('a hundred commercial members have the age, the health and the places that were asked for', async () => {
  expect(linesRead(COMMERCIAL)).toEqual([1, 2, 3, 4]);
  const file = await build(loaded, { what: COMMERCIAL });
  const ages = await one(
    file,
    `select count(*)::integer as people, min(age) >= 25 and max(age) <= 45 as in_range, max(age) - min(age) > 12 as spread from (${AGES})`,
  );
  expect(ages).toEqual({ people: 100, in_range: true, spread: true });
  const payers = await readRows(
    file,
    `select payer, sum(members)::integer as members from (${COVERAGE}) group by payer`,
  );
  expect(payers).toEqual([{ payer: 'Commercial', members: 100 }]);
  const urban = new Set(
    loaded.library.knowledge.places.filter((place) => place.urban).map((place) => place.postalCode),
  );
  const homes = (await readRows(file, 'select postal_code from core.persons')).map((row) => row['postal_code']);
  expect(homes.filter((home) => typeof home !== 'string' || !urban.has(home))).toEqual([]);
  const health = await one(
    file,
    `select count(*) > 10 as ill, count(*) < 90 as healthy, (select count(distinct code) > 2 from patientsim.conditions) as mixed
      from (select distinct patient_id from patientsim.conditions)`,
  );
  expect(health).toEqual({ ill: true, healthy: true, mixed: true });
});

test('fifty patients take the diabetic first year, with every step that was asked for', async () => {
  expect(linesRead(FIRST_YEAR)).toEqual([1, 2, 3, 4, 5]);
  const file = await build(loaded, { what: FIRST_YEAR });
  const steps = await readRows(
    file,
    `select event, count(distinct person_id)::integer as people from core.timeline
      where journey = 'diabetic-first-year' and status = 'happened' and event in ('diagnosis', 'rx_metformin')
      group by event order by event::text`,
  );
  expect(steps).toEqual([
    { event: 'diagnosis', people: 50 },
    { event: 'rx_metformin', people: 50 },
  ]);
  const care = await one(
    file,
    `select (select count(*)::integer from core.persons) as people,
      (select count(*) from core.timeline where event = 'quarterly_visit' and status = 'happened') > 75 as followed_up,
      (select count(*) from patientsim.observations where name = 'a1c') > 100 as monitored`,
  );
  expect(care).toEqual({ people: 50, followed_up: true, monitored: true });
});

test('no identifier can be that of a living person', async () => {
  const tables = await readTables(await build(loaded, { what: 'medicare-diabetic-first-year', count: 500 }));
  const texts = Object.values(tables)
    .flat()
    .flatMap((row) => Object.values(row))
    .filter((value) => typeof value === 'string');
  const numbers = texts.filter((text) => /^\d{3}-?\d{2}-?\d{4}$/.test(text));
  expect(new Set(numbers).size).toBe(500);
  expect(numbers.filter((text) => !/^9\d\d-(?:0[1-9]|[1-4]\d)-(?!0000)\d{4}$/.test(text))).toEqual([]);
  const phones = texts.filter((text) => /^\D?\d{3}\D{1,2}\d{3}\D?\d{4}$/.test(text));
  expect(phones).toHaveLength(500);
  expect(phones.filter((text) => !/^[2-9]\d\d-555-01\d\d$/.test(text))).toEqual([]);
  const mails = texts.filter((text) => text.includes('@'));
  expect(new Set(mails).size).toBe(500);
  expect(mails.filter((text) => !/^[a-z]+\.[a-z]+\d+@example\.(?:com|org|net)$/.test(text))).toEqual([]);
});

test('nobody shares a record number or a member number', async () => {
  const file = await build(loaded, { what: 'commercial-onboarding' });
  const unique = await one(
    file,
    `select (select count(distinct mrn)::integer from patientsim.patients) as records,
      (select count(distinct member_number)::integer from membersim.members) as members,
      (select count(distinct ssn)::integer from core.persons) as ssns,
      (select count(distinct value)::integer from core.identities) as identities,
      (select count(*)::integer from core.identities) as rows`,
  );
  expect(unique).toEqual({ records: 500, members: 500, ssns: 500, identities: 1500, rows: 1500 });
});

test('what a journey looks back to before a child was born is skipped, and the timeline says so', async () => {
  const file = await build(loaded, { what: 'medicaid-pediatric', journeys: ['surgical-episode'], count: 1000 });
  const { born, unborn, happened } = await one(
    file,
    `select count(*) filter (where moment >= birth_date and skipped_because is distinct from 'not yet born')::integer as born,
      count(*) filter (where moment < birth_date and skipped_because = 'not yet born')::integer as unborn,
      count(*) filter (where moment < birth_date and status = 'happened')::integer as happened
    from core.timeline join core.persons using (person_id)`,
  );
  expect({ happened, some: Number(unborn) > 0 && Number(born) > 0 }).toEqual({ happened: 0, some: true });
});

test.each([
  ['medicare-diabetic', 65, 100],
  ['commercial-healthy', 18, 64],
])('members of %s are %d to %d years old on the day of the data', async (what, youngest, oldest) => {
  const file = await build(loaded, { what, count: 400, asOf: '2024-02-29' });
  const ages = await one(file, `select min(age)::integer as youngest, max(age)::integer as oldest from (${AGES})`);
  expect(Number(ages['youngest'])).toBeGreaterThanOrEqual(youngest);
  expect(Number(ages['oldest'])).toBeLessThanOrEqual(oldest);
});

test.each(['surgical-episode', 'new-member-onboarding'])('%s runs as a template', async (what) => {
  const file = await build(loaded, { what, count: 20 });
  expect(await one(file, 'select count(distinct person_id)::integer as people from core.timeline')).toEqual({
    people: 20,
  });
});
