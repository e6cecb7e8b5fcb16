/** Families that share the bounds of their plan: who owes which dollar of a hand-worked case, and of many by a walk. */
import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { openBrokenCopy } from '../../../testing/broken-copy.ts';
import { contents, readRows, readTables, rowsOfPersons } from '../../../testing/built-tables.ts';
import type { Row } from '../../../testing/built-tables.ts';
import { openCohortBuilds, planOf } from '../../../testing/cohort-builds.ts';

const builds = await openCohortBuilds();
const skills = new URL('../../../../skills/', import.meta.url).pathname;

const profile = (household: string): string => `---
name: insured
description: Families of a commercial plan.
type: profile-template
---

\`\`\`yaml profile
profile_name: Insured
count: 60
seed: 7
as_of: 2025-01-01
products: [membersim]
demographics: { age: { min: 30, max: 50 }, household: ${household} }
coverage: { type: Commercial, plan: Commercial PPO }
\`\`\`
`;

const journey = (events: string): string => `---
name: year
description: A year of care.
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
      ${events}
\`\`\`
`;

async function skill(path: string, ...edits: readonly (readonly [was: RegExp, is: string])[]): Promise<string> {
  return edits.reduce(
    (text, [was, is]) => {
      expect(text).toMatch(was);
      return text.replace(was, is);
    },
    await readFile(`${skills}${path}`, 'utf8'),
  );
}

async function claims(file: string): Promise<readonly Row[]> {
  return readRows(
    file,
    `select member_id::int as member, subscriber_id::int as family, total_allowed::double as allowed, deductible, coinsurance,
       member_paid::double as paid, event = 'specialist_visit' as copay
     from membersim.claims join membersim.members using (member_id) join core.timeline on timeline_id = event_id
     join (select claim_id, sum(deductible)::double as deductible, sum(coinsurance)::double as coinsurance
       from membersim.claim_lines group by claim_id) using (claim_id)
     where total_allowed > 0 and year(service_from) = 2024 order by service_from, claim_id`,
  );
}

const OFTEN = `- { event: emergency_visit, timing: { day: 30 }, recurrence: { every: 61, unit: days, count: 4 }, probability: 0.5 }
      - { event: specialist_visit, timing: { day: 10 }, recurrence: { every: 21, unit: days, count: 15 }, probability: 0.7 }
      - { event: surgical_admission, timing: { day: 90 }, probability: 0.15 }
      - { event: surgical_discharge, timing: { after: surgical_admission, days: 3 } }`;
const tree = await builds.tree({
  'generation/templates/profiles/insured.md': profile('{ single: 0.1, couple: 0.3, family: 0.6 }'),
  'generation/templates/journeys/year.md': journey(OFTEN),
});
let file = '';
beforeAll(async () => {
  file = await builds.build(tree, { what: 'year' }, { rangeSize: 25 });
}, 60_000);

/** Who owes what of six tests a member, at 300 dollars each, under these bounds. */
async function worked(bounds: string): Promise<readonly (readonly unknown[])[]> {
  const couple = await builds.tree({
    'generation/templates/profiles/insured.md': profile('{ couple: 1 }'),
    'generation/templates/journeys/year.md': journey(
      '- { event: lipid_panel, timing: { day: 10 }, recurrence: { every: 30, unit: days, count: 6 } }',
    ),
    'generation/distributions/cost-distributions.md': await skill('generation/distributions/cost-distributions.md', [
      /laboratory-intensity: .*/,
      'laboratory-intensity: { distribution: fixed, value: 1 }',
    ]),
    'membersim/services.md': await skill('membersim/services.md', [
      /(\| lab_lipids .*?\| laboratory \|) \d+\.\d+/,
      '$1 250',
    ]),
    'membersim/denials.md': await skill('membersim/denials.md', [
      /((?:incomplete|duplicate|correction|uncovered|unnecessary)_share \|[^|]*)\| [\d.]+/g,
      '$1 | 0',
    ]),
    'membersim/plans.md': await skill('membersim/plans.md', [
      /(\| Commercial PPO \| Commercial \| PPO \|).*?\| 25 \|/,
      `$1 ${bounds} | 25 |`,
    ]),
  });
  const rows = await claims(await builds.build(couple, { what: 'year', count: 2 }));
  return rows.map(({ member, allowed, deductible, coinsurance, paid }) => [
    member,
    allowed,
    deductible,
    coinsurance,
    paid,
  ]);
}

