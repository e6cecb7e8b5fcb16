import { expect, test } from 'vitest';
import { openBrokenCopy } from '../../../testing/broken-copy.ts';
import { readRows, readTables } from '../../../testing/built-tables.ts';
import { openCohortBuilds, planOf } from '../../../testing/cohort-builds.ts';
import { set } from '../../../testing/overrides.ts';
import { SHIPPED_NETWORKS, YEAR_OF_CARE } from '../../../testing/year-of-care.ts';

const builds = await openCohortBuilds();
const loaded = await builds.tree(YEAR_OF_CARE);
const ask = { what: 'year-of-care' };
const file = await builds.build(loaded, ask);

const VISITS = `from patientsim.encounters e join networksim.providers p using (provider_id)
  join core.persons h on h.person_id = e.patient_id join membersim.members m on m.member_id = e.patient_id`;

/** Of those whom the state's 733,391 people need, as many as 1,280 people do: rounds end at 20, 80, 320 and 1,280. */
const listedOf = (needed: number): number => (needed < 2000 ? 3 : Math.ceil((needed * 1280) / 733_391));

test('each place lists some providers of a specialty, who stand for as many as its people need', async () => {
  const { places, network } = loaded.library.knowledge;
  const expected = places
    .filter(({ state }) => state === 'AK')
    .flatMap(({ postalCode, population }) =>
      (network?.specialties ?? []).map(({ specialty, density }) => {
        const needed = Math.round((population * density) / 100_000);
        return [postalCode, specialty, needed, Math.min(needed, Math.max(3, listedOf(needed)))];
      }),
    )
    .filter(([, , needed]) => needed !== 0);
  const rows = await readRows(
    file,
    'select postal_code, specialty, sum(stands_for)::integer as n, count(*)::integer as listed from networksim.providers group by all',
  );
  const sorted = (of: readonly unknown[][]): string[] => of.map((one) => one.join(' ')).toSorted();
  expect(sorted(rows.map((row) => Object.values(row)))).toEqual(sorted(expected));
});

test('no two of those who provide care share a provider number', async () => {
  const [row] = await readRows(
    file,
    `select count(*) - count(distinct npi) as shared from (select npi from networksim.providers union all
      select npi from networksim.facilities union all select npi from networksim.pharmacies)`,
  );
  expect(Number(row?.['shared'])).toBe(0);
});

test('no identifier of those who provide care can be that of a real one', async () => {
  const tables = await readTables(file);
  const texts = Object.entries(tables)
    .filter(([name]) => name.startsWith('networksim.'))
    .flatMap(([, rows]) => rows.flatMap((row) => Object.values(row)))
    .filter((value) => typeof value === 'string');
  const numbers = texts.filter((text) => /^\d{10}$/.test(text));
  expect(numbers.length).toBeGreaterThan(300);
  expect(numbers.filter((text) => !text.startsWith('9'))).toEqual([]);
  const phones = texts.filter((text) => /^\D?\d{3}\D{1,2}\d{3}\D?\d{4}$/.test(text));
  expect(phones.length).toBe(numbers.length);
  expect(phones.filter((text) => !/^[2-9]\d\d-555-01\d\d$/.test(text))).toEqual([]);
});

test('the report holds how many providers stand for 100,000 people against the density of the skill', async () => {
  const [line] = await readRows(file, "from meta.fidelity where measure = 'density' and quantity = 'endocrinology'");
  const [counted] = await readRows(
    file,
    "select sum(stands_for)::double as n from networksim.providers where specialty = 'endocrinology'",
  );
  expect(line).toMatchObject({ target: 2.5, people: '733391', verdict: 'as declared' });
  expect(line?.['actual']).toBeCloseTo((Number(counted?.['n']) / 733_391) * 100_000, 9);
});

test('people who come later have providers of their own, as many as they need', async () => {
  const rows = await readRows(
    file,
    `select person_id <= 320 as early, min(within)::integer as first, max(within)::integer as last from networksim.assignments
      join (select provider_id, row_number() over (order by provider_id) - 1 as within from networksim.providers
        where city = 'Anchorage' and specialty = 'cardiology') using (provider_id)
      where condition_code = 'I50.9' group by 1 order by 1`,
  );
  const [late, early] = rows;
  expect(early?.['last']).toBeLessThan(3);
  expect(late?.['first']).toBeGreaterThanOrEqual(3);
  expect(late?.['last']).toBeLessThan(listedOf(9734));
  expect(late?.['last']).toBeGreaterThan(6);
});

