import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { takeBuildLock } from './build-lock.ts';

const folder = await mkdtemp(join(tmpdir(), 'healthsim-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const target = join(folder, 'cohort.duckdb');

test('of many who ask at once one gets the lock, and the others are told by whom it is held', async () => {
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => takeBuildLock(target)));
  const [holder, ...others] = outcomes.flatMap((one) => (one.kind === 'held' ? [one.lock] : []));
  expect(others).toEqual([]);
  expect(outcomes.filter(({ kind }) => kind === 'taken')).toEqual(
    Array.from({ length: 7 }, () => ({ kind: 'taken', pid: process.pid })),
  );
  expect(await readdir(folder)).toEqual(['cohort.duckdb.lock']);
  await holder?.release();
  expect(await readdir(folder)).toEqual([]);
});

test('the lock of a dead process whose number lives on in another is taken over, by one of many', async () => {
  await writeFile(`${target}.lock`, `${process.pid} 1 1\n`);
  await writeFile(`${target}.lock.999999999-1`, 'a draft of one who was killed');
  await writeFile(`${target}.lock.over-0123456789abcdef`, '999999999 1 1\n');
  const outcomes = await Promise.all(Array.from({ length: 4 }, () => takeBuildLock(target)));
  const held = outcomes.flatMap((one) => (one.kind === 'held' ? [one.lock] : []));
  expect(held).toHaveLength(1);
  expect(await held[0]?.isHeld()).toBe(true);
  expect(await readdir(folder)).toEqual(['cohort.duckdb.lock']);
  await held[0]?.release();
});

test('a lock that another process has taken over is not released', async () => {
  const outcome = await takeBuildLock(target);
  if (outcome.kind !== 'held') throw new Error('not held');
  await writeFile(`${target}.lock`, '1 1 1\n');
  expect(await outcome.lock.isHeld()).toBe(false);
  await outcome.lock.release();
  expect(await readFile(`${target}.lock`, 'utf8')).toBe('1 1 1\n');
});
