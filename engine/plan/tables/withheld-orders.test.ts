import { expect, test } from 'vitest';
import { readRows } from '../../testing/built-tables.ts';
import { openCohortBuilds } from '../../testing/cohort-builds.ts';

const { build, tree } = await openCohortBuilds();

const mothers = `---
name: mothers
description: Women who give birth within the year and have high blood pressure.
type: profile-template
---

\`\`\`yaml profile
profile_name: Mothers
count: 120
seed: 5
as_of: 2025-01-01
demographics: { age: { min: 25, max: 35 }, gender: F, geography: { state: RI } }
conditions: [ { code: I10, prevalence: 1 } ]
medications:
  - { drug: lisinopril, prevalence: 1 }
  - { drug: sertraline, prevalence: 1 }
coverage: { type: Commercial }
utilization: { delivery_stays: { distribution: explicit, values: [0, 1], weights: [0.3, 0.7] }, urgent_visits: 12 }
products: [patientsim, membersim, rxmembersim, networksim]
\`\`\`
`;

/** Medicines beside births: orders written and supplies dispensed before conception, in pregnancy and behind it. */
const BESIDE_BIRTHS = `with births as (select patient_id, min(start_time)::date as born from patientsim.encounters where type = 'Delivery' group by all),
  given as (select 'order' as what, patient_id, name::text as name, authored_on::date as day, status::text as status from patientsim.medication_requests
    union all select 'fill', rx_member_id, drug::text, filled_on, fills.status::text from rxmembersim.fills join rxmembersim.formulary using (formulary_id))
  select what, count(*) filter (born - day > 252)::int > 30 as before, count(*) filter (born - day between 0 and 252)::int as within,
    count(*) filter (born - day between 141 and 252)::int > 0 as early, count(*) filter (day > born)::int > 30 as behind, count(*) filter (status = 'stopped')::int > 20 as stopped
  from given join births using (patient_id)`;

test('nobody is ordered or dispensed before a birth what is withheld then, and what they had is stopped', async () => {
  const file = await build(await tree({ 'generation/templates/profiles/mothers.md': mothers }), { what: 'mothers' });
  expect(await readRows(file, `${BESIDE_BIRTHS} where name = 'lisinopril' group by all order by what`)).toEqual([
    { what: 'fill', before: true, within: 0, early: false, behind: true, stopped: false },
    { what: 'order', before: true, within: 0, early: false, behind: true, stopped: true },
  ]);
  const [others] = await readRows(file, `${BESIDE_BIRTHS} where name = 'sertraline' group by all order by what`);
  expect(others).toMatchObject({ what: 'fill', before: true, early: true, behind: true, stopped: false });
  const [late] = await readRows(
    file,
    `${BESIDE_BIRTHS} where name in ('ibuprofen', 'naproxen') and what = 'order' group by all`,
  );
  expect(late).toMatchObject({ early: true });
  const [since] = await readRows(
    file,
    `select count(*)::int as painkillers from patientsim.medication_requests m join patientsim.encounters e using (patient_id)
     where type = 'Delivery' and m.name in ('ibuprofen', 'naproxen', 'meloxicam', 'celecoxib', 'diclofenac') and start_time::date - authored_on::date between 0 and 140`,
  );
  expect(since).toEqual({ painkillers: 0 });
  const [told] = await readRows(
    file,
    `select count(*)::int > 0 as any, count(*) filter (verdict not in ('as declared', 'too few to tell'))::int as doubtful
     from meta.fidelity where section = 'visit prescriptions' and quantity in ('rx_ibuprofen', 'rx_naproxen')`,
  );
  expect(told).toEqual({ any: true, doubtful: 0 });
});

const expecting = `---
name: expecting
description: A birth that everybody comes to.
type: journey-template
profile: mothers
---

\`\`\`yaml
journey_name: Expecting
duration: 12 months
start: 2024-06-01
phases:
  - name: pregnancy
    duration: 365 days
    events: [{ event: delivery_stay, timing: { day: 200 } }]
\`\`\`
`;

test('a birth that is still to come on the day of the data counts as one that was', async () => {
  const profile = mothers.replace('as_of: 2025-01-01', 'as_of: 2024-09-01').replace(/^utilization:.*\n/m, '');
  const file = await build(
    await tree({
      'generation/templates/profiles/mothers.md': profile,
      'generation/templates/journeys/expecting.md': expecting,
    }),
    { what: 'mothers', journeys: ['expecting'] },
  );
  const rows = await readRows(
    file,
    `select name::text as name, count(*) filter (authored_on::date < date '2024-04-10')::int > 30 as before,
       count(*) filter (authored_on::date >= date '2024-04-10')::int > 30 as since, count(*) filter (status = 'stopped')::int > 30 as stopped
     from patientsim.medication_requests group by all order by all`,
  );
  expect(rows).toEqual([
    { name: 'lisinopril', before: true, since: false, stopped: true },
    { name: 'sertraline', before: true, since: true, stopped: false },
  ]);
  const [late] = await readRows(
    file,
    `select count(*)::int as fills from rxmembersim.fills join rxmembersim.formulary using (formulary_id)
     where drug = 'lisinopril' and filled_on >= date '2024-04-10'`,
  );
  expect(late).toEqual({ fills: 0 });
});