test('a person keeps one primary care provider, of a specialty for the age', async () => {
  const rows = await readRows(
    file,
    `select count(distinct e.provider_id)::integer as seen, bool_and(e.provider_id = m.pcp_id and p.primary_care
        and e.in_network) as kept ${VISITS} where e.type = 'Office visit' and e.reason_code in ('Z00.00', 'Z00.129', 'E11.9', 'J06.9', 'J02.9', 'J01.90', 'B34.9', 'R05.9', 'N39.0', 'S39.012A')
      group by e.patient_id having count(*) > 1`,
  );
  expect(rows.length).toBeGreaterThan(300);
  expect(rows.every(({ seen, kept }) => seen === 1 && kept === true)).toBe(true);
  const ages = await readRows(
    file,
    `select p.specialty, min(date_diff('year', h.birth_date, date '2025-01-01'))::integer as youngest,
        max(date_diff('year', h.birth_date, date '2025-01-01'))::integer as oldest
      from networksim.assignments a join networksim.providers p using (provider_id)
      join core.persons h using (person_id) where a.role = 'primary_care' group by 1`,
  );
  const [children] = await readRows(
    file,
    `select avg((p.specialty = 'pediatrics')::int)::double as share, count(*)::int as people
      from networksim.assignments a join networksim.providers p using (provider_id) join core.persons h using (person_id)
      where a.role = 'primary_care' and h.birth_date > '2007-01-02'`,
  );
  const error = Math.sqrt((0.76 * 0.24) / Number(children?.['people']));
  expect(Math.abs(Number(children?.['share']) - 0.76)).toBeLessThan(3 * error);
  const of = new Map(ages.map((row) => [row['specialty'], row]));
  expect(of.get('pediatrics')?.['oldest']).toBeLessThanOrEqual(18);
  expect(of.get('internal medicine')?.['youngest']).toBeGreaterThanOrEqual(18);
});

test('visits go to the specialty of their event, class or condition, and to the facility that it needs', async () => {
  const rows = await readRows(
    file,
    `select distinct e.type, case when e.class <> 'EMER' and e.type <> 'Urgent care visit' then e.reason_code end, p.specialty, f.kind ${VISITS}
      left join networksim.facilities f using (facility_id) where e.type not in ('Office visit', 'Operation without a stay in hospital') and h.birth_date < '2014-01-01'`,
  );
  expect(rows.map((row) => Object.values(row).map(String).join(' / ')).toSorted()).toEqual([
    'Emergency department visit / null / emergency medicine / hospital',
    'Home health visit / E11.9 / home health nursing / home health agency',
    'Hospital admission / E11.9 / hospital medicine / hospital',
    'Specialist visit / E11.9 / endocrinology / null',
    'Specialist visit / I50.9 / cardiology / null',
    'Urgent care visit / null / family medicine / urgent care center',
    'Visit on referral / I50.9 / cardiology / null',
  ]);
});

test('a visit whose drawn reason a specialty sees by itself goes there, for the same specialist each time', async () => {
  const rows = await readRows(
    file,
    `select e.reason_code, count(*) > 5 as several, min(p.specialty) as first, max(p.specialty) as last,
        count(distinct e.patient_id) filter (e.in_network) = count(distinct (e.patient_id, e.provider_id)) filter (e.in_network) as kept ${VISITS}
      where e.type = 'Office visit' and e.reason_code in ('I50.9', 'L57.0', 'S52.501A') group by 1 order by 1`,
  );
  expect(rows).toEqual([
    { reason_code: 'I50.9', several: true, first: 'cardiology', last: 'cardiology', kept: true },
    { reason_code: 'L57.0', several: true, first: 'dermatology', last: 'dermatology', kept: true },
    { reason_code: 'S52.501A', several: true, first: 'orthopedic surgery', last: 'orthopedic surgery', kept: true },
  ]);
});

test('claims say who gave what is no visit, and where, within the network and for what it is for', async () => {
  const rows = await readRows(
    file,
    `select t.event, p.specialty, f.kind, coalesce(bool_and(c.in_network) filter (where c.encounter_id is null), avg(c.in_network::int) > 0.8) as within, bool_and(c.rendering_provider_id is not distinct from m.pcp_id) as kept,
        bool_and(if(c.principal_diagnosis = 'I50.9', o.specialty = 'cardiology', c.ordering_provider_id = m.pcp_id))
          filter (c.principal_diagnosis in ('E11.9', 'I50.9')) as ordered
      from membersim.claims c join core.timeline t on t.timeline_id = c.event_id join membersim.members m using (member_id)
      left join networksim.providers p on p.provider_id = c.rendering_provider_id left join networksim.facilities f using (facility_id)
      left join networksim.providers o on o.provider_id = c.ordering_provider_id where (c.encounter_id is null or t.event = 'outpatient_operation') and (t.event <> 'outpatient_operation' or c.principal_diagnosis in ('Z12.11', 'S83.206A'))
        and (t.event <> 'influenza_vaccine' or p.specialty = 'pediatrics') group by all`,
  );
  expect(rows.map((row) => Object.values(row).map(String).join(' / ')).toSorted()).toEqual([
    'imaging_study / diagnostic radiology / hospital / true / false / true',
    'influenza_vaccine / pediatrics / null / true / true / null',
    'metabolic_panel / null / clinical laboratory / true / false / true',
    'outpatient_operation / gastroenterology / hospital / true / false / null',
    'outpatient_operation / orthopedic surgery / hospital / true / false / null',
  ]);
});

