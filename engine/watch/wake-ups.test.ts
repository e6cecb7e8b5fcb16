import { expect, test } from 'vitest';
import { adviceFor } from './wake-ups.ts';

test.each([
  ['ENOSPC', 'raise fs.inotify.max_user_watches, or use --poll'],
  ['EMFILE', 'raise the limit (ulimit -n), or use --poll'],
])('the watcher failing with %s is answered with advice', (code, advice) => {
  expect(adviceFor(Object.assign(new Error('out of something'), { code })).message).toContain(advice);
});

test('another failure of the watcher is told as it is', () => {
  expect(adviceFor(new Error('no such device')).message).toBe('The file watcher says: no such device');
});
