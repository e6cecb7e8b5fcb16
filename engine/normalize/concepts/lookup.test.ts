import { expect, test } from 'vitest';
import { library } from '../../testing/shipped-library.ts';
import { unknownMedication } from './index.ts';

test('a brand name with a strength is told by what it is called without', () => {
  const near = (name: string): readonly string[] => unknownMedication(name, library.knowledge).near;
  expect(['Lipitor 20 mg', 'metformin 1000mg', '20 mg', 'Unheard 5 mg'].map(near)).toEqual([
    ['atorvastatin'],
    ['metformin'],
    [],
    [],
  ]);
});
