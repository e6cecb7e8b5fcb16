/**
 * A watch session over random edits, good and bad. At its end the files must hold what a fresh build of the same tree makes, and
 * the program must not have grown.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { contents, readTables } from '../../engine/testing/built-tables.ts';
import { createRandom } from '../../engine/testing/fuzz/random.ts';
import type { Random } from '../../engine/testing/fuzz/random.ts';
import { judgeMemory } from './memory.ts';
import type { Memory } from './memory.ts';
import { soakingTree } from './soaking-tree.ts';
import type { SoakingTree } from './soaking-tree.ts';
import { startWatching } from './watching.ts';
import type { Watching } from './watching.ts';

const COHORTS = ['soaked-few', 'soaked-more'];

interface EditsResult extends Memory {
  readonly held: boolean;
  readonly edits: number;
  readonly events: Readonly<Record<string, number>>;
  readonly differing: readonly string[];
}

export async function soakEdits(count: number, seed: number): Promise<EditsResult> {
  const folder = mkdtempSync(join(tmpdir(), 'healthsim-soak-'));
  try {
    cpSync('fixtures/mistakes/sound', join(folder, 'skills'), { recursive: true });
    const random = createRandom(seed);
    const tree = soakingTree();
    writeAll(folder, tree);
    const watching = startWatching(folder);
    await watching.settled();
    const samples: number[] = [];
    for (let edit = 1; edit <= count; edit += 1) {
      await makeEdit({ folder, tree, random, watching });
      samples.push(watching.megabytes());
    }
    await mend({ folder, tree, random, watching });
    await watching.stop();
    const differing = await differences(folder);
    const memory = judgeMemory(samples);
    const held = differing.length === 0 && memory.isFlat;
    return { held, edits: count, events: watching.events(), ...memory, differing };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Session {
  readonly folder: string;
  readonly tree: SoakingTree;
  readonly random: Random;
  readonly watching: Watching;
}

async function makeEdit({ folder, tree, random, watching }: Session): Promise<void> {
  const path = random.pick(tree.paths);
  const before = tree.written(path);
  const target = join(folder, 'skills', path);
  const kind = random.below(10);
  if (kind === 0) rmSync(target, { force: true });
  else if (kind === 1) write(folder, path, tree.text(path).slice(0, random.below(tree.text(path).length)));
  else if (kind === 2) write(folder, path, tree.text(path).replace(/^(\w+):/m, 'x$1:'));
  else if (kind === 3) moveAway(target, random);
  else {
    tree.change(path, random);
    for (const other of random.chance(0.3) ? tree.paths : [path]) {
      bringBack(folder, other);
      write(folder, other, tree.text(other));
      tree.note(other, tree.text(other));
    }
  }
  tree.note(path, kind < 4 ? `broken ${kind} ${random.below(1e9)}` : tree.text(path));
  if (tree.written(path) !== before) await watching.settled();
}

/** Under another name, at which nothing of its kind may stand. */
function moveAway(target: string, random: Random): void {
  try {
    renameSync(target, `${target.slice(0, -3)}-${random.below(3)}.md`);
  } catch {
    // It was taken away before.
  }
}

/** What was moved away is gone. */
function bringBack(folder: string, path: string): void {
  for (const suffix of [0, 1, 2]) rmSync(join(folder, 'skills', `${path.slice(0, -3)}-${suffix}.md`), { force: true });
}

/** Every file as its last good edit has it, and no other. */
async function mend({ folder, tree, watching }: Session): Promise<void> {
  for (const path of tree.paths) {
    bringBack(folder, path);
    write(folder, path, tree.text(path));
  }
  write(folder, 'references/last.md', '---\nname: last\ndescription: The last edit.\ntype: reference\n---\n\n# Last\n');
  await watching.sound();
}

function writeAll(folder: string, tree: SoakingTree): void {
  for (const path of tree.paths) write(folder, path, tree.text(path));
}

function write(folder: string, path: string, text: string): void {
  const target = join(folder, 'skills', path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}

/** Tables that hold something else than those of a build that knows nothing of the edits. */
async function differences(folder: string): Promise<readonly string[]> {
  const program = join(import.meta.dirname, '../../dist/cli/main.js');
  const differing: string[] = [];
  for (const cohort of COHORTS) {
    const fresh = join(folder, `${cohort}.duckdb`);
    execFileSync(process.execPath, [program, 'generate', cohort, '--out', fresh], { cwd: folder, stdio: 'pipe' });
    const [was, is] = [await readTables(join(folder, 'out', `${cohort}.duckdb`)), await readTables(fresh)].map(
      contents,
    );
    const names = new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})]);
    differing.push(...[...names].filter((name) => was?.[name] !== is?.[name]).map((name) => `${cohort} ${name}`));
  }
  return differing;
}
