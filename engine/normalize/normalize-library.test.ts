import { expect, test } from 'vitest';
import { normalizeLibrary } from './index.ts';
import { bare, libraryOf, placesOf, skillOf, specification } from '../testing/authored.ts';

test('a specification with an error is left out and the rest stands', () => {
  const { library } = libraryOf(
    specification('bad.md', 'profile', 'count: x'),
    specification('good.md', 'profile', 'count: 3'),
  );
  expect(library.profiles.map(({ id }) => id)).toEqual(['good']);
});

test('a mistake in what a profile says of people is told there alone, not where a journey reads it', () => {
  const { diagnostics } = libraryOf(
    specification('people.md', 'profile', 'attributes: { frailty: { distribution: normal, mean: tall, std_dev: 1 } }'),
    specification(
      'care.md',
      'journey',
      'duration: 3 months\nevents: [ { id: seen, type: milestone, timing: { day: 1 }, condition: "frailty > 2" } ]',
    ),
  );
  expect(diagnostics.map(({ at }) => at?.file)).toEqual(['people.md']);
});

test('a tree without defaults and reference skills is told once, with what it lacks', () => {
  const { skills } = libraryOf(specification('lonely.md', 'profile', 'coverage: Medicare\nconditions: [I10]')).library;
  const { diagnostics } = normalizeLibrary(skills.filter(({ name }) => name === 'lonely'));
  expect(placesOf(diagnostics)).toEqual(['normalize-tree-bare 6:1']);
  expect(diagnostics[0]?.message).toMatch(/Nothing says `count`, `seed`, .* Nothing defines a payer\./);
});

test('an example is checked but never runs, and may hold what this engine cannot run', () => {
  const text = (body: string): string => `---\nname: x\n---\n\`\`\`yaml profile example\n${body}\n\`\`\`\n`;
  const { library, diagnostics } = libraryOf(
    skillOf('a.md', text('conditions: [ { code: I10, onset: 3 } ]')),
    skillOf('b.md', text('count: x')),
  );
  expect(library.profiles).toEqual([]);
  expect(placesOf(diagnostics)).toEqual(['normalize-value-kind 5:8']);
});

test('a second profile of a file is called by its title too', () => {
  const block = (title: string): string => `\`\`\`yaml profile\nprofile_name: ${title}\n\`\`\`\n`;
  const { library } = libraryOf(skillOf('two.md', `---\nname: x\n---\n${block('One')}\n${block('The Other')}`));
  expect(library.profiles.map(({ id }) => id)).toEqual(['two', 'two/the-other']);
});

test('a cohort becomes a template with overrides', () => {
  const profile = specification('people.md', 'profile', 'count: 3');
  const journey = specification('way.md', 'journey', 'duration: 9 days\nevents: [call]');
  const cohort = specification(
    'all.md',
    'cohort',
    `
cohort_name: All
description: Everybody.
profile: people
journeys: [way]
generation: { count: 1000 }
demographics: { age: [20, 30] }
`,
  );
  const { library, diagnostics } = libraryOf(profile, journey, cohort);
  expect(diagnostics).toEqual([]);
  expect(bare(library.cohorts)).toEqual([
    {
      id: 'all',
      profile: 'people',
      journeys: ['way'],
      journeyPlaces: [expect.objectContaining({ file: 'all.md', start: { line: 9, column: 12 } })],
      overrides: [
        { path: ['demographics', 'age'], value: [20, 30] },
        { path: ['count'], value: 1000 },
      ],
    },
  ]);
});

test.each([
  ['profile: peple', 'normalize-template-unknown 6:10'],
  ['profile: people\njourneys: [nowhere]', 'normalize-journey-unknown 7:12'],
  ['profile: people\ncolour: red', 'normalize-key-unknown 7:1'],
])('a cohort of %j is reported as %s', (text, place) => {
  const profile = specification('people.md', 'profile', 'count: 3');
  expect(placesOf(libraryOf(profile, specification('all.md', 'cohort', text)).diagnostics)).toEqual([place]);
});

test('phrases say what they set and which events they cover', () => {
  const { library, diagnostics } = libraryOf(
    specification(
      'words.md',
      'phrases',
      `
phrases:
  - { phrase: urban geography, also: [urban], set: { demographics.geography: urban } }
  - { phrase: regular calls, covers: [call] }
`,
    ),
  );
  expect(diagnostics).toEqual([]);
  expect(library.phrases.map(({ places }) => places.map(({ start }) => start.column))).toEqual([[15, 39], [15]]);
  expect(library.phrases.map(({ phrases, set, covers }) => bare({ phrases, set, covers }))).toEqual([
    {
      phrases: ['urban geography', 'urban'],
      set: [{ path: ['demographics', 'geography'], value: 'urban' }],
      covers: [],
    },
    { phrases: ['regular calls'], set: [], covers: ['call'] },
  ]);
});

test.each([
  ['{ phrase: a, covers: [cal] }', 'normalize-reference-unknown 7:27'],
  ['{ phrase: a, set: { colour.x: 3 } }', 'normalize-key-unknown 7:25'],
  ['{ also: [a] }', 'normalize-key-missing 7:5'],
])('the phrase %s is reported as %s', (text, place) => {
  expect(placesOf(libraryOf(specification('words.md', 'phrases', `phrases:\n  - ${text}`)).diagnostics)).toEqual([
    place,
  ]);
});

test('a journey that a cohort lists twice is reported where it stands again', () => {
  const people = specification('people.md', 'profile', 'count: 3');
  const way = specification('way.md', 'journey', 'duration: 9 days\nevents: [call]');
  const cohort = specification('all.md', 'cohort', 'profile: people\njourneys: [way, { journey: way }]');
  expect(placesOf(libraryOf(people, way, cohort).diagnostics)).toEqual(['normalize-duplicate 7:28']);
});

test('an unknown default, and one that is said twice, are reported', () => {
  const { diagnostics } = libraryOf(specification('more.md', 'defaults', 'colour: red\ncount: 3'));
  expect(placesOf(diagnostics)).toEqual(['normalize-duplicate 7:1', 'normalize-key-unknown 6:1']);
});

test('what neither a profile nor any defaults say is reported', () => {
  const { diagnostics } = normalizeLibrary([
    specification('executor.md', 'defaults', 'count: 3'),
    specification('people.md', 'profile', 'count: 1'),
  ]);
  expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(['normalize-default-missing']));
  expect(diagnostics[0]?.message).toContain('`seed`');
});
