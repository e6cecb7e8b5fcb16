/** What stands where the files of cohorts should, and what is said of it. */
import { stat } from 'node:fs/promises';
import type { Notice } from './watch-event.ts';

/** `undefined` where there is no file, or nothing in it. */
export async function builtAtOf(file: string): Promise<number | undefined> {
  try {
    const { mtimeMs, size } = await stat(file);
    return size === 0 ? undefined : mtimeMs;
  } catch {
    return undefined;
  }
}

export async function missingOf(
  cohorts: readonly string[],
  fileOf: (cohort: string) => string,
): Promise<readonly string[]> {
  const moments = await Promise.all(cohorts.map((cohort) => builtAtOf(fileOf(cohort))));
  return cohorts.filter((_, index) => moments[index] === undefined);
}

export async function goneNotice(file: string): Promise<Notice> {
  const isEmpty = (await stat(file).catch(() => undefined)) !== undefined;
  return { code: 'watch-output-gone', message: `${file} was ${isEmpty ? 'emptied' : 'taken away'}.` };
}

/** What the other process builds may be of an older tree. */
export function waitingFor(file: string, pid: number): Notice {
  const message = `${file} is being built by another process (PID ${pid}), which is waited for.`;
  return { code: 'watch-waiting', message };
}

export function tryingAgain(file: string): Notice {
  const message = `${file} is tried again until it can be written; nothing need be edited.`;
  return { code: 'watch-trying', message };
}
