/** The program in watch mode, as a script sees it: its events, when it has come to rest, and how much memory it holds. */
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

/** What a line of the program says, as far as a measurement reads it. */
export interface SeenEvent {
  readonly event: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly errors?: number;
  readonly milliseconds?: Readonly<Record<string, number>>;
}

export interface Watching {
  /** Until it has read what was written since the last time, and has come to rest; at most three seconds for an edit that changes nothing. */
  readonly settled: () => Promise<void>;
  /** The same, however long it takes; what it said since the last time. */
  readonly seen: () => Promise<readonly SeenEvent[]>;
  /** Until the tree has no error and nothing has happened for a while. */
  readonly sound: () => Promise<void>;
  /** How often each event came. */
  readonly events: () => Readonly<Record<string, number>>;
  readonly megabytes: () => number;
  /** Processor time that the program has taken so far, where the system tells. */
  readonly processorMilliseconds: () => number;
  readonly stop: () => Promise<void>;
}

const PROGRAM = join(import.meta.dirname, '../../dist/cli/main.js');
const PATIENCE_MILLISECONDS = 3000;
const SILENCE_MILLISECONDS = 3000;
/** Of `/proc`. */
const TICK_MILLISECONDS = 10;
const HANGING_MILLISECONDS = 120_000;

export function startWatching(folder: string, cohorts: readonly string[] = []): Watching {
  const child = spawn(process.execPath, [PROGRAM, 'watch', ...cohorts, '--json'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let isStopping = false;
  const ended = new Promise<void>((resolve, reject) => {
    child.once('close', (code, signal) => {
      if (isStopping) resolve();
      else reject(new Error(`The program ended by itself: ${code ?? signal}.`));
    });
  });
  const counts: Record<string, number> = {};
  let told: SeenEvent[] = [];
  let rested = 0;
  let waited = 0;
  let last = { moment: 0, isSound: false };
  let settle: (() => void) | undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said = JSON.parse(line) as SeenEvent;
    const { event, errors } = said;
    told.push(said);
    counts[event] = (counts[event] ?? 0) + 1;
    last = { moment: performance.now(), isSound: event === 'watching' && errors === 0 };
    if (event !== 'watching') return;
    rested += 1;
    settle?.();
  });
  const settled = async (patienceMilliseconds = PATIENCE_MILLISECONDS): Promise<void> => {
    if (rested === waited) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, patienceMilliseconds)));
      await Promise.race([new Promise<void>((resolve) => (settle = resolve)), patience, ended]);
      clearTimeout(timer);
    }
    waited = rested;
  };
  return {
    settled: async () => settled(),
    seen: async () => {
      await settled(HANGING_MILLISECONDS);
      const seen = told;
      told = [];
      return seen;
    },
    sound: async () => {
      const began = performance.now();
      while (!last.isSound || performance.now() - last.moment < SILENCE_MILLISECONDS) {
        if (performance.now() - began > HANGING_MILLISECONDS) throw new Error('The program does not come to rest.');
        await Promise.race([delay(100), ended]);
      }
    },
    events: () => counts,
    megabytes: () =>
      Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) / 1024),
    processorMilliseconds: () => {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) * TICK_MILLISECONDS;
    },
    stop: async () => {
      isStopping = true;
      child.kill('SIGINT');
      await ended;
    },
  };
}
