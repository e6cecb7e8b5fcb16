import { expect, test } from 'vitest';
import type { Plan } from '../model/index.ts';
import { planText } from '../pipeline.ts';
import { filesOf } from './files-of.ts';

const planAt = (line: number, comment: string): Plan => ({
  cohort: 'elders',
  seed: 1,
  asOf: '2025-01-01',
  beside: 0,
  keysPerPerson: 10,
  persons: { from: 1, to: 10 },
  tables: [
    {
      schema: 'core',
      name: 'persons',
      fill: 'person',
      comment,
      columns: [],
      primaryKey: [],
      relation: { kind: 'persons' },
      origins: [{ file: 'elders.md', start: { line, column: 1 }, end: { line, column: 9 } }],
    },
  ],
  enumerations: [],
  invariants: [],
  views: [],
  fidelity: {
    people: { kind: 'persons' },
    values: [],
    sums: [],
    events: undefined,
    spending: undefined,
    records: [],
    declarations: [],
  },
});

test('a plan reads the same when its skill only moves by a line', () => {
  expect(planText(planAt(3, 'People.'))).toBe(planText(planAt(4, 'People.')));
});

test('a plan reads differently when it says something else', () => {
  expect(planText(planAt(3, 'People.'))).not.toBe(planText(planAt(3, 'Patients.')));
});

test('a plan knows the files that it comes from', () => {
  expect([...filesOf(planAt(3, 'People.'))]).toEqual(['elders.md']);
});
