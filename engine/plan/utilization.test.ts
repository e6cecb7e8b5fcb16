import { expect, test } from 'vitest';
import { readRows } from '../testing/built-tables.ts';
import { openBrokenCopy } from '../testing/broken-copy.ts';
import { openCohortBuilds, planOf } from '../testing/cohort-builds.ts';
import { OWN_LISTS, OWN_REASONS, PROFILE, profileWith, usersOfCare } from '../testing/users-of-care.ts';
import type { Loaded } from '../pipeline.ts';

const builds = await openCohortBuilds();
const FREQUENT = '{ distribution: negative_binomial, mean: 6, dispersion: 1.2 }';

/** A tree with people who use care as often as these counts say. */
const treeOf = (...counts: readonly string[]): Promise<Loaded> => builds.tree(usersOfCare(...counts));

/** A built cohort of 300 of them. */
async function used(...counts: readonly string[]): Promise<string> {
  return builds.build(await treeOf(...counts), { what: 'users-of-care' });
}

const visits = (file: string, event: string): Promise<readonly object[]> =>
  readRows(
    file,
    `select person_id, occurrence, moment, status from core.timeline where event = '${event}' order by all`,
  );

const COUNTS = [
  `office_visits: { distribution: conditional, rules: [ { if: "has_condition('I10')", distribution: ${FREQUENT} }, { else: 0 } ] }`,
  'er_visits: { distribution: poisson, mean: 1 }',
];
const file = await used(...COUNTS);

test('each person uses care as often as their count says, and only those whom the rules give a count', async () => {
  const wrong = await readRows(
    file,
    `select * from core.attributes as counted
     left join (select person_id, event, count(*) as n from core.timeline group by all) as seen
       on seen.person_id = counted.person_id
       and seen.event = case counted.name when 'office_visits' then 'office_visit' else 'emergency_visit' end
     where counted.number <> coalesce(seen.n, 0)`,
  );
  const [ill] = await readRows(
    file,
    `select count(*) as n from core.timeline where event = 'office_visit'
       and person_id not in (select person_id from patientsim.conditions)`,
  );
  expect(wrong).toEqual([]);
  expect(Number(ill?.n)).toBe(0);
});

test('use is spread over the year before `as_of`, office visits over its working days and hours', async () => {
  const [seen] = await readRows(
    file,
    `select min(moment)::date::varchar as first, max(moment)::date::varchar as last, count(distinct month(moment)) as months,
       count(distinct isodow(moment)) as weekdays, max(isodow(moment)) as latest, min(hour(moment)) as opens
     from core.timeline where event = 'office_visit'`,
  );
  const [year] = await readRows(file, `select count(*) as n from core.timeline where year(moment) <> 2024`);
  expect(Number(year?.n)).toBe(0);
  expect(Object.values(seen ?? {}).map(String)).toEqual(['2024-01-02', '2024-12-31', '12', '5', '5', '8']);
});

test('what falls before a birth does not happen, and an encounter stands in the chart for all else', async () => {
  const [unborn] = await readRows(
    file,
    `select count(*) as n from core.timeline join core.persons using (person_id)
     where moment < birth_date and status = 'happened'`,
  );
  const [chart] = await readRows(
    file,
    `select (select count(*) from patientsim.encounters) = count(*) as same
    from core.timeline where status = 'happened'`,
  );
  expect(Number(unborn?.n)).toBe(0);
  expect(chart?.same).toBe(true);
});

test('more use adds occurrences and moves none, and other use moves nothing', async () => {
  const more = await used('lab_panels: 2', 'er_visits: { distribution: poisson, mean: 1.5 }');
  const [before, after] = [await visits(file, 'emergency_visit'), await visits(more, 'emergency_visit')];
  const kept = new Set(after.map((row) => JSON.stringify(row)));
  expect(after.length).toBeGreaterThan(before.length);
  expect(before.filter((row) => !kept.has(JSON.stringify(row)))).toEqual([]);
  const reasons = 'select encounter_id, reason_code::text as reason from patientsim.encounters order by 1';
  const reasonsKept = new Set((await readRows(more, reasons)).map((row) => JSON.stringify(row)));
  const ofEmergencies = (await readRows(file, reasons.replace('order', "where class = 'EMER' order"))).map((row) =>
    JSON.stringify(row),
  );
  expect(ofEmergencies.filter((row) => !reasonsKept.has(row))).toEqual([]);
  const [tested] = await readRows(more, 'select count(*) = count(reason_code) as all from patientsim.orders');
  expect(tested?.['all']).toBe(true);
});

