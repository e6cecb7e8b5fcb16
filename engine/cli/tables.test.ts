import { expect, test } from 'vitest';
import { createWorkspace } from '../testing/workspace.ts';
import { formatTables } from './print/tables.ts';
import type { DescribedTable } from './print/tables.ts';

interface Shown {
  readonly tables: readonly DescribedTable[];
}

test('the dictionary has each table and view that the tree can make, with keys and references', async () => {
  const { run } = await createWorkspace();
  const { code, stdout } = await run('show', '--tables', '--json');
  expect(code).toBe(0);
  const { tables }: Shown = JSON.parse(stdout);
  const names = tables.map(({ name }) => name);
  expect(names).toEqual(names.toSorted());
  expect(names).toEqual(expect.arrayContaining(['core.persons', 'patientsim.patients', 'meta.dictionary']));
  const patients = tables.find(({ name }) => name === 'patientsim.patients');
  expect(patients).toMatchObject({
    kind: 'table',
    primaryKey: ['patient_id'],
    columns: expect.arrayContaining([expect.objectContaining({ name: 'person_id', references: 'core.persons' })]),
  });
  expect(tables.flatMap(({ columns }) => columns).filter(({ comment }) => comment === '')).toEqual([]);
  const silent = tables.flatMap(({ kind, name, columns }) =>
    columns
      .filter(({ nullable, comment }) => kind === 'table' && nullable && !/\b(?:empty|if any|where)\b/u.test(comment))
      .map((one) => `${name}.${one.name}`),
  );
  expect(silent, 'what may be empty says when it is').toEqual([]);
  const list = formatTables(tables, false, 100).split('\n');
  expect(Math.max(...list.map(({ length }) => length))).toBeLessThanOrEqual(100);
  const text = formatTables(patients === undefined ? [] : [patients], true, 100).split('\n');
  expect(text.slice(0, 7).join('\n')).toMatchInlineSnapshot(`
    "patientsim.patients
    One row a patient. Names and address stand in core.persons.

    column         type                                          key
    ─────────────  ────────────────────────────────────────────  ──────────────
    patient_id     integer                                       primary
        Number of the patient, the same as the person's."
  `);
});

test('a schema or a table that nothing makes ends with the nearest, and a name is needed without --tables', async () => {
  const { run } = await createWorkspace();
  expect(await run('show', 'patientsim.pateints', '--tables')).toMatchInlineSnapshot(`
    {
      "code": 4,
      "stderr": "error: No cohort or template of the tree makes a table or schema called \`patientsim.pateints\`.
      hint: Nearest: \`patientsim.patients\`, \`patientsim.orders\`, \`patientsim.encounters\`.
    ",
      "stdout": "",
    }
  `);
  const { code, stderr } = await run('show');
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("missing required argument 'name'") });
  expect(await run('show', '--tables', '--resolved')).toMatchObject({ code: 2 });
});
