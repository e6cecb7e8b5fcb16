import { expect, test } from 'vitest';
import { readRows } from '../testing/built-tables.ts';
import { openCohortBuilds } from '../testing/cohort-builds.ts';

const builds = await openCohortBuilds();
const JOURNEY = 'generation/templates/journeys/timing-forms.md';
const MONDAY = '2024-01-08';

/** A journey of a month that begins on a Monday, with these events. */
function journeyOf(...events: readonly string[]): string {
  return `---
name: timing-forms
description: Events at the times that a test asks for.
type: journey-template
profile: medicare-diabetic
---

\`\`\`yaml
journey_name: Timing forms
duration: 12 months
start: ${MONDAY}
phases:
  - name: Month
    duration: 0-30 days
    events:
${events.map((event) => `      - ${event}`).join('\n')}
\`\`\`
`;
}

async function happened(...events: readonly string[]): Promise<string> {
  const loaded = await builds.tree({ [JOURNEY]: journeyOf(...events) });
  return builds.build(loaded, { what: 'timing-forms', count: 200 });
}

async function daysOf(file: string, event: string): Promise<readonly number[]> {
  const rows = await readRows(
    file,
    `select distinct date_diff('day', date '${MONDAY}', moment::date) as day from core.timeline where event = '${event}' order by day`,
  );
  return rows.map(({ day }) => Number(day));
}

test('an event falls on its day, in office hours', async () => {
  const file = await happened('{ id: visit, type: encounter, class: AMB, timing: { day: 3 } }');
  const [hours] = await readRows(
    file,
    'select min(hour(moment)) as first, max(hour(moment)) as last from core.timeline',
  );
  expect(await daysOf(file, 'visit')).toEqual([3]);
  expect(Number(hours?.first)).toBeGreaterThanOrEqual(7);
  expect(Number(hours?.last)).toBeLessThan(19);
});

test('variance spreads an event evenly over its window, weekends and a holiday moved to the next working day', async () => {
  const file = await happened('{ id: visit, type: encounter, class: AMB, timing: { day: 9, variance: 2 } }');
  expect(await daysOf(file, 'visit')).toEqual([8, 9, 10, 11]);
});

test('what comes before another event lies before it, also when its own day is a weekend', async () => {
  const file = await happened(
    '{ id: visit, type: encounter, class: AMB, timing: { day: 7 } }',
    '{ id: call, type: outreach, timing: { before: visit, days: 1 } }',
  );
  expect(await daysOf(file, 'call')).toEqual([4]);
});

test('what follows another event never lies before it, also on the same day', async () => {
  const file = await happened(
    '{ id: visit, type: encounter, class: AMB, timing: { day: 2 } }',
    '{ id: order, type: lab_order, observations: [a1c], timing: { after: visit } }',
  );
  const early = await readRows(
    file,
    `select count(*) as people from core.timeline o join core.timeline v using (person_id)
     where o.event = 'order' and v.event = 'visit' and o.moment < v.moment`,
  );
  expect(Number(early[0]?.people)).toBe(0);
});

test('a written count of occurrences stands, also beyond the phase, and that is named', async () => {
  const call = '{ id: call, type: outreach, timing: { day: 1 }, recurrence: { every: 28, unit: days, count: 6 } }';
  const loaded = await builds.tree({ [JOURNEY]: journeyOf(call) }, ['normalize-recurrence-long']);
  const file = await builds.build(loaded, { what: 'timing-forms', count: 200 });
  expect(await daysOf(file, 'call')).toEqual([1, 29, 57, 85, 113, 141]);
});

test('without a count an event recurs until its phase ends', async () => {
  const file = await happened('{ id: call, type: outreach, timing: { day: 0 }, recurrence: weekly }');
  expect(await daysOf(file, 'call')).toEqual([0, 8, 14, 21, 28]);
});

