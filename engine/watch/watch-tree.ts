/**
 * The loop of watch mode: a wake-up, quiet, everything read again; where the contents differ, a running build is
 * cancelled and the next one begins. Nothing is carried from one reading to the next but what was read.
 */
import { setInterval } from 'node:timers';
import type { TreeReading } from '../pipeline.ts';
import { createDoubt } from './doubt.ts';
import { digestOf, looksHalfDone } from './reading.ts';
import { createQuiet } from './quiet.ts';
import { createWakes } from './wakes.ts';
import { watchFolder } from './wake-ups.ts';
import type { Notice } from './watch-event.ts';

const QUIET_MILLISECONDS = 150;
const BRIEF_MILLISECONDS = 30;
const LONGEST_MILLISECONDS = 2000;
/** How long a file that was emptied or taken away may take to come back. */
const SECOND_LOOK_MILLISECONDS = 400;
/** What no notification told is found by reading everything again now and then, which costs a few milliseconds. */
const HEARTBEAT_MILLISECONDS = 5000;
const OUTPUT_INTERVAL_MILLISECONDS = 500;

export interface TreeWatch {
  readonly root: string;
  readonly poll: boolean;
  /** Ends the watch. */
  readonly signal: AbortSignal;
  /** Called at each wake-up, before the quiet after which everything is read. */
  readonly expect: () => void;
  readonly read: () => Promise<TreeReading>;
  /** Must end soon after its signal is aborted. */
  readonly build: (reading: TreeReading, signal: AbortSignal) => Promise<void>;
  /** Asked now and then; where it is so, what was read last is built once more. */
  readonly isWanted: () => Promise<boolean>;
  readonly notice: (notice: Notice) => void;
  /** Called once, with what somebody at a terminal may ask for. */
  readonly controls?: (controls: WatchControls) => void;
}

export interface WatchControls {
  /** Builds what was read last once more. */
  readonly again: () => void;
}

interface RunningBuild {
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

/** Ends when `signal` is aborted and everything has been put away. A fault of a reading or a build is told, and ends nothing. */
export async function watchTree(options: TreeWatch): Promise<void> {
  const wakes = createWakes(options.signal);
  const quiet = createQuiet({
    quietMilliseconds: QUIET_MILLISECONDS,
    briefMilliseconds: BRIEF_MILLISECONDS,
    longestMilliseconds: LONGEST_MILLISECONDS,
    call: wakes.add,
  });
  const wake = (file?: string): void => {
    options.expect();
    quiet.wake(file);
  };
  const wakeUps = watchFolder({ root: options.root, poll: options.poll, wake, notice: options.notice });
  const doubt = createDoubt(wakes.add, SECOND_LOOK_MILLISECONDS);
  const heartbeat = setInterval(wakes.add, HEARTBEAT_MILLISECONDS);
  let last: TreeReading | undefined;
  let running: RunningBuild | undefined;
  let isAskedAgain = false;
  const again = (): void => {
    isAskedAgain = true;
    wakes.add();
  };
  const lookAtOutput = async (): Promise<void> => {
    if (await options.isWanted()) again();
  };
  const outputs = setInterval(() => void lookAtOutput(), OUTPUT_INTERVAL_MILLISECONDS);
  options.controls?.({ again });
  // Not by a signal made of two: the one that lasts would remember every build.
  const stop = (): void => running?.controller.abort();
  options.signal.addEventListener('abort', stop);
  try {
    wakes.add();
    while (await wakes.next()) {
      const reading = await readOrTell(options);
      if (reading === undefined) continue;
      const digest = digestOf(reading);
      const isKnown = last !== undefined && digest === digestOf(last);
      if (!isKnown && last !== undefined && looksHalfDone(last, reading) && doubt.about(digest)) continue;
      doubt.clear();
      if (isKnown && !isAskedAgain) continue;
      [last, isAskedAgain] = [reading, false];
      await cancel(running);
      if (!options.signal.aborted) running = start(options, reading);
    }
  } finally {
    options.signal.removeEventListener('abort', stop);
    clearInterval(heartbeat);
    clearInterval(outputs);
    doubt.clear();
    quiet.cancel();
    await wakeUps.close();
    await cancel(running);
  }
}

async function readOrTell({ read, notice }: TreeWatch): Promise<TreeReading | undefined> {
  try {
    return await read();
  } catch (error) {
    notice(faultOf(error));
    return undefined;
  }
}

function start(options: TreeWatch, reading: TreeReading): RunningBuild {
  const controller = new AbortController();
  const done = options.build(reading, controller.signal);
  return { controller, done: done.catch((error: unknown) => options.notice(faultOf(error))) };
}

function faultOf(error: unknown): Notice {
  const text = error instanceof Error ? error.message : String(error);
  return { code: 'watch-fault', message: `A fault of HealthSim, not of the skills; please report it: ${text}` };
}

async function cancel(running: RunningBuild | undefined): Promise<void> {
  running?.controller.abort();
  await running?.done;
}
