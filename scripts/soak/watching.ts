/** The program in watch mode, as a script sees it: its events, when it has come to rest, and how much memory it holds. */
import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Watching {
  /** Until it has read what was written since the last time, and has come to rest; at most three seconds for an edit that changes nothing. */
  readonly settled: () => Promise<void>;
  /** How often each event came. */
  readonly events: () => Readonly<Record<string, number>>;
  readonly megabytes: () => number;
  readonly stop: () => Promise<void>;
}

const PROGRAM = join(import.meta.dirname, '../../dist/cli/main.js');
const PATIENCE_MILLISECONDS = 3000;

export function startWatching(folder: string): Watching {
  const child = spawn(process.execPath, [PROGRAM, 'watch', '--json'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const counts: Record<string, number> = {};
  let rested = 0;
  let waited = 0;
  let settle: (() => void) | undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { event } = JSON.parse(line) as { readonly event: string };
    counts[event] = (counts[event] ?? 0) + 1;
    if (event !== 'watching') return;
    rested += 1;
    settle?.();
  });
  return {
    settled: async () => {
      if (rested === waited) {
        let timer: ReturnType<typeof setTimeout> | undefined;
        const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, PATIENCE_MILLISECONDS)));
        await Promise.race([new Promise<void>((resolve) => (settle = resolve)), patience, ended]);
        clearTimeout(timer);
      }
      waited = rested;
    },
    events: () => counts,
    megabytes: () =>
      Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) / 1024),
    stop: async () => {
      child.kill('SIGINT');
      await ended;
    },
  };
}
