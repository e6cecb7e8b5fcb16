import { expect, test } from 'vitest';
import { createWorkspace } from '../testing/workspace.ts';

test('phrases that mean different things are built into different files, and wordings of one meaning into one', async () => {
  const { run } = await createWorkspace();
  const fileOf = async (what: string): Promise<string> => {
    const { stdout } = await run('generate', what, '--dry-run', '--json');
    const { wouldBuild } = JSON.parse(stdout) as { wouldBuild: readonly { file: string }[] };
    return wouldBuild.map(({ file }) => file).join();
  };
  const five = await fileOf('5 sound diabetic people');
  expect(five).toMatch(/^out\/sound-profile-[0-9a-f]{6}\.duckdb$/);
  expect(await fileOf('6 sound diabetic people')).not.toBe(five);
  expect(await fileOf('sound diabetic people, five of them')).toBe(five);
  expect(await fileOf('sound-profile')).toBe('out/sound-profile.duckdb');
});