test('a holiday moves what needs a working day, forwards or before what it precedes, and nothing else', async () => {
  const file = await happened(
    '{ id: visit, type: encounter, class: AMB, timing: { day: 7 } }',
    '{ id: emergency, type: encounter, class: EMER, timing: { day: 7 } }',
    '{ id: holiday_visit, type: encounter, class: AMB, timing: { day: 7, any_day: true } }',
    '{ id: later, type: encounter, class: AMB, timing: { day: 9 } }',
    '{ id: call, type: outreach, timing: { before: later, days: 2 } }',
  );
  const days = await Promise.all(['visit', 'emergency', 'holiday_visit', 'call'].map((event) => daysOf(file, event)));
  expect(days).toEqual([[8], [7], [7], [4]]);
});

test('days off that last longer than three weeks move an event to the working day behind them', async () => {
  const closed = Array.from({ length: 23 }, (_, at) => new Date(Date.UTC(2024, 0, 15 + at)));
  const rows = closed.map((day, at) => {
    const month = day.getUTCMonth() === 0 ? 'January' : 'February';
    return `| closed ${at} | ${month} ${day.getUTCDate()} | |`;
  });
  const head =
    '---\nname: holidays\ndescription: Days.\ntype: reference\ntables:\n  holidays: Days\n---\n\n# Days\n\n## Days\n';
  const loaded = await builds.tree({
    'patientsim/holidays.md': `${head}\n| name | rule | observed |\n|---|---|---|\n${rows.join('\n')}\n`,
    [JOURNEY]: journeyOf('{ id: visit, type: encounter, class: AMB, timing: { day: 7 } }'),
  });
  const file = await builds.build(loaded, { what: 'timing-forms', count: 20 });
  expect(await daysOf(file, 'visit')).toEqual([30]);
});

test('what recurs three times a week does so evenly, and what recurs within a day keeps its distance', async () => {
  const file = await happened(
    '{ id: dialysis, type: milestone, timing: { day: 0 }, recurrence: 3x_week }',
    '{ id: dose, type: dose, timing: { day: 1, time: "06:00" }, recurrence: { every: 8, unit: hours, count: 4 } }',
  );
  expect(await daysOf(file, 'dialysis')).toEqual([0, 2, 4, 7, 9, 11, 14, 16, 18, 21, 23, 25, 28]);
  const doses = await readRows(
    file,
    "select distinct strftime(moment, '%d %H:%M') as clock from core.timeline where event = 'dose' order by clock",
  );
  expect(doses.map(({ clock }) => clock)).toEqual(['09 06:00', '09 14:00', '09 22:00', '10 06:00']);
});

test('what recurs several times a week keeps to working days, and of those that are due on the same day one is held', async () => {
  const visit = (id: string, rest: string): string => `{ id: ${id}, type: encounter, class: AMB, ${rest} }`;
  const file = await happened(
    visit('daily', 'recurrence: { every: 1, unit: days, count: 9 }'),
    visit('thrice', 'recurrence: { every: 3x_week, count: 7 }, timing: { day: 3 }'),
    visit('weekdays', 'recurrence: { every: 5x_week, count: 10 }, timing: { day: 5 }'),
    visit('behind', 'timing: { after: weekdays, days: 1 }'),
    visit(
      'chancy',
      'recurrence: { every: 1, unit: days, count: 25 }, timing: { day: 1, variance: 1 }, probability: 0.5',
    ),
  );
  const rows = await readRows(
    file,
    `select event || case status when 'happened' then '' else ' ' || skipped_because end as what,
       string_agg(date_diff('day', date '${MONDAY}', moment::date)::text, ' ' order by occurrence) as days
     from core.timeline where person_id = 1 and event <> 'chancy' group by all order by what`,
  );
  const [chancy] = await readRows(
    file,
    `select count(*) filter (due > 0 and held = 0)::integer as free, count(*) filter (due > 0)::integer as shared, max(held)::integer as most
     from (select count(*) filter (skipped_because = 'another was due on its day') as due, count(*) filter (status = 'happened') as held
       from core.timeline where event = 'chancy' and isodow(moment) between 2 and 4 and moment::date <> date '2024-01-16'
       group by person_id, moment::date)`,
  );
  expect(chancy).toMatchObject({ free: 0, most: 1 });
  expect(chancy?.shared).toBeGreaterThan(100);
  expect(rows.map(({ what, days }) => [what, days])).toEqual([
    ['behind', '9'],
    ['daily', '0 1 2 3 4 8'],
    ['daily another was due on its day', '8 8 8'],
    ['thrice', '3 8 9 10 14 16 17'],
    ['weekdays', '8 9 10 11 14 15 16 17 18'],
    ['weekdays another was due on its day', '8'],
  ]);
});

