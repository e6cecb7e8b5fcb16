/** Networks of cohorts that ask for something else than a year of care as the skills have it. */
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { loadProviders, planRequest } from '../../../pipeline.ts';
import { readRows } from '../../../testing/built-tables.ts';
import { answerTo, openCohortBuilds } from '../../../testing/cohort-builds.ts';
import { set } from '../../../testing/overrides.ts';
import {
  NETWORKS,
  PROVIDERS,
  SHIPPED_NETWORKS,
  SHIPPED_PROVIDERS,
  YEAR_OF_CARE,
  yearOfCare,
} from '../../../testing/year-of-care.ts';

const builds = await openCohortBuilds();
const loaded = await builds.tree(YEAR_OF_CARE);
const ask = { what: 'year-of-care' };

test('a few people of the whole country have a network of the places where they live', async () => {
  const wishes = set({ count: 30, 'demographics.geography': 'national', products: ['networksim'] });
  const few = await builds.build(loaded, { what: 'seen', overrides: wishes });
  const [row] = await readRows(
    few,
    `select (select count(distinct postal_code) from core.persons)::integer as lived,
      (select count(distinct postal_code) from networksim.service_areas)::integer as served,
      (select count(*) from networksim.providers)::integer as providers,
      (select count(*) from networksim.assignments where role <> 'specialist')::integer as kept`,
  );
  expect(row?.['served']).toBe(row?.['lived']);
  expect(Number(row?.['providers'])).toBeLessThan(40 * Number(row?.['lived']) * 3);
  expect(row?.['kept']).toBe(60);
});

test.each([
  ['lets nobody see an encounter', 'facility | hospital | ', 'normalize-cell'],
  ['says who orders an encounter', 'primary care | | condition', 'normalize-without-effect'],
])('a row that %s is named', async (_, cells, code) => {
  const usual = '| telephone_call | | | primary care | | | assumption |';
  const text = PROVIDERS.replace(usual, `| telephone_call | | | ${cells} | |`);
  const { diagnostics } = await builds.tree({ ...YEAR_OF_CARE, 'networksim/providers.md': text }, [code]);
  expect(diagnostics[0]?.at?.file).toBe('networksim/providers.md');
});

test('of so many members as declared it is known that they leave within so many days', async () => {
  const leavers = SHIPPED_NETWORKS.replaceAll('| 0.019 | 90 |', '| 0.3 | 20 |');
  const notice = await builds.build(await builds.tree({ ...YEAR_OF_CARE, 'networksim/networks.md': leavers }), ask);
  for (const members of ['network_memberships', 'facility_memberships']) {
    const [row] = await readRows(
      notice,
      `select count(*)::integer as members, count(end_date)::integer as leaving,
        min(end_date) >= date '2025-01-01' and max(end_date) between date '2025-01-15' and date '2025-01-20' as in_time
      from networksim.${members}`,
    );
    const { members: all = 0, leaving = 0 } = row as Record<string, number>;
    expect(Math.abs(leaving - 0.3 * all)).toBeLessThan(4 * Math.sqrt(0.21 * all));
    expect(row?.['in_time']).toBe(true);
  }
  const lines = await readRows(notice, "select verdict from meta.fidelity where part = 'leaving'");
  expect(lines.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 4 }, () => 'as declared'));
});

test('after a change of plan people are seen in the network of the new plan', async () => {
  const change = '      - { id: change, type: plan_change, plan: Commercial HMO, timing: { day: 180 } }';
  const changing = await builds.tree({
    ...YEAR_OF_CARE,
    'generation/templates/journeys/year-of-care.md': yearOfCare(change),
  });
  const moved = await builds.build(changing, { ...ask, overrides: set({ count: 60 }) });
  const [row] = await readRows(
    moved,
    `select count(*) filter (not in_network and start_time > timestamp '2024-07-01')::integer as outside,
      (select count(*)::integer from (select member_id from membersim.enrollments group by 1 having count(*) > 1)) as movers
      from patientsim.encounters`,
  );
  expect(row?.['outside']).toBe(0);
  expect(Number(row?.['movers'])).toBeGreaterThan(10);
});

const REGISTRY = `NPI,Entity Type Code,Provider Organization Name (Legal Business Name),Provider Last Name (Legal Name),Provider First Name,Provider First Line Business Practice Location Address,Provider Business Practice Location Address City Name,Provider Business Practice Location Address State Name,Provider Business Practice Location Address Postal Code,Healthcare Provider Taxonomy Code_1
9000000015,1,,BEAR,URSULA,1 MAIN ST,ANCHORAGE,AK,995011234,207Q00000X
9000000023,1,,WOLF,LUPE,2 MAIN ST,ANCHORAGE,AK,99577,207Q00000X
9000000031,1,,MOOSE,ALICE,3 MAIN ST,ANCHORAGE,AK,99501,207P00000X
9000000049,2,GREAT NORTHERN HOSPITAL,,,4 MAIN ST,ANCHORAGE,AK,99501,282N00000X
`;

