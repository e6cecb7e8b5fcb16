/** Random skills and requests, the same on every run, and every text that the engine once could not stand. `npm run fuzz` tries more. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createExaminer } from './testing/fuzz/examine.ts';
import { createRandom } from './testing/fuzz/random.ts';
import { fuzzedRequest } from './testing/fuzz/request-text.ts';
import { fuzzedSkill, tornText } from './testing/fuzz/skill-text.ts';

const CORPUS = 'fixtures/fuzz';
const examiner = await createExaminer('skills');

test('texts that once were too much are answered', () => {
  for (const name of readdirSync(CORPUS)) {
    const text = readFileSync(join(CORPUS, name), 'utf8');
    expect(examiner.file({ path: `generation/templates/profiles/${name}`, text }), name).toEqual([]);
  }
});

test('random skills are carried out or named, each problem with its place', () => {
  for (let seed = 0; seed < 25; seed += 1) {
    expect(examiner.file(fuzzedSkill(createRandom(seed))), `seed ${seed}`).toEqual([]);
  }
});

test('real skills with parts torn out are carried out or named', () => {
  for (let seed = 0; seed < 10; seed += 1) {
    const random = createRandom(seed);
    const { path, text } = random.pick(examiner.files);
    expect(examiner.file({ path, text: tornText(text, random) }), `seed ${seed}`).toEqual([]);
  }
});

test('random requests are answered', () => {
  for (let seed = 0; seed < 30; seed += 1) {
    const request = fuzzedRequest(createRandom(seed));
    expect(examiner.request(request), JSON.stringify(request)).toEqual([]);
  }
});