test('each visit is for a reason that people of that age and sex have, or for what the person has by then', async () => {
  const [wrong] = await readRows(
    file,
    `select count(*) filter (reason_code is null)::integer as without,
       count(*) filter (reason_code = 'I10' and not coalesce(onset_date <= start_time, false))::integer as unfounded,
       count(*) filter (reason_code = 'Z00.129' and date_diff('day', birth_date, start_time::date) < 28)::integer as newborn,
       count(*) filter (reason_code = 'I10') > 50 as some, count(distinct reason_code) > 60 as many
     from patientsim.encounters join core.persons on person_id = patient_id
     left join patientsim.conditions c on c.patient_id = person_id and c.code = 'I10'`,
  );
  expect(wrong).toEqual({ without: 0, unfounded: 0, newborn: 0, some: true, many: true });
  const { violations } = await openBrokenCopy(file, planOf(await treeOf(...COUNTS), { what: 'users-of-care' }));
  for (const [rule, code] of [
    ['sex-agrees', 'Z01.419'],
    ['age-agrees', 'Z00.129'],
  ]) {
    const update = `update patientsim.encounters set reason_code = '${code}'`;
    const { before, after } = await violations(`${rule} patientsim.encounters`, update);
    expect([rule, before, after > 0]).toEqual([rule, 0, true]);
  }
});

test('providers alone are built for people who use care, and people are seen where no list has a reason for them', async () => {
  const at = { file: '<test>', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
  const laid = (key: string, value: unknown) => ({ path: [key], value, at });
  const networks = await builds.build(await treeOf('office_visits: 2'), {
    what: 'users-of-care',
    count: 20,
    overrides: [laid('products', ['networksim'])],
  });
  const [providers] = await readRows(networks, 'select count(*) > 0 as some from networksim.providers');
  expect(providers?.['some']).toBe(true);

  const lists = { ...OWN_LISTS, [PROFILE]: profileWith('  office_visits: 2', '[]') };
  const silent = await builds.build(await builds.tree(lists), { what: 'users-of-care', count: 20 });
  const [visited] = await readRows(silent, 'select count(*) > 20 as often from patientsim.encounters');
  expect(visited?.['often']).toBe(true);
});

test('what people have is told as what their list says, in these parts, and never as what they cannot have', async () => {
  const rows = ['I10 | yes | | | | 100', 'I16.0 | I1 | | | | 200', 'N95.1 | I10 | | | | 100'];
  const lists = {
    ...OWN_LISTS,
    'patientsim/visit-reasons.md': OWN_REASONS.replace(
      'I10 | yes | | | | 420',
      rows.join(' | assumption |\n| office | '),
    ),
    [PROFILE]: profileWith('  office_visits: 20', '[ { code: I10, prevalence: 0.5 } ]'),
  };
  const told = await builds.build(await builds.tree(lists), { what: 'users-of-care' });
  const [seen] = await readRows(
    told,
    `select count(*) filter (reason_code is not null and c.code is null)::int as unfounded,
       avg((reason_code = 'I16.0')::int) filter (sex = 'F') between 0.47 and 0.53 as part,
       avg((reason_code = 'N95.1')::int) filter (sex = 'F' and birth_date < '1988-01-01') > 0.1 as women,
       count(*) filter (sex = 'M' and reason_code = 'N95.1')::int as men,
       avg((reason_code = 'I10')::int) filter (sex = 'M') between 0.47 and 0.53 as had
     from patientsim.encounters join core.persons p on person_id = patient_id
     left join patientsim.conditions c on c.patient_id = person_id and c.code = 'I10' and onset_date <= start_time
     where reason_code is not null`,
  );
  expect(seen).toEqual({ unfounded: 0, part: true, women: true, men: 0, had: true });
});

test('use that hardly anybody has can be declared', async () => {
  const rare = await used('sepsis_stays: { distribution: poisson, mean: 0.002 }');
  const [line] = await readRows(rare, `select measure from meta.fidelity where quantity = 'sepsis_stays'`);
  expect(line?.measure).toBe('mean');
});
