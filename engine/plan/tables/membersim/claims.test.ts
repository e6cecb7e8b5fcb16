/** Claims of a small plan with a deductible and a limit: what makes them, what they cost, and who pays which cent. */
import { readFile } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, expect, test } from 'vitest';
import { readRows } from '../../../testing/built-tables.ts';
import type { Row } from '../../../testing/built-tables.ts';
import { answerTo, openCohortBuilds, planOf } from '../../../testing/cohort-builds.ts';
import { compileProgram, planRequest } from '../../../pipeline.ts';
import type { Loaded, Planned } from '../../../pipeline.ts';

const builds = await openCohortBuilds();
const SYNC = 'generation/executors/cross-domain-sync.md';
const skills = new URL('../../../../skills/', import.meta.url).pathname;
const sync = await readFile(`${skills}${SYNC}`, 'utf8');

const PROFILE = `---
name: insured
description: People of a commercial plan.
type: profile-template
---

\`\`\`yaml profile
profile_name: Insured
count: 400
seed: 7
as_of: 2025-01-01
demographics: { age: { min: 30, max: 50 }, gender: { F: 0.5, M: 0.5 } }
conditions: [ { code: K80.10, prevalence: 1 }, { code: I10, prevalence: 0.5 } ]
coverage: { type: Commercial, plans: { Commercial PPO: 0.5, Commercial HDHP: 0.5 } }
\`\`\`
`;

const JOURNEY = `---
name: year
description: A year of care with an operation.
type: journey-template
profile: insured
---

\`\`\`yaml journey
journey_name: Year
duration: 12 months
start: 2024-01-02
phases:
  - name: Year
    duration: 0-365 days
    events:
      - { event: office_visit, timing: { day: 5 } }
      - { id: cold, type: diagnosis, conditions: [J06.9], timing: { day: 15 } }
      - { event: annual_wellness_visit, timing: { day: 20 } }
      - { id: panel, event: lipid_panel, timing: { day: 21 } }
      - { id: child_check, event: office_visit, conditions: [Z00.129], timing: { day: 27 } }
      - { id: child_finding, event: surgical_diagnosis, conditions: [Z00.129], timing: { day: 61 } }
      - { id: menopause, event: office_visit, conditions: [N95.1], timing: { day: 25 } }
      - { event: study_visit, timing: { day: 30 } }
      - { event: infusion, conditions: [N18.9], timing: { day: 35 } }
      - { event: emergency_visit, timing: { day: 40 } }
      - { event: surgical_diagnosis, timing: { day: 60 } }
      - { event: service_authorization, timing: { before: surgical_admission, days: 12 }, probability: 0.5 }
      - { event: surgical_admission, timing: { day: 90 } }
      - { id: scan_authorization, event: service_authorization, timing: { day: 200 } }
      - { id: late_authorization, event: service_authorization, timing: { day: 364 } }
      - { event: operation, timing: { after: surgical_admission, hours: 2 } }
      - { event: surgical_discharge, timing: { after: surgical_admission, days: 3 } }
      - { event: heart_attack_stay, timing: { day: 130 }, probability: 0.5 }
      - { event: specialist_visit, timing: { day: 150 }, recurrence: { every: 30, unit: days, count: 4 } }
      - { event: ambulance_ride, timing: { day: 41 } }
      - { event: observation_stay, timing: { day: 70 } }
      - { event: day_surgery, timing: { day: 160 } }
      - { event: plan_enrollment, timing: { day: 10 }, probability: 0.2 }
      - { event: plan_disenrollment, timing: { day: 220 }, probability: 0.2 }
      - { id: anew, event: plan_enrollment, timing: { after: plan_disenrollment, days: 100 } }
\`\`\`
`;

const FILES = {
  'generation/templates/profiles/insured.md': PROFILE,
  'generation/templates/journeys/year.md': JOURNEY,
};
const loaded = await builds.tree(FILES);
const { checks } = compileProgram(planOf(loaded, { what: 'year' }));
let file = '';
beforeAll(async () => {
  file = await builds.build(loaded, { what: 'year' });
}, 60_000);

async function rows(sql: string, of = file): Promise<readonly Row[]> {
  return readRows(of, sql);
}

const OF_EVENT = `membersim.claims c join core.timeline t on t.timeline_id = c.event_id`;

