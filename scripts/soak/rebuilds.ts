/**
 * How long an author waits: from the moment a skill is written to the moment the file is rebuilt, over edits of one distribution
 * each, and of prose. A thousand people of the Medicare profile on their journey, with every product.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '../../engine/testing/fuzz/random.ts';
import type { Random } from '../../engine/testing/fuzz/random.ts';
import { judgeMemory } from './memory.ts';
import type { Memory } from './memory.ts';
import { startWatching } from './watching.ts';
import type { SeenEvent, Watching } from './watching.ts';

const COHORT = 'rebuilt-all-day';
const COHORT_FILE = `---
name: ${COHORT}
description: A thousand people of every product, rebuilt all day.
type: cohort
---

\`\`\`yaml cohort
cohort_name: Rebuilt all day
profile: medicare-diabetic
journeys: [diabetic-first-year]
count: 1000
products: [patientsim, membersim, rxmembersim, networksim]
\`\`\`
`;
const PROFILE = 'generation/templates/profiles/medicare-diabetic.md';
const JOURNEY = 'generation/templates/journeys/diabetic-first-year.md';

interface Edit {
  readonly what: string;
  readonly file: string;
  readonly change: (text: string, random: Random) => string;
}

const EDITS: readonly Edit[] = [
  ofProfile('age', (text, random) => text.replace(/"mean": [\d.]+/, `"mean": ${66 + random.below(150) / 10}`)),
  ofProfile('gender', (text, random) => {
    const men = 20 + random.below(60);
    return text.replace(/\{"M": [\d.]+, "F": [\d.]+\}/, `{"M": ${men / 100}, "F": ${(100 - men) / 100}}`);
  }),
  ofProfile('prevalence', (text, random) =>
    text.replace(/("I10", "prevalence": )[\d.]+/, `$1${(10 + random.below(85)) / 100}`),
  ),
  ofJourney('probability', (text, random) =>
    text.replace(/(diabetes_education.*probability: )[\d.]+/, `$1${(10 + random.below(85)) / 100}`),
  ),
  ofJourney('timing', (text, random) =>
    text.replace(/(dilated_eye_exam, timing: \{ day: )\d+/, `$1${100 + random.below(60)}`),
  ),
  {
    what: 'laboratory values',
    file: 'patientsim/observations.md',
    change: (text, random) => text.replace(/(\| a1c \| E11 \| \| )[\d.]+/, `$1${(70 + random.below(25)) / 10}`),
  },
];

function ofProfile(what: string, change: Edit['change']): Edit {
  return { what, file: PROFILE, change };
}

function ofJourney(what: string, change: Edit['change']): Edit {
  return { what, file: JOURNEY, change };
}

interface Waited {
  readonly what: string;
  readonly all: number;
  /** Until the change was told: the file system, quiet, reading, parsing, validating. */
  readonly noticed: number;
  /** Planning, compiling, looking at the file before, copying it. */
  readonly prepared: number;
  readonly generate: number;
  readonly verify: number;
  readonly swap: number;
}

interface RebuildsResult extends Memory {
  readonly held: boolean;
  readonly edits: number;
  readonly milliseconds: Spread;
  readonly parts: Readonly<Record<string, Spread>>;
  readonly byEdit: Readonly<Record<string, Spread>>;
  readonly prose: Spread;
  /** An edit on average, edits of prose included. */
  readonly processorMilliseconds: number;
}

interface Spread {
  readonly median: number;
  readonly p95: number;
}

export async function soakRebuilds(count: number, seed: number): Promise<RebuildsResult> {
  const folder = mkdtempSync(join(tmpdir(), 'healthsim-soak-'));
  try {
    cpSync('skills', join(folder, 'skills'), { recursive: true });
    writeFileSync(join(folder, 'skills/generation/cohorts', `${COHORT}.md`), COHORT_FILE);
    const random = createRandom(seed);
    const watching = startWatching(folder, [COHORT]);
    await watching.seen();
    const before = watching.processorMilliseconds();
    const waited: Waited[] = [];
    const prose: number[] = [];
    const samples: number[] = [];
    for (let edit = 0; edit < count; edit += 1) {
      const one = EDITS[edit % EDITS.length];
      if (one !== undefined) waited.push(await waitFor(one, { folder, random, watching }));
      if (edit % 10 === 0) prose.push(await waitForProse(edit, { folder, watching }));
      samples.push(watching.megabytes());
    }
    const processorMilliseconds = Math.round((watching.processorMilliseconds() - before) / count);
    await watching.stop();
    const of = (part: keyof Omit<Waited, 'what'>): Spread => spread(waited.map((one) => one[part]));
    const all = of('all');
    const memory = judgeMemory(samples);
    return {
      held: all.median < 300 && all.p95 < 600 && memory.isFlat,
      edits: count,
      milliseconds: all,
      parts: {
        noticed: of('noticed'),
        prepared: of('prepared'),
        generate: of('generate'),
        verify: of('verify'),
        swap: of('swap'),
      },
      byEdit: Object.fromEntries(
        EDITS.map(({ what }) => [what, spread(waited.filter((one) => one.what === what).map((one) => one.all))]),
      ),
      prose: spread(prose),
      processorMilliseconds,
      ...memory,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Session {
  readonly folder: string;
  readonly random: Random;
  readonly watching: Watching;
}

async function waitFor({ what, file, change }: Edit, { folder, random, watching }: Session): Promise<Waited> {
  const target = join(folder, 'skills', file);
  const before = readFileSync(target, 'utf8');
  let after = before;
  for (let attempt = 0; after === before && attempt < 20; attempt += 1) after = change(before, random);
  if (after === before) throw new Error(`The edit of ${what} changes nothing in ${file}.`);
  const began = moment();
  writeFileSync(target, after);
  const events = await watching.seen();
  const built = found(events, 'built');
  const { generate = 0, verify = 0, swap = 0 } = built.milliseconds ?? {};
  const noticed = found(events, 'change').time - began;
  const all = built.time - began;
  return { what, all, noticed, prepared: all - noticed - generate - verify - swap, generate, verify, swap };
}

/** Until the program says that it has come to rest. */
async function waitForProse(edit: number, { folder, watching }: Omit<Session, 'random'>): Promise<number> {
  const target = join(folder, 'skills', PROFILE);
  const began = moment();
  writeFileSync(target, readFileSync(target, 'utf8').replace(/\n*(Read \d+ times\.\n)?$/, `\n\nRead ${edit} times.\n`));
  return found(await watching.seen(), 'watching').time - began;
}

function found(events: readonly SeenEvent[], name: string): SeenEvent {
  const event = events.find((one) => one.event === name);
  if (event === undefined) throw new Error(`No \`${name}\` among ${JSON.stringify(events)}.`);
  return event;
}

/** Milliseconds since 1970, as the program's lines have them. */
function moment(): number {
  return performance.timeOrigin + performance.now();
}

function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
  return { median: at(0.5), p95: at(0.95) };
}
