import { expect, test } from 'vitest';
import type { Plan } from '../../model/index.ts';
import { readRows } from '../../testing/built-tables.ts';
import { openBrokenCopy } from '../../testing/broken-copy.ts';
import { openCohortBuilds, planOf } from '../../testing/cohort-builds.ts';
import { yearOfEvents } from '../../testing/year-of-events.ts';

const builds = await openCohortBuilds();

interface Covered {
  readonly file: string;
  readonly plan: Plan;
}

/** A journey through a year of 2024 with `events`, for people who begin it in Medicare Advantage. */
async function covered(events: readonly string[], { count = 6 } = {}): Promise<Covered> {
  const loaded = await builds.tree({
    'generation/templates/journeys/membership.md': yearOfEvents('membership', events, { start: '2024-01-01' }),
    'generation/cohorts/covered.md': `---
name: covered
description: People whose coverage changes.
type: cohort
---

\`\`\`yaml cohort
cohort_name: covered
profile: medicare-diabetic
journeys: [membership]
count: ${count}
as_of: 2025-01-01
products: [patientsim, membersim, rxmembersim]
medications: [ { drug: lisinopril, prevalence: 1 } ]
\`\`\`
`,
  });
  return { file: await builds.build(loaded, { what: 'covered' }), plan: planOf(loaded, { what: 'covered' }) };
}

/** Spans of one person, each as its plan with its first and last day. */
async function spans(file: string, person = 1): Promise<readonly unknown[]> {
  const rows = await readRows(
    file,
    `select concat_ws(' ', name, start_date, coalesce(end_date::text, 'on'), status) as span
     from membersim.enrollments join membersim.plans using (plan_id) where member_id = ${person} order by start_date`,
  );
  return rows.map(({ span }) => span);
}

test('a change of plan ends one span and begins the next on its day', async () => {
  const { file, plan } = await covered([
    '{ id: switch, type: plan_change, timing: { day: 60 }, details: { plan: Original Medicare } }',
    '{ id: back, type: plan_change, timing: { day: 200 }, plan: Medicare Advantage }',
  ]);
  expect(await spans(file)).toMatchInlineSnapshot(`
    [
      "Medicare Advantage 2022-01-01 2024-02-29 ended",
      "Original Medicare 2024-03-01 2024-07-18 ended",
      "Medicare Advantage 2024-07-19 on active",
    ]
  `);
  const { violations } = await openBrokenCopy(file, plan);
  const overlap =
    'update membersim.enrollments set start_date = start_date - 1 where member_id = 1 and plan_id <> (select min_by(plan_id, start_date) from membersim.enrollments where member_id = 1)';
  expect(await violations('one-plan-at-a-time membersim.enrollments', overlap)).toEqual({ before: 0, after: 1 });
  const stranger =
    "update rxmembersim.fills set filled_on = date '2020-01-01' where rowid = (select min(rowid) from rxmembersim.fills where status = 'paid')";
  expect(await violations('fill-within-coverage rxmembersim.fills', stranger)).toEqual({ before: 0, after: 1 });
});

test('between disenrollment and enrollment lies a gap, in which people live on and the pharmacy is paid nothing', async () => {
  const { file } = await covered([
    '{ id: leave, type: disenrollment, timing: { day: 90 } }',
    '{ id: visit, type: encounter, class: AMB, timing: { day: 120 } }',
    '{ id: rejoin, type: enrollment, timing: { day: 180 }, plan: Original Medicare }',
    '{ id: leave_again, type: disenrollment, timing: { day: 300 } }',
    '{ id: late_visit, type: encounter, class: AMB, timing: { day: 320 } }',
  ]);
  expect(await spans(file)).toMatchInlineSnapshot(`
    [
      "Medicare Advantage 2022-01-01 2024-03-31 ended",
      "Original Medicare 2024-06-29 2024-10-27 ended",
    ]
  `);
  const identities = await readRows(
    file,
    `select system::text || ' ' || valid_from || ' ' || valid_to as held from core.identities
     where person_id = 1 and type = 'MB' order by system`,
  );
  expect(identities.map(({ held }) => held)).toEqual([
    'membersim 2022-01-01 2024-10-27',
    'rxmembersim 2022-01-01 2024-10-27',
  ]);
  const gap = "between date '2024-04-02' and date '2024-06-28'";
  expect(
    await readRows(
      file,
      `select (select count(*)::int from patientsim.encounters where start_time::date ${gap}) as visits,
        (select count(*)::int from core.timeline where event = 'late_visit' and skipped_because = 'after disenrollment') as skipped,
        (select count(*)::int from rxmembersim.fills where status = 'paid' and filled_on ${gap}) as fills_in_gap,
        (select count(*)::int from rxmembersim.fills where status = 'paid' and filled_on > date '2024-06-30') > 0 as fills_after`,
    ),
  ).toEqual([{ visits: 6, skipped: 6, fills_in_gap: 0, fills_after: true }]);
});

test('a change that names no plan leads each person to another of the plans offered, time and again', async () => {
  const { file } = await covered(
    ['{ id: renewal, type: plan_change, timing: { day: 30 }, recurrence: { every: 60, unit: days, count: 5 } }'],
    { count: 60 },
  );
  const rows = await readRows(
    file,
    `select count(distinct plan_id)::int as plans, count(*) filter (plan_id = before)::int as same,
       count(*) filter (start_date <> ended + 1)::int as loose
     from (select plan_id, start_date, lag(plan_id) over last as before, lag(end_date) over last as ended
       from membersim.enrollments window last as (partition by member_id order by start_date))`,
  );
  expect(rows).toEqual([{ plans: 3, same: 0, loose: 0 }]);
  const each = 'select distinct count(*)::int as spans from membersim.enrollments group by member_id order by all desc';
  expect((await readRows(file, each))[0]).toEqual({ spans: 6 });
});