test('each event makes the claims that its rule says, and a trial visit makes none', async () => {
  const made = await rows(`
    select distinct concat_ws(' ', t.event, c.form, c.place_of_service, c.bill_type) as made from ${OF_EVENT} order by 1`);
  expect(made.map((row) => row['made'])).toEqual([
    'ambulance_ride professional 41',
    'annual_wellness_visit professional 11',
    'child_check professional 11',
    'day_surgery institutional 0131',
    'emergency_visit institutional 0131',
    'emergency_visit professional 23',
    'heart_attack_stay institutional 0111',
    'heart_attack_stay professional 21',
    'infusion professional 11',
    'menopause professional 11',
    'observation_stay institutional 0131',
    'observation_stay professional 22',
    'office_visit professional 11',
    'operation professional 21',
    'panel professional 81',
    'specialist_visit professional 11',
    'surgical_admission institutional 0111',
    'surgical_admission professional 21',
  ]);
});

test('a stay with an operation is grouped by its diagnosis and billed by revenue code', async () => {
  const [stay] = await rows(`
    select string_agg(distinct drg::text, ' ' order by drg::text) as drgs, min(lines) as lines, max(units = days) as nights
    from (select c.claim_id, c.drg, c.service_to - c.service_from as days, count(*) as lines, max(l.units) as units
      from membersim.claims c join membersim.claim_lines l using (claim_id) where c.bill_type = '0111' and c.principal_diagnosis = 'K80.10' and l.revenue_code is not null
      group by all)`);
  expect(stay).toMatchObject({ drgs: '417 418 419', lines: '8', nights: true });
});

test('kinds of charges stand on institutional claims alone, on each of their lines', async () => {
  const told = await rows(`
    select c.form::text as form, bool_and(l.revenue_code is not null) as each_line, bool_or(l.revenue_code is not null) as any_line
    from membersim.claims c join membersim.claim_lines l using (claim_id) group by c.form order by 1`);
  expect(told).toEqual([
    { form: 'institutional', each_line: true, any_line: true },
    { form: 'professional', each_line: false, any_line: false },
  ]);
});

test('a stay for what the patient is not known to have is grouped by the diagnosis on its claim', async () => {
  const diagnosis = 'event: surgical_diagnosis, timing: { day: 60 }';
  const unknown = JOURNEY.replace(diagnosis, `${diagnosis}, probability: 0.5`)
    .replace('journey_name: Year', 'journey_name: Unknown')
    .replace('      - { event: operation, timing: { after: surgical_admission, hours: 2 } }\n', '');
  const tree = await builds.tree({
    ...FILES,
    'generation/templates/profiles/insured.md': PROFILE.replace(
      'code: K80.10, prevalence: 1',
      'code: K80.10, prevalence: 0.5',
    ),
    'generation/templates/journeys/year.md': unknown,
  });
  const built = await builds.build(tree, { what: 'year', count: 100 });
  const grouped = await rows(
    `select concat_ws(' ', principal_diagnosis, string_agg(distinct drg, ' ' order by drg)) as stay
     from membersim.claims where drg is not null and not starts_with(principal_diagnosis::text, 'I21') group by principal_diagnosis order by 1`,
    built,
  );
  const known = await rows(
    `select distinct c.principal_diagnosis::text as stay, d.onset_date <= c.service_from as known
     from membersim.claims c left join patientsim.conditions d on d.patient_id = c.member_id and d.code = 'K80.10'
     where c.drg is not null and not starts_with(c.principal_diagnosis::text, 'I21') order by 1`,
    built,
  );
  expect(known).toEqual([
    { stay: 'K80.10', known: true },
    { stay: 'R53.83', known: null },
  ]);
  expect(grouped.map((row) => row['stay'])).toEqual(['K80.10 444 445 446', 'R53.83 947 948']);
});

test('what stays are drawn for has groups of its own, of which the shares make a whole', () => {
  const { reasons, claims } = loaded.library.knowledge;
  const groups = (claims?.drgs ?? []).filter(({ surgical }) => !surgical);
  const sharesFor = (code: string): number => {
    const fits = groups.filter(({ conditions }) => conditions.some((one) => code.startsWith(one)));
    return fits.reduce((sum, { share }) => sum + share, 0);
  };
  const usual = (reasons?.reasons ?? []).filter(({ list, own, weight }) => list === 'stay' && !own && weight >= 1.5);
  const partly = usual.filter(({ code }) => !code.startsWith('R') && Math.abs(sharesFor(code) - 1) > 1e-9);
  expect(usual.length).toBeGreaterThan(10);
  expect(partly.map(({ code }) => code)).toEqual([]);
});

