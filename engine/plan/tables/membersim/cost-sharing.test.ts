/** What members of each way of Medicare owe for what the benefits of their plan speak of. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readRows } from '../../../testing/built-tables.ts';
import { openCohortBuilds } from '../../../testing/cohort-builds.ts';

const builds = await openCohortBuilds();
const PLANS = 'membersim/plans.md';
const plans = await readFile(new URL(`../../../../skills/${PLANS}`, import.meta.url), 'utf8');

const FILES = {
  'generation/templates/profiles/medicare.md': `---
name: medicare
description: People of both ways of Medicare.
type: profile-template
---

\`\`\`yaml profile
profile_name: Medicare
conditions: [ { code: I10, prevalence: 1 } ]
coverage: { type: Medicare, plans: { Original Medicare: 0.5, Medicare Advantage: 0.5 } }
\`\`\`
`,
  'generation/templates/journeys/care.md': `---
name: care
description: What Medicare asks for, service by service.
type: journey-template
profile: medicare
---

\`\`\`yaml journey
journey_name: Care
duration: 12 months
start: 2024-01-02
phases:
  - name: Year
    duration: 0-365 days
    events:
      - { id: wellness, event: office_visit, conditions: [Z00.00], timing: { day: 5 } }
      - { id: glasses, event: office_visit, conditions: [H52.7], timing: { day: 10 } }
      - { id: panel, event: lipid_panel, timing: { day: 20 } }
      - { id: nurse, event: home_visit, timing: { day: 30 } }
      - { id: stay, event: heart_attack_stay, timing: { day: 60 } }
      - { id: home, type: discharge, timing: { after: stay, days: 4 } }
      - { id: facility, event: nursing_facility_stay, timing: { day: 100 } }
      - { id: back, type: discharge, timing: { after: facility, days: 24 } }
\`\`\`
`,
};

test('laboratory and home health cost nothing, a stay its copay and copays of its days, and glasses are not covered by all', async () => {
  const file = await builds.build(await builds.tree(FILES), {
    what: 'care',
    count: 60,
  });
  const asked = await readRows(
    file,
    `select concat_ws(' ', p.name, t.event, c.form, c.status, string_agg(distinct l.adjustment_code::text, ','), max(c.member_paid + c.other_paid)) as asked
     from membersim.claims c join membersim.claim_lines l using (claim_id) join membersim.plans p using (plan_id)
     join core.timeline t on t.timeline_id = c.event_id
     where c.status in ('paid', 'denied') and (l.adjustment_code in ('45', '96')) and (c.form = 'institutional' or t.event in ('wellness', 'glasses', 'panel'))
     group by p.name, t.event, c.form, c.status order by 1`,
  );
  expect(asked.map((row) => row['asked'])).toEqual([
    'Medicare Advantage facility institutional paid 45 812.00',
    'Medicare Advantage glasses professional paid 45 0.00',
    'Medicare Advantage nurse institutional paid 45 0.00',
    'Medicare Advantage panel professional paid 45 0.00',
    'Medicare Advantage stay institutional paid 45 1200.00',
    'Medicare Advantage wellness professional paid 45 0.00',
    'Original Medicare facility institutional paid 45 838.00',
    'Original Medicare glasses professional denied 96 0.00',
    'Original Medicare nurse institutional paid 45 0.00',
    'Original Medicare panel professional paid 45 0.00',
    'Original Medicare stay institutional paid 45 1676.00',
    'Original Medicare wellness professional paid 45 0.00',
  ]);
  const billed = await readRows(
    file,
    `select distinct service::text as service from membersim.claim_lines join membersim.claims c using (claim_id)
     join core.timeline t on t.timeline_id = c.event_id where t.event in ('wellness', 'glasses') order by 1`,
  );
  expect(billed.map((row) => row['service'])).toEqual(['vision_examination', 'wellness_visit']);
});

test('a plan without a limit asks for all of its share, and shows none', async () => {
  const files = Object.entries(FILES).map(([path, text]) => [path, text.replace('0.5, Medicare Advantage: 0.5', '1')]);
  const file = await builds.build(await builds.tree(Object.fromEntries(files)), { what: 'care', count: 8 });
  const [found] = await readRows(
    file,
    `select min(out_of_pocket_used) > 1676 as paid, count(out_of_pocket_limit)::int as limited,
       (select count(out_of_pocket_limit) from membersim.plans)::int as plans from membersim.accumulators where plan_year = 2024`,
  );
  expect(found).toEqual({ paid: true, limited: 0, plans: 0 });
});

test('a benefit that says nothing, or two things, or knows no such plan or class, is refused at its row', async () => {
  const row = '| Original Medicare | laboratory | | 0 | | | | |';
  const changed = plans.replace(
    row,
    `| Medicaid Managed Care | laboratory | | | | | | | says nothing |
| Medicaid Managed Care | vision | no | 5 | | | | | says two things |
| Medicaid Fee-for-Service | vision | | | 5 | 4 | 2 | | ends before it begins |
| Medicaid Fee-for-Service | astrology | | 5 | | | | | no such class |
${row}`,
  );
  expect(changed).not.toBe(plans);
  await builds.tree({ [PLANS]: changed }, [
    'normalize-cell',
    'normalize-cell',
    'normalize-cell',
    'normalize-reference-unknown',
  ]);
});
