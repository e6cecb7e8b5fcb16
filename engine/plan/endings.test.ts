import { expect, test } from 'vitest';
import { readRows } from '../testing/built-tables.ts';
import { openCohortBuilds } from '../testing/cohort-builds.ts';
import { yearOfEvents } from '../testing/year-of-events.ts';

const builds = await openCohortBuilds();

const VISITS =
  '{ id: visit, type: encounter, class: AMB, timing: { day: 1 }, recurrence: { every: 60, unit: days, count: 4 } }';
const OTHER = yearOfEvents('other', [
  '{ id: check, type: encounter, class: AMB, timing: { day: 99 } }',
  '{ id: reminder, type: outreach, timing: { before: check, days: 30 } }',
  '{ id: early, type: outreach, timing: { day: 3 } }',
]);

async function ended(events: readonly string[], more = '', others = ['other']): Promise<string> {
  const loaded = await builds.tree({
    'generation/templates/journeys/ending.md': yearOfEvents('ending', events, { more }),
    'generation/templates/journeys/other.md': OTHER,
    'generation/cohorts/ended.md': `---\nname: ended\ndescription: Two journeys.\ntype: cohort\n---\n\n\`\`\`yaml cohort\ncohort_name: ended\nprofile: medicare-diabetic\njourneys: [ending, ${others.join(', ')}]\ncount: 5\n\`\`\`\n`,
  });
  return builds.build(loaded, { what: 'ended' });
}

/** Each event of the first person with its day and why it did not happen. */
async function timeline(file: string): Promise<readonly string[]> {
  const rows = await readRows(
    file,
    `select concat_ws(' ', event, occurrence, date_diff('day', date '2024-01-08', moment::date), skipped_because) as line
     from core.timeline where person_id = 1 order by moment, event`,
  );
  return rows.map(({ line }) => (typeof line === 'string' ? line : ''));
}

test('death ends every journey, dates the person and the patient, and ends coverage', async () => {
  const file = await ended([VISITS, '{ id: death, type: death, timing: { day: 64 } }']);
  expect(await timeline(file)).toMatchInlineSnapshot(`
    [
      "visit 0 1",
      "early 0 3",
      "visit 1 63",
      "death 0 64",
      "reminder 0 67 after death",
      "check 0 99 after death",
      "visit 2 121 after death",
      "visit 3 182 after death",
    ]
  `);
  expect(
    await readRows(
      file,
      `select distinct death_date::text as died, deceased_date::text as deceased, end_date::text as ended, status
       from core.persons join patientsim.patients using (person_id) join membersim.enrollments on member_id = person_id`,
    ),
  ).toEqual([{ died: '2024-03-12', deceased: '2024-03-12', ended: '2024-03-12', status: 'ended' }]);
});

test('a stay that begins a drawn time before death ends with it, and so do orders and what the profile counts meanwhile', async () => {
  const loaded = await builds.tree({
    'generation/templates/journeys/dying.md': yearOfEvents(
      'dying',
      [
        '{ id: death, type: death, timing: { day: 200, any_day: true } }',
        '{ id: hospice, event: hospice_care, timing: { before: death, days: { distribution: gamma, mean: 20, std_dev: 15, max: 60 } } }',
        '{ id: medicine, event: rx_lisinopril, timing: { before: hospice, days: [0, 3] } }',
        '{ id: old_medicine, type: prescription, medication: metformin, days_supply: 30, refills: 0, timing: { day: 1 } }',
      ],
      { more: 'probability: { given: "gender == \'M\'", then: 0.7, else: 0 }' },
    ),
    'generation/templates/profiles/mortals.md': `---\nname: mortals\ndescription: Who dies.\ntype: profile-template\nextends: medicare-diabetic\n---\n\n\`\`\`yaml\njourneys: [dying]\ncount: 150\nutilization: { window: 12 months, office_visits: { distribution: poisson, mean: 40 }, imaging_studies: { distribution: poisson, mean: 3 } }\n\`\`\`\n`,
  });
  const file = await builds.build(loaded, { what: 'mortals' });
  const [found] = await readRows(
    file,
    `with dead as (select * from core.persons where death_date is not null),
       hospice as (select encounters.*, death_date, date_diff('day', start_time::date, death_date) as days
         from patientsim.encounters join dead on person_id = patient_id where type = 'Hospice care')
     select (select count(*) filter (sex <> 'M') = 0 and count(*) between 35 and 70 from dead) as men,
       (select count(*) = (select count(*) from dead) and count(distinct days) > 15 and avg(days) between 15 and 25 and min(days) >= 0
          and bool_and(end_time::date = death_date and discharge_disposition = 'expired') from hospice) as before,
       (select count(*) = 0 from hospice h join core.timeline t on person_id = patient_id
          where event in ('office_visit', 'imaging_study') and t.status = 'happened' and moment > h.start_time) as apart,
       (select bool_and(service_to <= death_date) from membersim.claims join dead on member_id = person_id) as billed,
       (select string_agg(distinct status::text, ' ' order by status::text) from patientsim.medication_requests
          join dead on person_id = patient_id where name = 'lisinopril') as orders,
       (select string_agg(distinct medication_requests.status::text, ' ') from core.timeline join patientsim.medication_requests on patient_id = person_id
          join dead using (person_id) where event = 'old_medicine' and authored_on = moment) as past`,
  );
  expect(found).toEqual({ men: true, before: true, apart: true, billed: true, orders: 'stopped', past: 'completed' });
  const share = await readRows(
    file,
    `select verdict from meta.fidelity where section = 'journeys' and quantity = 'dying' and part = ''`,
  );
  expect(share.length).toBeGreaterThan(1);
  expect(new Set(share.map(({ verdict }) => verdict))).toEqual(new Set(['as declared', 'exact']));
});