test('lines show HCPCS codes where the skills have them, and nothing elsewhere', async () => {
  const codes = await rows(`
    select distinct service::text as service, procedure_code::text as code from membersim.claim_lines
    where service in ('wellness_visit', 'office_visit', 'lab_lipids') order by all`);
  expect(codes).toEqual([
    { service: 'lab_lipids', code: null },
    { service: 'office_visit', code: null },
    { service: 'wellness_visit', code: 'G0439' },
  ]);
});

test('the deductible is used up in the order of service, then coinsurance, until the limit', async () => {
  const [wrong] = await rows(`
    with sums as (
      select c.*, p.deductible as bound, p.out_of_pocket_limit as most, p.coinsurance as rate, l.deductible as used, l.copay, l.coinsurance as part,
        sum(case when l.copay = 0 and c.member_paid > 0 then c.total_allowed else 0 end) over w as allowed_by_now,
        sum(c.member_paid) over w as paid_by_now
      from membersim.claims c join membersim.plans p using (plan_id)
      join (select claim_id, sum(deductible) as deductible, sum(copay) as copay, sum(coinsurance) as coinsurance from membersim.claim_lines group by 1) l using (claim_id)
      window w as (partition by member_id order by service_from, claim_id))
    select count(*) filter (paid_by_now > most) as above_limit,
      count(*) filter (copay = 0 and member_paid > 0 and paid_by_now < most and used <> least(bound, allowed_by_now) - least(bound, allowed_by_now - total_allowed)) as deductible_wrong,
      count(*) filter (copay = 0 and paid_by_now < most and member_paid > 0 and part <> round((total_allowed - used) * rate, 2)) as coinsurance_wrong,
      count(*) filter (paid_by_now = most and member_paid > 0) > 50 as reached
    from sums`);
  expect(wrong).toEqual({ above_limit: '0', deductible_wrong: '0', coinsurance_wrong: '0', reached: true });
});

test('visits cost the copay of the plan where it has one, and prevention costs nothing, also where it was drawn', async () => {
  const paid = await rows(`
    select concat_ws(' ', p.name, l.service, max(l.copay), max(l.deductible) > 0) as paid
    from ${OF_EVENT} join membersim.claim_lines l using (claim_id) join membersim.plans p using (plan_id)
    where t.event in ('office_visit', 'annual_wellness_visit') and l.service <> 'vision_examination' group by p.name, l.service order by 1`);
  expect(paid.map((row) => row['paid'])).toEqual([
    'Commercial HDHP office_visit 0.00 true',
    'Commercial HDHP preventive_visit 0.00 false',
    'Commercial HDHP specialist_visit 0.00 true',
    'Commercial HDHP wellness_visit 0.00 false',
    'Commercial PPO office_visit 25.00 false',
    'Commercial PPO preventive_visit 0.00 false',
    'Commercial PPO specialist_visit 45.00 false',
    'Commercial PPO wellness_visit 0.00 false',
  ]);
  const [drawn] = await rows(`
    select count(*)::int > 100 as some, count(*) filter ((l.service = 'preventive_visit') <> (c.principal_diagnosis::text similar to 'Z00.0.*|Z01.4.*|Z30.*'))::int as wrong
    from ${OF_EVENT} join membersim.claim_lines l using (claim_id) where t.event = 'office_visit'`);
  expect(drawn).toEqual({ some: true, wrong: 0 });
});

test('what lies outside enrollment is denied with its reason, not dropped', async () => {
  const outside = await rows(`
    select c.service_from < e.first as early, c.status::text as status, l.adjustment_code::text as code, count(*) > 10 as some
    from membersim.claims c join membersim.claim_lines l using (claim_id)
    join (select member_id, min(start_date) as first from membersim.enrollments group by 1) e using (member_id)
    where not exists (from membersim.enrollments s where s.member_id = c.member_id
      and c.service_from between s.start_date and coalesce(s.end_date, c.service_from)) and c.replaces_claim_id is null
    group by all order by all`);
  expect(outside).toEqual([
    { early: false, status: 'denied', code: '27', some: true },
    { early: true, status: 'denied', code: '26', some: true },
  ]);
});