test("what a member's yearly limit spares of the deductible is paid by nobody, and does not count towards the family's", async () => {
  expect((await worked('500 | 400 | 800 | 1100')).slice(0, 6)).toEqual([
    [1, 300, 300, 0, 300],
    [2, 300, 300, 0, 300],
    // 200 are left of the member's deductible, but 100 of the limit.
    [1, 300, 100, 0, 100],
    // 100 are left of the family's 800, which the first member has paid 400 of; they use up the limit.
    [2, 300, 100, 0, 100],
    [1, 300, 0, 0, 0],
    [2, 300, 0, 0, 0],
  ]);
});

test("a claim uses up the member's bounds and then the family's, in the order of service of all members", async () => {
  expect(await worked('500 | 600 | 800 | 1100')).toEqual([
    [1, 300, 300, 0, 300],
    [2, 300, 300, 0, 300],
    // 200 are left of the member's 500, and of the family's 800.
    [1, 300, 200, 20, 220],
    // 200 are left of the member's 500, nothing of the family's 800.
    [2, 300, 0, 60, 60],
    [1, 300, 0, 60, 60],
    [2, 300, 0, 60, 60],
    // 20 are left of the member's 600.
    [1, 300, 0, 20, 20],
    [2, 300, 0, 60, 60],
    [1, 300, 0, 0, 0],
    // 120 are left of the member's 600, 20 of the family's 1100.
    [2, 300, 0, 20, 20],
    [1, 300, 0, 0, 0],
    [2, 300, 0, 0, 0],
  ]);
});

interface Used {
  deductible: number;
  paid: number;
}

test('the sums give what a walk along the claims of each family gives', async () => {
  const plan = { deductible: 1400, limit: 4500, familyDeductible: 2800, familyLimit: 9000, coinsurance: 0.2 };
  const used = new Map<string, Used>();
  const of = (key: string): Used => used.get(key) ?? { deductible: 0, paid: 0 };
  const cents = (value: number): number => Math.round(value * 100) / 100;
  const reached = new Set<string>();
  for (const row of await claims(file)) {
    const keys = [`member ${Number(row['member'])}`, `family ${Number(row['family'])}`] as const;
    const [own, family] = [of(keys[0]), of(keys[1])];
    const allowed = Number(row['allowed']);
    const copay = row['copay'] === true ? Math.min(allowed, 45) : 0;
    const shared = row['copay'] === true ? 0 : allowed;
    const deductible = Math.min(shared, plan.deductible - own.deductible, plan.familyDeductible - family.deductible);
    const owed = cents(deductible + copay + cents((shared - deductible) * plan.coinsurance));
    const paid = cents(Math.min(owed, plan.limit - own.paid, plan.familyLimit - family.paid));
    expect(row).toMatchObject({ deductible: cents(Math.min(deductible, paid)), paid });
    if (shared - deductible > 0 && own.deductible + deductible < plan.deductible) reached.add('family deductible');
    if (paid < owed && own.paid + paid < plan.limit) reached.add('family limit');
    for (const key of keys) {
      const one = of(key);
      used.set(key, { deductible: cents(one.deductible + Math.min(deductible, paid)), paid: cents(one.paid + paid) });
    }
  }
  expect([...reached].toSorted()).toEqual(['family deductible', 'family limit']);
});

test('accumulators show what the member and the family have used, and no bound is passed', async () => {
  const plan = planOf(tree, { what: 'year' });
  const { rules, violations } = await openBrokenCopy(file, plan);
  const of = 'update membersim.accumulators set';
  const breaches = {
    'within-plan-of-family membersim.accumulators': `${of} family_deductible_used = family_deductible_limit + 0.01 where rowid = 0`,
    'family-is-its-members membersim.accumulators': `${of} family_out_of_pocket_used = family_out_of_pocket_used + 0.01 where member_id = 20`,
    'within-plan membersim.accumulators': `${of} deductible_used = deductible_limit + 0.01 where rowid = 0`,
    'whole-money membersim.accumulators': `${of} allowed = allowed + 0.01 where rowid = 0`,
    'accumulator-is-its-claims membersim.accumulators': `${of} allowed = allowed + 0.01 where rowid = 0`,
  };
  expect(rules).toEqual(expect.arrayContaining(Object.keys(breaches)));
  for (const [rule, sql] of Object.entries(breaches)) {
    const { before, after } = await violations(rule, sql);
    expect([rule, before, after > 0]).toEqual([rule, 0, true]);
  }
});

test('who owes what does not depend on which part of a family is built', async () => {
  const whole = await readTables(file);
  const some = await readTables(await builds.build(tree, { what: 'year', persons: { from: 20, to: 33 } }));
  expect(contents(some)).toEqual(contents(rowsOfPersons(whole, 20, 33)));
});
