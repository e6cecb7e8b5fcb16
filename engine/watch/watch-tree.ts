/**
 * The loop of watch mode: a wake-up, quiet, everything read again; where the contents differ, a running build is
 * cancelled and the next one begins. Nothing is carried from one reading to the next but its digest.
 */
import { createQuiet } from './quiet.ts';
import { watchFolder } from './wake-ups.ts';

const QUIET_MILLISECONDS = 150;
const LONGEST_MILLISECONDS = 2000;

export interface Reading {
  readonly digest: string;
}

export interface TreeWatch<R extends Reading> {
  readonly root: string;
  readonly poll: boolean;
  /** Ends the watch. */
  readonly signal: AbortSignal;
  readonly read: () => Promise<R>;
  /** Must end soon after its signal is aborted. What stands in a skill never makes it throw. */
  readonly build: (reading: R, signal: AbortSignal) => Promise<void>;
  readonly notice: (message: string) => void;
}

interface RunningBuild {
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

/** Ends when `signal` is aborted and everything has been put away, or with what `read` or `build` threw. */
export async function watchTree<R extends Reading>(options: TreeWatch<R>): Promise<void> {
  const { signal } = options;
  const wakes = createWakes(signal);
  const quiet = createQuiet({
    quietMilliseconds: QUIET_MILLISECONDS,
    longestMilliseconds: LONGEST_MILLISECONDS,
    call: wakes.add,
  });
  const wakeUps = watchFolder({ root: options.root, poll: options.poll, wake: quiet.wake, notice: options.notice });
  let digest: string | undefined;
  let running: RunningBuild | undefined;
  try {
    wakes.add();
    while (await wakes.next()) {
      const reading = await options.read();
      if (reading.digest === digest) continue;
      digest = reading.digest;
      await cancel(running);
      running = start(options, reading, wakes.fail);
    }
  } finally {
    quiet.cancel();
    await wakeUps.close();
    await cancel(running);
  }
}

function start<R extends Reading>(options: TreeWatch<R>, reading: R, fail: (reason: unknown) => void): RunningBuild {
  const controller = new AbortController();
  const done = options.build(reading, AbortSignal.any([options.signal, controller.signal]));
  return { controller, done: done.catch(fail) };
}

async function cancel(running: RunningBuild | undefined): Promise<void> {
  running?.controller.abort();
  await running?.done;
}

interface Wakes {
  readonly add: () => void;
  readonly fail: (reason: unknown) => void;
  /** True at the next wake-up, false at the end; throws what made the watch fail. */
  readonly next: () => Promise<boolean>;
}

function createWakes(signal: AbortSignal): Wakes {
  let pending = false;
  let failure: { readonly reason: unknown } | undefined;
  let settle: (() => void) | undefined;
  signal.addEventListener('abort', () => settle?.());
  return {
    add: () => {
      pending = true;
      settle?.();
    },
    fail: (reason) => {
      failure = { reason };
      settle?.();
    },
    next: async () => {
      if (!pending && failure === undefined && !signal.aborted)
        await new Promise<void>((resolve) => (settle = resolve));
      if (failure !== undefined) throw failure.reason;
      pending = false;
      return !signal.aborted;
    },
  };
}
