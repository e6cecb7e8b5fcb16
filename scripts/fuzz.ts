/**
 * `npm run fuzz [-- --minutes 10 --seed 1]`: random skill files and requests through all stages up to the compiled plan. What the
 * engine cannot stand is made short, printed, and kept in `fixtures/fuzz`, where the suite tries it again for ever.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createExaminer } from '../engine/testing/fuzz/examine.ts';
import { createRandom } from '../engine/testing/fuzz/random.ts';
import { fuzzedRequest } from '../engine/testing/fuzz/request-text.ts';
import { shortened } from '../engine/testing/fuzz/shorten.ts';
import { fuzzedSkill, tornText } from '../engine/testing/fuzz/skill-text.ts';
import type { FuzzedFile } from '../engine/testing/fuzz/skill-text.ts';

const CORPUS = 'fixtures/fuzz';
/** Of the processor, so that a busy machine makes nothing slow. */
const SLOW_MILLISECONDS = 1000;

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' } },
});
const end = performance.now() + Number(values.minutes) * 60_000;
const examiner = await createExaminer('skills');
const known = new Set<string>();
let cases = 0;
mkdirSync(CORPUS, { recursive: true });

for (let seed = Number(values.seed); performance.now() < end; seed += 1) {
  const random = createRandom(seed);
  if (random.chance(0.1)) examineRequest(fuzzedRequest(random), seed);
  else if (random.chance(0.2)) {
    const { path, text } = random.pick(examiner.files);
    examineFile({ path, text: tornText(text, random) }, seed);
  } else examineFile(fuzzedSkill(random), seed);
  cases += 1;
}
console.log(JSON.stringify({ cases, findings: known.size }));
process.exitCode = known.size > 0 ? 1 : 0;

function examineFile(file: FuzzedFile, seed: number): void {
  const found = timed(() => examiner.file(file));
  const kind = kindOf(found);
  if (kind === undefined || known.has(kind)) return;
  known.add(kind);
  const text = shortened(file.text, (shorter) => kindOf(examiner.file({ ...file, text: shorter })) === kind);
  writeFileSync(join(CORPUS, `case-${seed}.md`), text);
  console.log(`seed ${seed}, ${file.path}: ${found.join('\n')}\n`);
}

function examineRequest(phrase: string, seed: number): void {
  const found = timed(() => examiner.request(phrase));
  const kind = kindOf(found);
  if (kind === undefined || known.has(kind)) return;
  known.add(kind);
  console.log(`seed ${seed}, the request ${JSON.stringify(phrase)}: ${found.join('\n')}\n`);
}

function timed(examine: () => readonly string[]): readonly string[] {
  const began = process.cpuUsage();
  const found = examine();
  const took = process.cpuUsage(began).user / 1000;
  return took > SLOW_MILLISECONDS ? [...found, `slow: ${Math.round(took / 1000)} s`] : found;
}

/** The first finding without what differs from case to case: where it was thrown, or which code has no place. */
function kindOf([first]: readonly string[]): string | undefined {
  if (first === undefined) return undefined;
  const [message = '', place = ''] = first.split('\n').map((line) => line.trim());
  return first.startsWith('thrown') ? place : message.replaceAll(/\d+|:.*/g, '');
}