test('a corrected claim replaces a reversed one for the same service, and a repeated one is denied', async () => {
  const pairs = await rows(`
    select distinct a.status::text as first, b.status::text as again, b.received_date > a.received_date as later
    from membersim.claims b join membersim.claims a on a.claim_id = b.replaces_claim_id
    where b.status <> 'pending' and a.status in ('reversed', 'paid') order by all`);
  expect(pairs).toEqual([
    { first: 'paid', again: 'denied', later: true },
    { first: 'reversed', again: 'corrected', later: true },
  ]);
});

test('each decided claim is remitted, and a payment that is taken back is told', async () => {
  const sent = await rows(`select distinct sent from (
    select concat_ws(' ', c.status, string_agg(r.kind, ' ' order by r.sequence), sum(r.amount) = any_value(c.plan_paid)) as sent
    from membersim.claims c left join membersim.remittances r using (claim_id) group by c.claim_id, c.status) order by sent`);
  expect(sent.map(({ sent: one }) => (typeof one === 'string' ? one : ''))).toEqual([
    'corrected payment true',
    'denied denial true',
    'paid payment true',
    'pending',
    'reversed payment reversal true',
  ]);
});

test('a stay has an authorization asked for before, or is denied for want of one', async () => {
  const asked = await rows(`
    select distinct concat_ws(' ', coalesce(a.status::text, 'none'), coalesce(l.adjustment_code::text, ''), a.requested_on <= c.service_from) as asked
    from membersim.claims c join membersim.claim_lines l using (claim_id) left join membersim.authorizations a using (claim_id)
    where c.bill_type = '0111' and c.replaces_claim_id is null and l.adjustment_code in ('45', '197') order by 1`);
  expect(asked.map((row) => row['asked'])).toEqual(['approved 45 true', 'denied 197 true', 'none 197']);
  const check = checks.find(({ name }) => name === 'paid-with-authorization');
  expect(await brokenBy(check, "update membersim.authorizations set status = 'denied'")).toBe(true);
  const inOrder = checks.find(({ name, table }) => `${name} ${table}` === 'days-in-order membersim.authorizations');
  expect(await brokenBy(inOrder, 'update membersim.authorizations set requested_on = requested_on + 1000')).toBe(true);
});

test('who comes through the emergency department is asked for on the first day of the stay, who is sent some days before', async () => {
  const [stays] = await rows(`
    select count(*) filter (e.admit_source = 'emergency') / count(*) between 0.7 and 0.92 as shared, count(*)::int > 100 as many,
      count(*) filter ((c.service_from - a.requested_on) <> if(e.admit_source = 'emergency', 0, 7))::int as wrong
    from ${OF_EVENT} join patientsim.encounters e using (encounter_id) join membersim.authorizations a using (claim_id)
    where t.event = 'heart_attack_stay'`);
  expect(stays).toEqual({ shared: true, many: true, wrong: 0 });
});

test('an event asks on its day for the stay that follows or for what the rule names, and is open until it is decided', async () => {
  const asked = await rows(`
    select distinct concat_ws(' ', t.event, a.service, a.status, date_diff('day', a.requested_on, c.service_from), count(*) over (partition by a.claim_id)) as asked
    from membersim.authorizations a join core.timeline t on t.timeline_id = a.event_id left join membersim.claims c using (claim_id)
    where t.event not in ('heart_attack_stay', 'infusion', 'day_surgery') order by 1`);
  expect(asked.map((row) => row['asked'])).toEqual([
    'late_authorization imaging approved 800',
    'late_authorization imaging denied 800',
    'late_authorization imaging pending 800',
    'scan_authorization imaging approved 800',
    'scan_authorization imaging denied 800',
    'service_authorization room_and_board approved 12 1',
    'service_authorization room_and_board denied 12 1',
    'surgical_admission room_and_board approved 7 1',
    'surgical_admission room_and_board denied 7 1',
  ]);
  const [days] = await rows(`
    select count(*) filter (a.requested_on <> t.moment::date) as off from membersim.authorizations a join core.timeline t on t.timeline_id = a.event_id
    where t.event like '%_authorization'`);
  expect(days).toEqual({ off: '0' });
});

