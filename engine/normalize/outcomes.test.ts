/** A tree understood again and again says what it says when it is understood for the first time. */
import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createTreeParser, nodeFileSystem, readTree, understandTree } from '../pipeline.ts';
import type { TreeReading } from '../pipeline.ts';

const SKILLS = new URL('../../skills', import.meta.url).pathname;
const PROFILE = 'generation/templates/profiles/medicare-diabetic.md';
const JOURNEY = 'generation/templates/journeys/diabetic-first-year.md';

const CALLER = `---
name: caller
description: Calls a journey, which has to be read again with it.
type: journey-template
---

\`\`\`yaml
journey_name: Caller
duration: 24 months
events:
  - { journey: diabetic-first-year, timing: { day: 3 } }
\`\`\`
`;
const library = await readTree(SKILLS, nodeFileSystem);
const caller = { path: 'caller.md', text: CALLER, digest: hash('sha256', CALLER) };
const tree: TreeReading = { ...library, files: [...library.files, caller] };
/** It knows the tree from the time before, and then the tree as it was edited last. */
const parse = createTreeParser();

function edited(reading: TreeReading, path: string, change: (text: string) => string): TreeReading {
  const files = reading.files.map((file) => {
    if (file.path !== path) return file;
    const text = change(file.text);
    expect(text).not.toBe(file.text);
    return { ...file, text, digest: hash('sha256', text) };
  });
  return { ...reading, files };
}

const EDITS: Readonly<Record<string, readonly [path: string, change: (text: string) => string]>> = {
  'a profile': [PROFILE, (text) => text.replace('"std_dev": 8', '"std_dev": 7')],
  'a mistake in a profile': [PROFILE, (text) => text.replace('"std_dev": 8', '"std_dev": -8')],
  'a journey': [JOURNEY, (text) => text.replace('journey_name: ', 'journey_name: Another ')],
  'a mistake in a journey': [JOURNEY, (text) => text.replace('journey_name: ', 'journey_nam: ')],
  'a journey that profiles name and that is gone': [JOURNEY, () => '---\nname: nothing\ndescription: Nothing.\n---\n'],
  'a named distribution': [
    'generation/distributions/age-distributions.md',
    (text) => text.replace(/std_dev: \d/, 'std_dev: 3'),
  ],
  'a reference table': ['patientsim/observations.md', (text) => text.replace(/(\| a1c \| E11 \| \| )[\d.]+/, '$17.9')],
  'a mistake in a reference table': [
    'networksim/providers.md',
    (text) => text.replace('| 35.7 | 0+ |', '| many | 0+ |'),
  ],
  'a medicine that profiles name and that is gone': [
    'rxmembersim/medications.md',
    (text) => text.replaceAll(/^\| metformin .*\n/gm, ''),
  ],
};

test.each(Object.entries(EDITS))('%s is understood after an edit as it is at first sight', (_, [path, change]) => {
  understandTree(tree, parse);
  const reading = edited(tree, path, change);
  const again = understandTree(reading, parse);
  const first = understandTree(reading);
  expect(again.diagnostics).toEqual(first.diagnostics);
  expect(again.library.knowledge).toEqual(first.library.knowledge);
  expect(again.library.journeys).toEqual(first.library.journeys);
  expect(again.library.profiles).toEqual(first.library.profiles);
});

test('what an edit does not concern is not read again', () => {
  const changedBy = (edit: string): readonly string[] => {
    const before = understandTree(tree, parse).library;
    const [path, change] = EDITS[edit] ?? ['', String];
    const after = understandTree(edited(tree, path, change), parse).library;
    return [...after.profiles, ...after.journeys]
      .filter((one) => ![...before.profiles, ...before.journeys].includes(one) && one.drawnAs === undefined)
      .map(({ id }) => id);
  };
  expect(changedBy('a profile')).toEqual(['medicare-diabetic']);
  expect(changedBy('a journey')).toEqual(['diabetic-first-year', 'caller']);
});
