/** The file that a build replaces: what stands there now, and how the finished one takes its place in one step. */
import { lstat, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import { queryFile } from './query-file.ts';

/** Nothing where the target may be replaced, else why not. */
export async function refuseTarget(target: string, force: boolean): Promise<Diagnostic | undefined> {
  const found = await lstat(target).catch(() => undefined);
  if (found === undefined) return undefined;
  if (!found.isFile()) return diagnostic('execute-target-folder', { target }, undefined);
  if (force) return undefined;
  const { result, diagnostics } = await queryFile(target, 'select engine_version from meta.run limit 1');
  if (result?.rows.length === 1) return undefined;
  const held = diagnostics.find(({ code }) => code === 'execute-file-held');
  return held ?? diagnostic('execute-target-foreign', { target }, undefined);
}

/** Where the new file grows: beside the target, so that the rename stays on one disk. */
export function nextTo(target: string): string {
  return `${target}.next`;
}

/** What a killed build may have left beside the target. */
export async function removeLeftovers(target: string): Promise<void> {
  const folder = dirname(target);
  const prefix = basename(nextTo(target));
  const names = await readdir(folder).catch(() => []);
  await Promise.all(
    names
      .filter((name) => name === prefix || name.startsWith(`${prefix}.`))
      .map(async (name) => rm(join(folder, name), { recursive: true, force: true })),
  );
}

/** A stale write-ahead log beside the target would be replayed into the new file, so it goes first. */
export async function swapIn(next: string, target: string): Promise<void> {
  await flush(next);
  await rm(`${target}.wal`, { force: true });
  await rename(next, target);
  await flush(dirname(target));
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