test('no claim is for what only the other sex can have', async () => {
  const screened = await rows(`
    select distinct concat_ws(' ', p.sex, c.principal_diagnosis) as claim
    from ${OF_EVENT} join core.persons p on p.person_id = c.member_id where t.event = 'menopause' order by 1`);
  expect(screened.map((row) => row['claim'])).toEqual(['F N95.1', 'M R69']);
  const [seen] = await rows(`
    select string_agg(distinct concat_ws(' ', p.sex, e.reason_code), ', ' order by concat_ws(' ', p.sex, e.reason_code)) as reasons
    from patientsim.encounters e join core.persons p on p.person_id = e.patient_id join core.timeline t on t.timeline_id = e.encounter_id
    where t.event in ('menopause', 'child_check')`);
  expect(seen).toEqual({ reasons: 'F, F N95.1, M' });
  const check = checks.find(({ name, table }) => name === 'sex-agrees' && table === 'membersim.claims');
  const ofChart = checks.find(({ name, table }) => name === 'sex-agrees' && table === 'patientsim.encounters');
  expect(await brokenBy(ofChart, "update patientsim.encounters set reason_code = 'N95.1'")).toBe(true);
  expect(await brokenBy(check, "update membersim.claims set principal_diagnosis = 'N95.1'")).toBe(true);
});

test('no claim is for what only people of other ages can have, and nobody is found to have it', async () => {
  const found = await rows(`
    select distinct c.principal_diagnosis::text as claim, (select count(*) from patientsim.conditions where code = 'Z00.129') as problems
    from ${OF_EVENT} where t.event = 'child_check' order by 1`);
  expect(found).toEqual([{ claim: 'R69', problems: '0' }]);
  const of = (table: string): (typeof checks)[number] | undefined =>
    checks.find((one) => one.name === 'age-agrees' && one.table === table);
  expect(await brokenBy(of('membersim.claims'), "update membersim.claims set principal_diagnosis = 'Z00.129'")).toBe(
    true,
  );
  expect(await brokenBy(of('patientsim.encounters'), "update patientsim.encounters set reason_code = 'Z00.129'")).toBe(
    true,
  );
  expect(await brokenBy(of('patientsim.conditions'), "update patientsim.conditions set code = 'Z00.129'")).toBe(true);
});

test('a claim has a number of its own as a text, which its lines show in their wide form', async () => {
  const [numbers] = await rows(`
    select count(distinct claim_number) = count(*) as unlike, bool_and(claim_number ~ 'CLM[0-9]{19}') as shaped,
      (select count(*) from membersim.claim_lines_wide l join membersim.claims_wide c using (claim_id) where l.claim_claim_number <> c.claim_number) as others
    from membersim.claims_wide`);
  expect(numbers).toEqual({ unlike: true, shaped: true, others: '0' });
});

test('members of a commercial payer belong to an employer group of theirs', async () => {
  const [groups] = await rows(`
    select count(*) = 400 as everybody, count(distinct group_id) > 100 as many, count(distinct industry) = 12 as industries
    from membersim.members join membersim.groups using (group_id)`);
  expect(groups).toEqual({ everybody: true, many: true, industries: true });
});

test('a problem stands on claims from the day on which it was found', async () => {
  const [known] = await rows(`
    select count(*) filter (c.diagnosis_2 = 'I10' and c.service_from < f.onset_date) as early, count(*) filter (c.diagnosis_2 = 'I10') > 0 as some
    from membersim.claims c join patientsim.conditions f on f.patient_id = c.member_id and f.code = 'I10'`);
  expect(known).toEqual({ early: '0', some: true });
});

test('an illness stands on claims until it is over, and what the member has besides moves up', async () => {
  const [cold] = await rows(`
    select count(*) filter (f.abatement_date is not null) > 0 as some, count(*) filter (c.service_from > f.abatement_date) as late,
      max(c.service_from - f.onset_date) as longest
    from membersim.claims c join patientsim.conditions f on f.patient_id = c.member_id and f.code = 'J06.9'
    where 'J06.9' in (c.diagnosis_2::text, c.diagnosis_3::text, c.diagnosis_4::text)`);
  expect(cold).toMatchObject({ some: true, late: '0' });
  expect(Number(cold?.['longest'])).toBeLessThanOrEqual(14);
  const [gaps] = await rows(`
    select count(*) filter (diagnosis_2 is null and diagnosis_3 is not null or diagnosis_3 is null and diagnosis_4 is not null) as gaps,
      count(*) filter (diagnosis_3 is not null) > 0 as some from membersim.claims`);
  expect(gaps).toEqual({ gaps: '0', some: true });
});

