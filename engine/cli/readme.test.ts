import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createWorkspace } from '../testing/workspace.ts';

const root = new URL('../../', import.meta.url).pathname;
const readme = readFileSync(`${root}README.md`, 'utf8');
const blocks = [...readme.matchAll(/```(\w+)\n([^]*?)```/g)].map(([, language, text]) => ({
  language,
  text: text ?? '',
}));

test('the phrase of the README is read as the README says', async () => {
  const { run } = await createWorkspace();
  const phrase = /generate "([^"]+)"/.exec(readme)?.[1] ?? '';
  const { stderr } = await run('generate', phrase, '--dry-run', '--skills', `${root}skills`);
  expect(stderr).toContain(blocks.find(({ language }) => language === 'text')?.text.trimEnd());
});

test('the skill file of the README can be built', async () => {
  const { run, write } = await createWorkspace();
  const markdown = blocks.find(({ language }) => language === 'markdown')?.text ?? '';
  const yaml = blocks.find(({ language }) => language === 'yaml')?.text ?? '';
  const name = /^name: (.*)$/m.exec(markdown)?.[1] ?? '';
  await write(`skills/templates/profiles/${name}.md`, `${markdown}\n\`\`\`yaml\n${yaml}\`\`\`\n`);
  const { code, stdout } = await run('generate', name, '--dry-run', '--count', '9');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ wouldBuild: [{ cohort: name, persons: { from: 1, to: 9 } }] });
});
