import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createWorkspace } from '../testing/workspace.ts';

const COLUMNS = 'ST_ABBR,COUNTY,FIPS,E_TOTPOP,RPL_THEMES\n';

function counties(count: number): string {
  const lines = Array.from({ length: count }, (_, k) => `TX,${'County'.padEnd(60, 'y')},${10_000 + k},1,0.5\n`);
  return COLUMNS + lines.join('');
}

test('a public file becomes a skill of a tree that stays sound; one that no skill can hold changes nothing', async () => {
  const { folder, run, write } = await createWorkspace();
  await write('svi.csv', counties(2));
  expect(await run('reference', 'load', 'svi', 'svi.csv')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('"counties": 2'),
    stderr: '',
  });
  expect(await run('check')).toMatchObject({ code: 0 });

  await write('svi.csv', counties(25_000));
  expect(await run('reference', 'load', 'svi', 'svi.csv')).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/error\[reference-too-large\].*a skill file may have 2000000\.\n {2}hint: /),
  });
  expect(await run('reference', 'load', 'svi', 'none.csv')).toMatchObject({
    code: 6,
    stdout: '',
    stderr: 'error[reference-file-failed] The file `none.csv` cannot be read: no such file or directory.\n\n',
  });
  expect(await readdir(join(folder, 'skills', 'populationsim'))).toEqual(['svi-counties.md']);
  expect(await run('check')).toMatchObject({ code: 0 });

  await write('skills/populationsim/svi-counties.md', 'my own prose');
  await write('svi.csv', counties(2));
  expect(await run('reference', 'load', 'svi', 'svi.csv')).toMatchObject({ code: 6, stdout: '' });
  expect(await readFile(join(folder, 'skills/populationsim/svi-counties.md'), 'utf8')).toBe('my own prose');
});
