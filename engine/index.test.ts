import { expect, test } from 'vitest';

test('the library has these functions and no others', async () => {
  expect(Object.keys(await import('./index.ts')).toSorted()).toEqual([
    'buildCohort',
    'compileProgram',
    'draw',
    'formatDiagnostics',
    'loadTree',
    'nodeFileSystem',
    'planRequest',
    'queryFile',
    'requestsFor',
  ]);
});