test('an event that follows a skipped one is skipped, and the timeline says why', async () => {
  const file = await happened(
    '{ id: visit, type: encounter, class: AMB, timing: { day: 2 }, probability: 0 }',
    '{ id: order, type: lab_order, observations: [a1c], timing: { after: visit, days: 1 } }',
  );
  const reasons = await readRows(
    file,
    'select distinct event, status, skipped_because from core.timeline order by event',
  );
  expect(reasons).toEqual([
    { event: 'visit', status: 'skipped', skipped_because: 'chance' },
    { event: 'order', status: 'skipped', skipped_because: 'what it follows was skipped' },
  ]);
  expect(
    await readRows(file, "select * from duckdb_tables() where table_name = 'encounters' and estimated_size > 0"),
  ).toEqual([]);
});

test('who was born too late for a journey that is to be over on as_of does not take it', async () => {
  const young = '/generation/templates/profiles/young-families.md';
  const profile = `---
name: young-families
description: Children of up to two years.
type: profile-template
---

\`\`\`yaml
demographics:
  age: { min: 0, max: 2 }
\`\`\`
`;
  const journey = journeyOf('{ id: visit, type: encounter, class: AMB, timing: { day: 25 } }')
    .replace(`start: ${MONDAY}`, 'start: { trailing_days: 90 }')
    .replace('profile: medicare-diabetic', 'profile: young-families');
  const loaded = await builds.tree({ [JOURNEY]: journey, [young.slice(1)]: profile });
  const file = await builds.build(loaded, { what: 'timing-forms', count: 200 });
  const [found] = await readRows(
    file,
    `select count(distinct person_id) as takers, count_if(moment >= date '2025-01-01') as late,
      (select count(*) from core.persons where birth_date > date '2024-01-02') as infants from core.timeline`,
  );
  expect(found?.late).toBe('0');
  expect(Number(found?.infants)).toBeGreaterThan(0);
  expect(Number(found?.takers)).toBeGreaterThan(0);
  expect(Number(found?.takers)).toBeLessThanOrEqual(200 - Number(found?.infants));
});

test('a covered start begins for nobody whom the payer does not cover by then, and the report asks nobody else', async () => {
  const profile = `---
name: new-members
description: People who became members of Medicare within two years.
type: profile-template
---

\`\`\`yaml
demographics:
  age: { min: 65, max: 66 }
coverage: { type: Medicare }
\`\`\`
`;
  const journey = journeyOf('{ id: dies, type: death, timing: { day: 0, any_day: true } }')
    .replace(`start: ${MONDAY}`, 'start: { trailing_days: 365, covered: true }\nprobability: 0.8')
    .replace('12 months', '1 day')
    .replace('0-30 days', '0-1 days')
    .replace('profile: medicare-diabetic', 'profile: new-members');
  const loaded = await builds.tree({ [JOURNEY]: journey, 'generation/templates/profiles/new-members.md': profile });
  const file = await builds.build(loaded, { what: 'timing-forms', count: 400 });
  const [found] = await readRows(
    file,
    `with people as (select death_date, start_date, start_date > date '2024-01-01' as is_new
       from core.persons join membersim.enrollments on member_id = person_id)
     select count_if(death_date < start_date)::int as before,
       avg((death_date is not null)::int) filter (is_new) between 0.3 and 0.5 as half,
       avg((death_date is not null)::int) filter (not is_new) between 0.72 and 0.88 as others,
       (select string_agg(verdict, ' ') from meta.fidelity where section = 'journeys' and measure = 'share') as told
     from people`,
  );
  expect(found).toEqual({ before: 0, half: true, others: true, told: 'as declared' });
});