test('a loaded registry takes the place of invented providers in the places that it covers', async () => {
  const { network, places } = loaded.library.knowledge;
  const codes = [...(network?.specialties ?? []), ...(network?.facilityKinds ?? [])].map((one) => one.taxonomyCode);
  const lines = Readable.from(REGISTRY.trim().split('\n'));
  const { skill } = await loadProviders({ file: 'npidata.csv', lines, places, taxonomyCodes: new Set(codes) });
  const registered = await builds.tree({ ...YEAR_OF_CARE, 'networksim/nppes-providers.md': skill?.text ?? '' });
  const seen = await builds.build(registered, { ...ask, overrides: set({ count: 60 }) });
  const listed = "from networksim.providers where city = 'Anchorage'";
  expect(await readRows(seen, `select npi, name, specialty, listed, address ${listed} order by npi`)).toEqual([
    { npi: '9000000015', name: 'URSULA BEAR', specialty: 'family medicine', listed: true, address: '1 MAIN ST' },
    { npi: '9000000023', name: 'LUPE WOLF', specialty: 'family medicine', listed: true, address: '2 MAIN ST' },
    { npi: '9000000031', name: 'ALICE MOOSE', specialty: 'emergency medicine', listed: true, address: '3 MAIN ST' },
  ]);
  const emergencies = await readRows(
    seen,
    `select distinct p.name, f.name as facility from patientsim.encounters e join networksim.providers p using (provider_id)
      join core.persons h on h.person_id = e.patient_id left join networksim.facilities f using (facility_id)
      where e.type = 'Emergency department visit' and h.city = 'Anchorage'`,
  );
  expect(emergencies).toEqual([{ name: 'ALICE MOOSE', facility: 'GREAT NORTHERN HOSPITAL' }]);
  const [elsewhere] = await readRows(
    seen,
    `select count(*) filter (p.city = 'Anchorage')::integer as here, count(*) > 0 as seen, bool_or(p.listed) as listed
      from patientsim.encounters e join networksim.providers p using (provider_id)
      join core.persons h on h.person_id = e.patient_id where p.specialty = 'cardiology' and h.city = 'Anchorage'`,
  );
  expect(elsewhere).toEqual({ here: 0, seen: true, listed: false });
});

test("people without a plan are seen where they live, in nobody's network", async () => {
  const uninsured = set({ count: 40, coverage: null, products: ['patientsim', 'networksim'] });
  const seen = await builds.build(loaded, { ...ask, overrides: uninsured });
  const [row] = await readRows(
    seen,
    `select count(*) > 400 as visited, bool_and(e.in_network) as within,
        count(distinct e.provider_id) filter (p.specialty = 'cardiology') > 1 as by_several,
        count(*) filter (e.class = 'IMP' and f.kind is distinct from 'hospital') = 0 as in_hospital
      from patientsim.encounters e join networksim.providers p using (provider_id)
      left join networksim.facilities f using (facility_id)`,
  );
  expect(row).toEqual({ visited: true, within: true, by_several: true, in_hospital: true });
});

test('a chart without networksim names nobody', async () => {
  const chart = set({ count: 5, products: ['patientsim'] });
  const alone = await builds.build(loaded, { ...ask, overrides: chart });
  const columns = await readRows(alone, "select column_name from meta.dictionary where column_name like '%_id'");
  expect(columns.map((row) => row['column_name'])).not.toContain('provider_id');
});

test('what a cohort needs of the reference skills and does not find is named', async () => {
  const lacking = await builds.tree({
    ...YEAR_OF_CARE,
    'networksim/networks.md': NETWORKS.replace(/^\| Commercial broad network .*\n/m, ''),
    'networksim/providers.md': SHIPPED_PROVIDERS.replaceAll(/ \| 0(\+|-17) \|/g, ' | 18+ |'),
  });
  const [request] = answerTo(lacking, ask).requests;
  const found = request === undefined ? [] : planRequest(lacking, request).diagnostics;
  expect(found).toMatchObject([
    {
      code: 'plan-network-missing',
      params: {
        what: [
          'primary care at the age of 0 (`specialties`)',
          ...['PPO', 'HDHP', 'POS'].map((plan) => `the network of Commercial ${plan} (\`networks\`)`),
        ],
      },
    },
  ]);
});
