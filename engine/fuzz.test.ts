/** Random skills and requests, the same on every run, and every text that the engine once could not stand. `npm run fuzz` tries more. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createExaminer } from './testing/fuzz/examine.ts';
import { createRandom } from './testing/fuzz/random.ts';
import type { Random } from './testing/fuzz/random.ts';
import { fuzzedRequest } from './testing/fuzz/request-text.ts';
import { fuzzedSkill, tornText } from './testing/fuzz/skill-text.ts';
import type { FuzzedFile } from './testing/fuzz/skill-text.ts';

const CORPUS = 'fixtures/fuzz';
const examiner = await createExaminer('skills');

test('texts that once were too much are answered', () => {
  const found = readdirSync(CORPUS).map((name) => {
    const text = readFileSync(join(CORPUS, name), 'utf8');
    return [name, ...examiner.file({ path: `generation/templates/profiles/${name}`, text })];
  });
  expect(found.filter(([, ...problems]) => problems.length > 0)).toEqual([]);
});

/** The seeds with what was found. */
function findings(cases: number, examine: (random: Random) => readonly string[]): readonly (readonly unknown[])[] {
  const found = Array.from({ length: cases }, (_, seed) => [seed, ...examine(createRandom(seed))]);
  return found.filter(([, ...problems]) => problems.length > 0);
}

test('random skills are carried out or named, each problem with its place', () => {
  expect(findings(25, (random) => examiner.file(fuzzedSkill(random)))).toEqual([]);
});

test('real skills with parts torn out are carried out or named', () => {
  const torn = (random: Random): FuzzedFile => {
    const { path, text } = random.pick(examiner.files);
    return { path, text: tornText(text, random) };
  };
  expect(findings(10, (random) => examiner.file(torn(random)))).toEqual([]);
});

test('random requests are answered', () => {
  expect(findings(30, (random) => examiner.request(fuzzedRequest(random)))).toEqual([]);
});
