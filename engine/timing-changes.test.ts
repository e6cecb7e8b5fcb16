/** Turning one event's timing moves that event's rows and those of what depends on it, and no other row of any table. */
import { expect, test } from 'vitest';
import { readRows } from './testing/built-tables.ts';
import { openCohortBuilds } from './testing/cohort-builds.ts';

const builds = await openCohortBuilds();

async function built(day: number): Promise<string> {
  const text = `---
name: turned
description: A journey one of whose events a test moves.
type: journey-template
profile: medicare-diabetic
---

\`\`\`yaml
journey_name: Turned
duration: 12 months
start: 2024-02-05
study:
  id: T-3
  phase: 4
  indication: Type 2 diabetes mellitus
  sponsor: Nobody
  randomization: { block: 4, stratify_by: gender }
  dropout: { pieces: [ { until: 60 days, rate: 0 }, { rate: 0.3 } ] }
  arms:
    - { code: A, treatments: { treatment: drug, dose: 10, unit: mg, days: 30 }, adverse_events: { nausea: 0.2 } }
    - { code: B, treatments: { treatment: placebo, dose: 0, unit: mg, days: 30 } }
phases:
  - name: Year
    duration: 0-365 days
    events:
      - { id: visit, type: encounter, class: AMB, timing: { day: ${day}, variance: 2 } }
      - { id: order, type: lab_order, observations: [a1c], timing: { after: visit, days: 3 } }
      - { id: drug, type: prescription, medication: metformin, days_supply: 30, timing: { after: order, days: 1 } }
      - { id: check, type: encounter, class: AMB, timing: { day: 90, variance: 5 }, recurrence: { every: 60, unit: days, count: 3 } }
      - { event: trial_screening, timing: { day: 0 } }
      - { event: trial_randomization, timing: { day: 3 } }
      - { event: study_dose, timing: { day: 5, any_day: true }, recurrence: { every: 30, unit: days, count: 10 } }
      - { id: seen, event: study_visit, timing: { after: order, days: 2 }, observations: [systolic] }
      - { id: weighing, type: observation, observations: [weight], timing: { after: check } }
branching:
  - { after: check, branches: [ { name: ill, probability: 0.3, events: [ { id: stay, type: er_visit, class: EMER } ] }, { else: true, events: [ { id: letter, type: outreach } ] } ] }
\`\`\`
`;
  const loaded = await builds.tree({ 'generation/templates/journeys/turned.md': text });
  const at = { file: '<test>', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
  const overrides = [
    { path: ['products'], value: PRODUCTS, at },
    { path: ['demographics', 'geography'], value: { state: 'RI' }, at },
  ];
  return builds.build(loaded, { what: 'turned', count: 150, overrides });
}

const PRODUCTS = ['patientsim', 'membersim', 'rxmembersim', 'networksim', 'trialsim'];

/** Tables of all products; what the build says of itself differs, as the skill's text does. */
const TABLES = `select schema_name || '.' || table_name as name from duckdb_tables()
  where schema_name <> 'meta' order by name`;

/** Made from what moves, by rules of their own: what follows there is no fixed number of rows. */
const FOLLOWING = new Set([
  'membersim.accumulators',
  'membersim.care_gaps',
  'membersim.claim_diagnoses',
  'membersim.claim_lines',
  'membersim.remittances',
  'rxmembersim.dur_alerts',
  'rxmembersim.fills',
  'rxmembersim.rx_prior_authorizations',
]);

/** Of lines only who pays may change, since years are paid in the order of service. */
const BILLED = `select count(*)::text as lines, bit_xor(hash(l))::text as rest from (
  select claim_id, line_number, service, procedure_code, units, charge, allowed from membersim.claim_lines) l`;

test(
  'moving one event changes its rows and those of what follows it, and no other row of any table',
  { timeout: 180_000 },
  async () => {
    const [before, after] = [await built(10), await built(17)];
    const tables = await readRows(before, TABLES);
    const moved = await Promise.all(
      tables.map(async ({ name }) => {
        const table = typeof name === 'string' ? name : '';
        const whole = `select count(*)::text as rows, bit_xor(hash(t))::text as rest from ${table} t`;
        const [[was], [is]] = [await readRows(before, whole), await readRows(after, whole)];
        if (was?.['rows'] === is?.['rows'] && was?.['rest'] === is?.['rest']) return [table, true, 0] as const;
        const text = `select to_json(t)::text as row from ${table} t`;
        const [one, other] = [await readRows(before, text), await readRows(after, text)];
        const known = new Set(other.map(({ row }) => row));
        return [table, one.length === other.length, one.filter(({ row }) => !known.has(row)).length] as const;
      }),
    );
    expect(PRODUCTS.filter((product) => !moved.some(([table]) => table.startsWith(`${product}.`)))).toEqual([]);
    const differing = moved.filter(([, isAsLong, rows]) => rows > 0 || !isAsLong);
    expect(differing.filter(([table]) => !FOLLOWING.has(table))).toEqual([
      ['core.timeline', true, 600],
      ['membersim.claims', true, await claimsOf(before, 'visit', 'order')],
      ['patientsim.encounters', true, 300],
      ['patientsim.medication_requests', true, 150],
      ['patientsim.observations', true, 300],
      ['patientsim.orders', true, 150],
      ['rxmembersim.prescriptions', true, 150],
      // What was measured at the visit, and what was ordered.
      ['trialsim.assessments', true, 300],
      ['trialsim.visits', true, 150],
    ]);
    expect(differing.map(([table]) => table)).toContain('rxmembersim.fills');
    const moments = 'select event, sum(epoch(moment))::text as sum from core.timeline group by event order by event';
    const [old, now] = [await readRows(before, moments), await readRows(after, moments)];
    const changed = old.filter(({ sum }, at) => sum !== now[at]?.sum).map(({ event }) => event);
    expect(changed).toEqual(['visit', 'order', 'drug', 'seen']);
    expect(await readRows(after, BILLED)).toEqual(await readRows(before, BILLED));
  },
);

async function claimsOf(file: string, ...events: readonly string[]): Promise<number> {
  const found = await readRows(
    file,
    `select t.event::text as event from membersim.claims c join core.timeline t on t.timeline_id = c.event_id`,
  );
  return found.filter(({ event }) => events.includes(typeof event === 'string' ? event : '')).length;
}