test('what starts a journey behind the end of its own starts nothing', async () => {
  const other = (event: string): string => `{ journey: other, start: { event: ${event}, journey: ending } }`;
  const events = [
    '{ id: begin, type: outreach, timing: { day: 10 } }',
    '{ id: leave, type: withdrawal, timing: { day: 30 } }',
    '{ id: finish, type: outreach, timing: { day: 40 } }',
    '{ id: death, type: death, timing: { day: 200 } }',
  ];
  const begun = await timeline(await ended(events, '', [other('begin')]));
  expect(begun.filter((line) => /early|check/.test(line))).toEqual(['early 0 14', 'check 0 109']);
  const never = await timeline(await ended(events, '', [other('finish')]));
  expect(never.filter((line) => /early|check|reminder/.test(line))).toEqual([
    'early 0 46 what it follows was skipped',
    'reminder 0 112 what it leads up to does not happen',
    'check 0 142 what it follows was skipped',
  ]);
});

test('disenrollment ends every journey and the coverage, and nobody dies', async () => {
  const file = await ended(
    [VISITS],
    'branching: [ { after: visit, branches: [ { end: disenroll, timing: { day: 64 } } ] } ]',
  );
  expect(await timeline(file)).toMatchInlineSnapshot(`
    [
      "visit 0 1",
      "early 0 3",
      "visit 1 63",
      "disenrollment 0 65",
      "reminder 0 67 after disenrollment",
      "check 0 99 after disenrollment",
      "visit 2 121 after disenrollment",
      "disenrollment 1 127 after disenrollment",
      "visit 3 182 after disenrollment",
      "disenrollment 2 185 after disenrollment",
      "disenrollment 3 246 after disenrollment",
    ]
  `);
  expect(
    await readRows(
      file,
      'select distinct death_date, end_date::text as ended from core.persons join membersim.enrollments on member_id = person_id',
    ),
  ).toEqual([{ death_date: null, ended: '2024-03-13' }]);
});

test('a withdrawal ends its own journey, and takes nothing away that lies before it', async () => {
  const file = await ended([
    VISITS,
    '{ id: withdrawal, type: withdrawal, timing: { day: 64 } }',
    '{ id: last, type: encounter, class: AMB, timing: { day: 80 } }',
    '{ id: call, type: outreach, timing: { before: last, days: 40 } }',
  ]);
  expect(await timeline(file)).toMatchInlineSnapshot(`
    [
      "visit 0 1",
      "early 0 3",
      "call 0 39",
      "visit 1 63",
      "withdrawal 0 64",
      "reminder 0 67",
      "last 0 80 after the journey had ended",
      "check 0 99",
      "visit 2 121 after the journey had ended",
      "visit 3 182 after the journey had ended",
    ]
  `);
});

test('an end that did not happen ends nothing', async () => {
  const file = await ended([VISITS, '{ id: death, type: death, timing: { day: 64 }, probability: 0 }']);
  const [row] = await readRows(
    file,
    `select count(*) filter (skipped_because <> 'chance') as skipped, count(*) filter (event = 'visit') as visits from core.timeline`,
  );
  expect([Number(row?.skipped), Number(row?.visits)]).toEqual([0, 20]);
});

test('what is asked about earlier calls leaves out what lay behind their ends, also where it decides on itself', async () => {
  const brief = yearOfEvents('brief', [
    '{ id: begin, type: milestone, timing: { day: 1 } }',
    '{ id: once, type: milestone, timing: { day: 10 } }',
    '{ id: often, type: milestone, timing: { day: 12 }, condition: "count_events(\'once\') >= 2" }',
    '{ id: few, type: milestone, timing: { day: 14 }, condition: "count_events(\'few\') < 2" }',
  ])
    .replace('12 months', '20 days')
    .replace('0-365', '0-20')
    .replace(
      /```\n$/,
      'branching: [ { after: begin, branches: [ { name: stop, probability: 0.5, end: true }, { name: go, else: true, events: [] } ] } ]\n```\n',
    );
  const loaded = await builds.tree({
    'generation/templates/journeys/brief.md': brief,
    'generation/templates/journeys/calling.md': yearOfEvents('calling', [
      '{ id: call, journey: brief, timing: { day: 0 }, recurrence: { every: 30, unit: days, count: 6 } }',
    ]),
  });
  const file = await builds.build(loaded, { what: 'calling', count: 40 });
  const rows = await readRows(
    file,
    `with calls as (
       select person_id, occurrence, bool_or(event = 'call/end' and status = 'happened') as ended,
         bool_or(event = 'call/once' and status = 'happened') as once, bool_or(event = 'call/often' and status = 'happened') as often,
         bool_or(event = 'call/few' and status = 'happened') as few
       from core.timeline group by all),
     counted as (
       select *, sum(once::int) over calls as onces, coalesce(sum(few::int) over before, 0) as fews from calls
       window calls as (partition by person_id order by occurrence),
         before as (partition by person_id order by occurrence rows between unbounded preceding and 1 preceding))
     select count(*)::int as calls, count(*) filter (ended)::int between 80 and 160 as some, bool_and(once = not ended) as once,
       bool_and(often = (not ended and onces >= 2)) as often, bool_and(few = (not ended and fews < 2)) as few from counted`,
  );
  expect(rows).toEqual([{ calls: 240, some: true, once: true, often: true, few: true }]);
});
