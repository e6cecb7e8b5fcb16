import { expect, test } from 'vitest';
import { drawing } from '../compile/index.ts';
import { library } from '../testing/shipped-library.ts';
import { specifyCohort } from '../normalize/index.ts';
import { loadPools } from '../pools/index.ts';
import { resolveName } from '../resolve/index.ts';
import { createEnumerations } from './context.ts';
import { holidaysOf } from './holidays.ts';

test('the federal holidays of a year fall on the weekdays on which they were observed', () => {
  const { request } = resolveName({ name: 'medicare-diabetic-first-year', library });
  const cohort = request && specifyCohort({ library, request }).cohort;
  if (cohort === undefined) throw new Error('The skills have no such cohort.');
  const { knowledge } = library;
  const given = { cohort, library, knowledge, pools: loadPools(), ...drawing };
  const days = holidaysOf({ ...given, enumerations: createEnumerations() });
  const off = new Map(days.map(({ day, later, earlier }) => [day, [later, earlier]]));
  const observed = [...off.keys()].filter((day) => day.startsWith('2024'));
  expect(observed).toEqual([
    '2024-01-01',
    '2024-01-15',
    '2024-02-19',
    '2024-05-27',
    '2024-06-19',
    '2024-07-04',
    '2024-09-02',
    '2024-10-14',
    '2024-11-11',
    '2024-11-28',
    '2024-12-25',
  ]);
  expect(off.get('2024-05-27')).toEqual([1, -3]);
  expect(off.get('2024-11-28')).toEqual([1, -1]);
  expect(off.get('2023-11-10')).toEqual([3, -1]);
});
