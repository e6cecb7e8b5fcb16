import { hash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { takeBuildLock, tookOver } from './build-lock.ts';

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

test('of two who found the same dead lock the later one leaves it to the earlier, however far that one has come', async () => {
  const [path, dead] = [`${target}.lock`, '999999999 1 1\n'];
  const right = `${path}.over-${hash('sha256', dead).slice(0, 16)}`;
  const draft = `${path}.draft`;
  const takeOver = async (): Promise<{ readonly took: boolean; readonly lock: string; readonly isBegun: boolean }> => {
    await writeFile(draft, 'the later');
    const took = await tookOver({ path, found: dead, draft });
    const names = await readdir(folder);
    return { took, lock: await readFile(path, 'utf8'), isBegun: names.includes(basename(right)) };
  };
  await writeFile(path, dead);
  await writeFile(right, `${process.pid}\n`);
  expect(await takeOver(), 'while the earlier takes it over').toEqual({ took: false, lock: dead, isBegun: true });
  await writeFile(right, '999999999 1 2\n');
  expect(await takeOver(), 'after the earlier was killed').toEqual({ took: false, lock: dead, isBegun: false });
  await writeFile(path, 'the earlier');
  expect(await takeOver(), 'once it is over').toEqual({ took: false, lock: 'the earlier', isBegun: false });
  await writeFile(path, dead);
  expect(await takeOver(), 'alone').toEqual({ took: true, lock: 'the later', isBegun: false });
  await unlink(path);
});

test('what somebody put where a lock is drafted is not written into', async () => {
  const notes = join(folder, 'notes.txt');
  await writeFile(notes, 'my notes');
  const drafts = Array.from({ length: 30 }, (_, taken) => `${target}.lock.${process.pid}-${taken}`);
  for (const draft of drafts) await symlink(notes, draft);
  const outcome = await takeBuildLock(target);
  expect([outcome.kind, await readFile(notes, 'utf8')]).toEqual(['held', 'my notes']);
  if (outcome.kind === 'held') await outcome.lock.release();
});
