import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createMemory } from './database.ts';

const folder = await mkdtemp(join(tmpdir(), 'healthsim-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a database that is closed under its statements ends them first, however many there are', async () => {
  for (let round = 0; round < 3; round += 1) {
    const database = await createMemory(join(folder, 'a'), { memoryMegabytes: 500, temporaryMegabytes: 100 });
    const sessions = await Promise.all(Array.from({ length: 4 }, database.connect));
    const endless = 'select count(*) from range(100000000000) a where hash(a.range) = 0';
    const statements = sessions.map(async (session) => session.rows(endless));
    const outcomes = Promise.allSettled(statements);
    database.interrupt();
    database.close();
    const settled = await outcomes;
    expect(settled.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => 'rejected'));
  }
});