test('the rule in the skill is what is run: another place, another service, no claim', async () => {
  const changed = sync
    .replace('| office | encounter | | professional | 11 |', '| office | encounter | | professional | 22 |')
    .replace('| stay_physician |', '| stay_doctors |')
    .replace('| laboratory | lab_order | | professional |', '| laboratory | lab_order | | none |');
  const services = await readFile(`${skills}membersim/services.md`, 'utf8');
  const row = '| therapy_visit | | | therapy_session | |';
  expect(services).toContain(row);
  const byReason = services
    .replace('| B07; B35;', '| A98; B07; B35;')
    .replace(row, `| emergency_visit | | R; S | observation_physician | |\n${row}`);
  const idle = ['normalize-without-effect'];
  const tree = await builds.tree({ ...FILES, [SYNC]: changed, 'membersim/services.md': byReason }, idle);
  const other = await builds.build(tree, { what: 'year', count: 60 });
  const made = `select distinct t.event::text as event, c.place_of_service::text as at from ${OF_EVENT} where t.event in ('office_visit', 'panel')`;
  expect(await rows(made, other)).toEqual([{ event: 'office_visit', at: '22' }]);
  const untouched = `select claim_id, total_charge, total_allowed, plan_paid from ${OF_EVENT} where t.event = 'operation' and member_id <= 60 order by 1`;
  const charges = (found: readonly Row[]): readonly unknown[] =>
    found.map(({ claim_id, total_charge }) => [claim_id, total_charge]);
  expect(charges(await rows(untouched, other))).toEqual(charges(await rows(untouched)));
  const seen = `
    select c.claim_id, c.total_charge from ${OF_EVENT} join membersim.claim_lines l on l.claim_id = c.claim_id
    where t.event = 'office_visit' and l.service = 'specialist_visit' and member_id <= 60 order by 1`;
  expect(await rows(seen, other)).toEqual(await rows(seen));
  const forms = `
    select min(n)::int as least, count(distinct service)::int as services from (
      select count(distinct form) over (partition by t.timeline_id) as n, case form when 'professional' then l.service end as service
      from ${OF_EVENT} join membersim.claim_lines l on l.claim_id = c.claim_id and l.line_number = 1
      where t.event = 'emergency_visit')`;
  expect(await rows(forms, other)).toEqual([{ least: 2, services: 2 }]);
});

test('a price that is lacking is named, and without rules there are no claims', async () => {
  const fees = await readFile(`${skills}membersim/fee-schedule.md`, 'utf8');
  const tree = await builds.tree({
    ...FILES,
    'membersim/fee-schedule.md': fees.replace(/^\| Commercial \| hospital .*\n/m, ''),
  });
  const { diagnostics } = planned(tree);
  expect(diagnostics).toMatchObject([{ code: 'plan-claims-missing' }]);
  expect(diagnostics[0]?.message).toContain('the rate of Commercial for the sector "hospital"');
  const without = await builds.tree({ ...FILES, [SYNC]: sync.replace('  claim_rules: Claims\n', '') });
  expect(planned(without).plan?.tables.map(({ name }) => name)).not.toContain('claims');
});

test('codes of which one is drawn for claims, and that no rule of claims gives, are told once', async () => {
  const unnamed = { ...FILES, [SYNC]: sync.replaceAll('; weeks_of_gestation |', ' |') };
  const { diagnostics } = await builds.tree(unnamed, ['normalize-without-effect']);
  expect(diagnostics[0]?.message).toContain('`weeks_of_gestation` has no effect: no rule of claims names it');
});

function planned(tree: Loaded): Planned {
  const [request] = answerTo(tree, { what: 'year' }).requests;
  if (request === undefined) throw new Error('no request');
  return planRequest(tree, request);
}

/** Whether the check finds nothing in the file, and something once the statement has run. */
async function brokenBy(check: { readonly sql: string } | undefined, statement: string): Promise<boolean> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  const count = async (): Promise<number> =>
    Number((await connection.runAndReadAll(check?.sql ?? '')).getRows()[0]?.[0]);
  try {
    const before = await count();
    await connection.run('begin');
    await connection.run(statement);
    const after = await count();
    await connection.run('rollback');
    return before === 0 && after > 0;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
