/** A new folder with a small sound tree of skills, and the program run in it as a user runs it. */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { cp, mkdtemp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

const SOUND = new URL('../../fixtures/mistakes/sound', import.meta.url).pathname;
/** As it was built: `npm test` builds first. */
export const PROGRAM: string = new URL('../../dist/cli/main.js', import.meta.url).pathname;

/** As where nobody looks on: libraries guess from these that colour is wanted, and a pipe must stay plain all the same. */
const UNATTENDED = { CI: 'true', FORCE_COLOR: '1' };

export interface Workspace {
  readonly folder: string;
  /** Writes a file below the folder. */
  readonly write: (path: string, text: string) => Promise<void>;
  /** What stands in `out/`; nothing where there is no such folder. */
  readonly built: () => Promise<readonly string[]>;
  readonly run: (...words: string[]) => Promise<Run>;
  readonly start: (...words: string[]) => RunningProgram;
}

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningProgram {
  readonly interrupt: () => void;
  /** Closes the pipe of standard output. */
  readonly stopReading: () => void;
  readonly ended: Promise<Run>;
  /** Resolves with the next text of standard output that matches, behind what earlier waits have passed. */
  readonly sees: (pattern: RegExp) => Promise<string>;
}

export async function createWorkspace(): Promise<Workspace> {
  const folder = await mkdtemp(join(tmpdir(), 'healthsim-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(SOUND, join(folder, 'skills'), { recursive: true });
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  const start = (...words: string[]): RunningProgram => startProgram(folder, words);
  return {
    folder,
    write,
    built: async () => (await readdir(join(folder, 'out')).catch(() => [])).toSorted((a, b) => (a < b ? -1 : 1)),
    start,
    run: async (...words) => start(...words).ended,
  };
}

export function cohortSkill(name: string, count: number): string {
  return [
    '---',
    `name: ${name}`,
    'description: People on the sound journey.',
    'type: cohort',
    '---',
    '',
    'Some prose.',
    '',
    '```yaml cohort',
    `cohort_name: ${name}`,
    'profile: sound-profile',
    'journeys: [sound-journey]',
    `count: ${count}`,
    '```',
    '',
  ].join('\n');
}

function startProgram(folder: string, words: readonly string[]): RunningProgram {
  const child = spawn(process.execPath, [PROGRAM, ...words], { cwd: folder, env: { ...process.env, ...UNATTENDED } });
  onTestFinished(() => void child.kill('SIGKILL'));
  const output = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      for (const listener of listeners) listener();
    });
  }
  let passed = 0;
  return {
    interrupt: () => void child.kill('SIGINT'),
    stopReading: () => void child.stdout.destroy(),
    ended: endOf(child, output),
    sees: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(output.stdout.slice(passed));
          if (match === null) return;
          passed += match.index + match[0].length;
          listeners.delete(look);
          resolve(match[0]);
        };
        listeners.add(look);
        child
          .setMaxListeners(0)
          .once('close', () => reject(new Error(`It ended without ${pattern}:\n${output.stdout}${output.stderr}`)));
        look();
      }),
  };
}

function endOf(
  child: ChildProcessWithoutNullStreams,
  output: { readonly stdout: string; readonly stderr: string },
): Promise<Run> {
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...output })));
}
