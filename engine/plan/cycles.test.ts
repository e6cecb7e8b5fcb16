import { expect, test } from 'vitest';
import { readRows } from '../testing/built-tables.ts';
import { openCohortBuilds } from '../testing/cohort-builds.ts';

const builds = await openCohortBuilds();

async function cycled(events: readonly string[]): Promise<string> {
  const text = `---
name: cycled
description: Cycles that a test asks for.
type: journey-template
profile: medicare-diabetic
---

\`\`\`yaml
journey_name: Cycled
pattern: protocol
duration: 70 days
start: 2024-02-05
phases:
  - { name: Screening, duration: 0-14 days, events: [ { id: screening, type: screening, timing: { day: 0 } } ] }
  - name: Treatment
    duration: 14-56 days
    cycle: { length: 14 days, count: 3 }
    events:
${events.map((event) => `      - ${event}`).join('\n')}
  - { name: After, duration: 56-70 days, events: [ { id: last, type: milestone, timing: { day: 63 } } ] }
\`\`\`
`;
  const loaded = await builds.tree({ 'generation/templates/journeys/cycled.md': text });
  return builds.build(loaded, { what: 'cycled', count: 400 });
}

async function daysOf(file: string): Promise<readonly string[]> {
  const rows = await readRows(
    file,
    `select event || ' ' || occurrence || ': ' || string_agg(distinct date_diff('day', date '2024-02-05', moment::date)::text, ', ') as line
     from core.timeline group by event, occurrence order by min(moment)`,
  );
  return rows.flatMap(({ line }) => (typeof line === 'string' ? [line] : []));
}

test('days count from the start of each cycle, and what follows an event of a cycle follows it in each', async () => {
  const file = await cycled([
    'study_dose',
    '{ id: blood, type: milestone, timing: { day: 7 } }',
    '{ id: answer, type: milestone, timing: { after: blood, days: 2 } }',
  ]);
  expect(await daysOf(file)).toMatchInlineSnapshot(`
    [
      "screening 0: 0",
      "study_dose 0: 14",
      "blood 0: 21",
      "answer 0: 23",
      "study_dose 1: 28",
      "blood 1: 35",
      "answer 1: 37",
      "study_dose 2: 42",
      "blood 2: 49",
      "answer 2: 51",
      "last 0: 63",
    ]
  `);
});

test('a skipped dose takes with it what follows in its own cycle alone, and a withdrawal ends the cycles behind it', async () => {
  const file = await cycled([
    '{ event: study_dose, probability: 0.8 }',
    '{ id: blood, type: milestone, timing: { after: study_dose, days: 3 } }',
    '{ event: study_withdrawal, timing: { after: blood, days: 2 }, probability: 0.1 }',
  ]);
  const rows = await readRows(
    file,
    `select d.status as dose, b.status as blood, b.skipped_because as reason from core.timeline d join core.timeline b
     using (person_id, occurrence) where d.event = 'study_dose' and b.event = 'blood' group by all order by all`,
  );
  expect(rows).toEqual([
    { dose: 'happened', blood: 'happened', reason: null },
    { dose: 'skipped', blood: 'skipped', reason: 'what it follows was skipped' },
    { dose: 'skipped', blood: 'skipped', reason: 'after the journey had ended' },
  ]);
  const behind = await readRows(
    file,
    `select distinct l.skipped_because as reason from core.timeline l join core.timeline w using (person_id)
     where l.event = 'last' and w.event = 'study_withdrawal' and w.status = 'happened'`,
  );
  expect(behind).toEqual([{ reason: 'after the journey had ended' }]);
});