test('laboratories, and those who order, are in the network of the plan', async () => {
  const [row] = await readRows(
    file,
    `select count(*) > 300 as several, count(*) filter (f.facility_id is null or p.provider_id is null)::int as strangers
      from membersim.claims c join core.timeline t on t.timeline_id = c.event_id join membersim.plans using (plan_id)
      left join networksim.facility_memberships f on f.facility_id = c.facility_id and f.network_id = plans.network_id
      left join networksim.network_memberships p on p.provider_id = c.ordering_provider_id and p.network_id = plans.network_id
      where t.event = 'metabolic_panel'`,
  );
  expect(row).toEqual({ several: true, strangers: 0 });
});

test('who is sent to a specialist is seen by the one to whom, in the network', async () => {
  const rows = await readRows(
    file,
    `select count(*)::integer as people, bool_and(e.provider_id = r.provider_id and e.in_network) as as_sent
      from patientsim.referrals r join patientsim.encounters e using (encounter_id)`,
  );
  expect(rows).toEqual([{ people: 400, as_sent: true }]);
});

test('people are seen where they live, or at the nearest place with that specialty', async () => {
  const [row] = await readRows(
    file,
    `select count(*)::integer as visits, count(a.need)::integer as served,
        count(*) filter (p.postal_code <> h.postal_code)::integer as away,
        bool_and(p.state = 'AK') as in_state ${VISITS}
      left join networksim.service_areas a on a.postal_code = h.postal_code and a.need::varchar = p.specialty::varchar
        and a.served_from = p.postal_code`,
  );
  expect(row?.['served']).toBe(row?.['visits']);
  expect(Number(row?.['away'])).toBeGreaterThan(0);
  expect(row?.['in_state']).toBe(true);
});

test('the declared share of visits beside primary care is outside the network', async () => {
  const rows = await readRows(
    file,
    `select n.name, count(*)::integer as visits, count(*) filter (not e.in_network)::integer as outside ${VISITS}
      join membersim.enrollments en using (member_id) join membersim.plans pl using (plan_id)
      join networksim.networks n using (network_id) where e.type not in ('Office visit', 'Visit on referral') group by 1`,
  );
  const of = new Map(rows.map((row) => [row['name'], row]));
  expect(of.get('Commercial HMO network')?.['outside']).toBe(0);
  const { visits, outside } = of.get('Commercial broad network') ?? {};
  const sigma = Math.sqrt(Number(visits) * 0.25);
  expect(Math.abs(Number(outside) - Number(visits) / 2)).toBeLessThan(3 * sigma);
});

test('the report holds the declared share of visits outside against what came out', async () => {
  const [line] = await readRows(file, "from meta.fidelity where section = 'networks' and measure = 'share'");
  expect(line).toMatchObject({ quantity: 'Commercial broad network', part: 'outside', measure: 'share', target: 0.5 });
  const [counted] = await readRows(
    file,
    `select avg((not e.in_network)::integer)::double as actual, count(*)::integer as visits ${VISITS}
      join membersim.enrollments en using (member_id) join membersim.plans pl using (plan_id)
      where pl.name = 'Commercial PPO' and e.type <> 'Visit on referral'
        and (e.type <> 'Office visit' or e.provider_id <> m.pcp_id)`,
  );
  expect(Number(line?.['actual'])).toBeCloseTo(Number(counted?.['actual']), 9);
  expect(Number(line?.['people'])).toBe(counted?.['visits']);
  expect(line?.['verdict']).toBe('as declared');
});

test('members of a network are the declared share of the providers, some of them preferred', async () => {
  const rows = await readRows(
    file,
    `with groups as (select place, need, n.network_id, n.provider_share::double as share, n.preferred_share::double as preferred,
        count(*) as providers, count(m.provider_id) as members, count(*) filter (m.tier = 1) as first_tier
      from (select *, postal_code as place, specialty as need from networksim.providers) p
      cross join networksim.networks n left join networksim.network_memberships m using (network_id, provider_id)
      group by all having providers = 3)
    select sum(members)::double as members, sum(providers * share) as wanted, sum(first_tier)::double as first_tier,
      sum(members * preferred) as preferred, count(*)::double as groups from groups group by network_id`,
  );
  expect(rows).toHaveLength(2);
  for (const row of rows) {
    const { members = 0, wanted = 0, first_tier = 0, preferred = 0, groups = 0 } = row as Record<string, number>;
    const sigma = Math.sqrt(groups / 4);
    expect(Math.abs(members - wanted)).toBeLessThan(3 * sigma);
    expect(Math.abs(first_tier - preferred)).toBeLessThan(3 * sigma);
  }
});

