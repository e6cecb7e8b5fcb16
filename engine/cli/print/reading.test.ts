import { expect, test } from 'vitest';
import type { GenerationRequest, SourceRange } from '../../model/index.ts';
import { formatReading } from './reading.ts';

function at(file: string): SourceRange {
  return { file, start: { line: 1, column: 1 }, end: { line: 1, column: 3 } };
}

test('an option that says otherwise than the phrase is told beside what the phrase says', () => {
  const reading = { understood: [{ text: '50', meaning: 'count 50', at: at('<phrase>') }], unread: [], candidates: [] };
  const request: GenerationRequest = {
    name: 'people',
    profile: 'people',
    journeys: undefined,
    overrides: [
      { path: ['count'], value: 50, at: at('<phrase>') },
      { path: ['count'], value: 60, at: at('<--count>') },
      { path: ['seed'], value: 7, at: at('<--seed>') },
    ],
    reading,
  };
  expect(formatReading(request, reading, 80).split('\n')).toEqual([
    'read as people',
    '  "50"     count 50',
    '  --count  count 60, instead of what the phrase says',
  ]);
});
