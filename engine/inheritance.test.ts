/** Skills that extend others: what they come to, what they draw, and what of them is told. */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { nodeFileSystem, planRequest, readTree, requestsFor, understandTree } from './pipeline.ts';
import type { Loaded } from './pipeline.ts';
import { cohortSkill, createWorkspace } from './testing/workspace.ts';
import { createRebuild } from './watch/rebuild.ts';
import type { WatchEvent } from './watch/watch-event.ts';

const SKILLS = new URL('../skills', import.meta.url).pathname;
let loaded: Loaded;

const OWN = {
  'same-people': 'type: profile-template\nextends: medicare-diabetic\n---\n',
  'same-year': 'type: journey-template\nextends: diabetic-first-year\n---\n',
  tight: `type: profile-template
extends: medicare-diabetic
triggers: [tightly controlled seniors]
---
\`\`\`yaml
conditions: [ { code: I10, prevalence: { given: "age >= 80", then: 0.9, else: 0.8 } } ]
\`\`\`
`,
  tighter: `extends: ./tight.md
---
\`\`\`json
{ "conditions": [ { "code": "E78.5", "prevalence": 0.5 } ] }
\`\`\`
`,
};

/** The shipped skills with those beside them. */
beforeAll(async () => {
  const tree = await readTree(SKILLS, nodeFileSystem);
  const own = Object.entries(OWN).map(([name, rest]) => {
    const text = `---\nname: ${name}\ndescription: x\n${rest}`;
    return { path: `own/${name}.md`, text, digest: createHash('sha256').update(text).digest('hex') };
  });
  loaded = understandTree({ ...tree, files: [...tree.files, ...own] });
});

/** All that decides about the rows; `name` stands for what else it is called. */
function meaningOf(what: string, journeys?: readonly string[]): string {
  const ask = { what, overrides: [], count: 20, ...(journeys === undefined ? {} : { journeys }) };
  const [request] = requestsFor(loaded, ask).requests;
  const plan = request && planRequest(loaded, request).plan;
  if (plan === undefined) throw new Error(what);
  return JSON.stringify(plan, (key, value: unknown) => (OF_PLACES.has(key) ? undefined : value));
}

const OF_PLACES: ReadonlySet<string> = new Set(['at', 'origin', 'origins', 'cohort']);

test('who changes nothing has the data of what it extends, but for the name of a journey', () => {
  expect(loaded.diagnostics).toEqual([]);
  expect(meaningOf('same-people') === meaningOf('medicare-diabetic')).toBe(true);
  const [own, base] = [meaningOf('same-year'), meaningOf('diabetic-first-year')];
  expect(own === base).toBe(false);
  expect(own.replaceAll('same-year', 'diabetic-first-year') === base).toBe(true);
});

test('two journeys of one line draw apart where the same people take both', () => {
  const both = meaningOf('medicare-diabetic', ['diabetic-first-year', 'same-year']);
  expect(['diabetic-first-year/labs/', 'same-year/labs/'].map((stream) => both.includes(stream))).toEqual([true, true]);
});

test('a line of three is laid link by link, and origins lead to the file that says it', () => {
  const profile = loaded.library.profiles.find(({ id }) => id === 'tighter');
  expect(profile?.conditions.map(({ code, at }) => `${code} ${at.file}`)).toEqual([
    'E11.9 generation/templates/profiles/medicare-diabetic.md',
    'I10 own/tight.md',
    'E78.5 own/tighter.md',
  ]);
  expect(profile?.drawnAs).toBe('medicare-diabetic');
});

test('a phrase means what is extended, and not what inherits its title', () => {
  const asked = requestsFor(loaded, { what: '20 people of the Medicare Diabetic Cohort', overrides: [] });
  expect(asked.requests.map(({ profile }) => profile)).toEqual(['medicare-diabetic']);
});

test('a phrase is laid over what a skill comes to with what it extends', () => {
  const what = '20 tightly controlled seniors with high cholesterol';
  const [request] = requestsFor(loaded, { what, overrides: [] }).requests;
  expect(JSON.stringify(request?.overrides)).toContain('"prevalence":{"given":"age >= 80","then":0.9,"else":0.8}');
});

test('an edit of the base rebuilds the cohorts of its heirs, and a base that is gone keeps their file', async () => {
  const space = await createWorkspace();
  const events: WatchEvent[] = [];
  const base = (mean: number): Promise<void> =>
    space.write(
      'skills/base.md',
      `---\nname: base\ndescription: x\ntype: profile-template\n---\n\`\`\`yaml\ndemographics: { age: { distribution: normal, mean: ${mean}, std_dev: 4, min: 65, max: 90 } }\n\`\`\`\n`,
    );
  await base(70);
  await space.write('skills/heir.md', '---\nname: heir\ndescription: x\ntype: profile-template\nextends: base\n---\n');
  await space.write(
    'skills/few.md',
    cohortSkill('few', 3)
      .replace('sound-profile', 'heir')
      .replace(/journeys.*\n/, ''),
  );
  const rebuild = createRebuild({
    cohorts: [],
    fileOf: (cohort) => join(space.folder, `${cohort}.duckdb`),
    clock: { milliseconds: () => 0 },
    tell: (event) => events.push(event),
  });
  const run = async (): Promise<readonly string[]> => {
    const from = events.length;
    await rebuild.run(await readTree(join(space.folder, 'skills'), nodeFileSystem), new AbortController().signal);
    return events.slice(from).map((one) => (one.event === 'diagnostic' ? one.diagnostic.code : one.event));
  };
  expect(await run()).toEqual(['built', 'watching']);
  await base(75);
  expect(await run()).toEqual(['change', 'built', 'watching']);
  await rm(join(space.folder, 'skills/base.md'));
  expect(await run()).toEqual(['change', 'validate-reference-unknown', 'kept', 'watching']);
  await base(75);
  expect(await run()).toEqual(['change', 'fixed', 'watching']);
});