test('somebody with a condition has a specialist for it, and a pharmacy', async () => {
  const rows = await readRows(
    file,
    `select role, condition_code, specialty, count(*)::integer = count(distinct person_id) as once,
        count(*)::integer as people
      from networksim.assignments left join networksim.providers using (provider_id)
      where role <> 'primary_care' group by all order by all`,
  );
  expect(rows.map(({ role, condition_code, specialty, once }) => [role, condition_code, specialty, once])).toEqual([
    ['specialist', 'E11.9', 'endocrinology', true],
    ['specialist', 'I50.9', 'cardiology', true],
    ['pharmacy', null, null, true],
  ]);
  const [diabetic] = await readRows(
    file,
    "select count(*)::integer as n from patientsim.conditions where code = 'E11.9'",
  );
  expect(rows[0]?.['people']).toBe(diabetic?.['n']);
});

test('a person is seen by the same people whatever the count, and another share outside moves only visits', async () => {
  const few = await builds.build(loaded, { ...ask, overrides: set({ count: 40 }) });
  const seen = 'select * from patientsim.encounters where patient_id <= 40 order by encounter_id';
  expect(await readRows(few, seen)).toEqual(await readRows(file, seen));
  const shipped = { 'networksim/networks.md': SHIPPED_NETWORKS };
  const other = await builds.build(await builds.tree({ ...YEAR_OF_CARE, ...shipped }), {
    ...ask,
    overrides: set({ count: 40 }),
  });
  for (const kept of [
    'select * from networksim.providers order by 1',
    'select * from networksim.network_memberships order by 1, 2',
    'select * from networksim.assignments order by 1',
    'select * exclude (provider_id, facility_id, in_network) from patientsim.encounters order by 1',
  ])
    expect(await readRows(other, kept)).toEqual(await readRows(few, kept));
});

/** What breaks the rules that speak of networks. */
const breaches: Readonly<Record<string, string>> = {
  'npi-check-digit networksim.providers': "update networksim.providers set npi = '9000000000' where rowid = 0",
  'npi-check-digit networksim.facilities': "update networksim.facilities set npi = '9000000000' where rowid = 0",
  'npi-check-digit networksim.pharmacies': "update networksim.pharmacies set npi = '9000000000' where rowid = 0",
  'npi-never-issued networksim.providers': "update networksim.providers set npi = '1234567893' where rowid = 0",
  'npi-never-issued networksim.facilities': "update networksim.facilities set npi = '1234567893' where rowid = 0",
  'npi-never-issued networksim.pharmacies': "update networksim.pharmacies set npi = '1234567893' where rowid = 0",
  'assigned-to-one networksim.assignments':
    "update networksim.assignments set provider_id = null where role = 'primary_care' and person_id = 1",
  'primary-care-specialty networksim.assignments': `update networksim.assignments set provider_id =
    (select min(provider_id) from networksim.providers where not primary_care) where role = 'primary_care' and person_id = 1`,
  'primary-care-specialty membersim.members': `update membersim.members set pcp_id =
    (select min(provider_id) from networksim.providers where not primary_care) where member_id = 1`,
  'in-network-means-member patientsim.encounters':
    'update patientsim.encounters set in_network = not in_network where patient_id = 1',
  'facility-in-network patientsim.encounters': `delete from networksim.facility_memberships where facility_id =
    (select min(facility_id) from patientsim.encounters where in_network)`,
};

test('every rule about networks holds, and is caught when a row breaks it', async () => {
  const broken = await openBrokenCopy(file, planOf(loaded, ask));
  const own = broken.rules.filter((rule) => rule in breaches || rule.includes(' networksim.'));
  expect(Object.keys(breaches).filter((rule) => !own.includes(rule))).toEqual([]);
  for (const rule of own) {
    const [name = '', table = ''] = rule.split(' ');
    const [kind, column] = name.split(':');
    const usual =
      kind === 'unique-key'
        ? `insert into ${table} select * from ${table} limit 1`
        : `update ${table} set ${column} = -1 where rowid = (select min(rowid) from ${table} where ${column} is not null)`;
    const { before, after } = await broken.violations(rule, breaches[rule] ?? usual);
    expect([rule, before, after > 0]).toEqual([rule, 0, true]);
  }
});
