import { expect, test } from 'vitest';
import { settled } from './settled.ts';

test('what failed is told, and not what was stopped because of it, whichever ends first', async () => {
  const stopped = Promise.reject(new Error('INTERRUPT Error: Interrupted!'));
  const failed = new Promise((_, reject) => {
    setTimeout(() => reject(new Error('Conversion Error')), 5);
  });
  await expect(settled([stopped, failed])).rejects.toThrow('Conversion Error');
  await expect(settled([Promise.reject(new Error('INTERRUPT Error: Interrupted!'))])).rejects.toThrow('Interrupted');
});
