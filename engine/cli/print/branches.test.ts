import { expect, test } from 'vitest';
import type { Journey } from '../../model/index.ts';
import { libraryOf, specification } from '../../testing/authored.ts';
import { formatBranches } from './branches.ts';
import { formatMermaid } from './mermaid.ts';

const TEXT = `
journey_name: Parting
duration: 12 months
phases:
  - name: Year "one"
    duration: 0-365 days
    events:
      - visit
      - { id: check, type: lab_order, observations: [a1c], timing: { day: 90 } }
branching:
  - after: check
    branches:
      - { name: intensify, condition: "a1c > 8.0", choose: [ { event: rx, weight: 0.4 }, { event: call, weight: 0.6 } ] }
      - { name: watch, probability: 0.25, events: [ checkup ] }
      - { name: continue, else: true, events: [] }
`;

function journey(text = TEXT): Journey {
  const [found] = libraryOf(specification('parting.md', 'journey', text)).library.journeys;
  if (found === undefined) throw new Error('no journey');
  return found;
}

test('branches are drawn as a tree with who takes each and what lies on it', () => {
  expect(formatBranches(journey())).toEqual([
    [
      'Ways part after check',
      '├─ intensify: if a1c > 8',
      '│  ├─ call: 60 %',
      '│  └─ rx: 40 %',
      '├─ watch: 25 % → checkup',
      '└─ continue: the rest',
    ].join('\n'),
  ]);
});

test('ways that part anew at each of several occurrences say so', () => {
  const again = journey(TEXT.replace('timing: { day: 90 }', 'timing: { day: 90 }, recurrence: monthly'));
  expect(formatBranches(again)[0]).toMatch(/^Ways part anew after each check\n/);
  expect(formatMermaid(again)).toContain('  p0{"check<br/>each time"}\n');
});

test('a journey is a Mermaid flow chart, its texts quoted', () => {
  const lines = formatMermaid(journey()).split('\n');
  expect(lines.slice(0, 4)).toEqual([
    'flowchart TD',
    '  subgraph s0["Year &quot;one&quot;"]',
    '    e0["visit<br/>day 0"]',
    '    e1["check<br/>day 90"]',
  ]);
  const hostile = journey(TEXT.replace('Year "one"', "'<img src=x onerror=alert(1)> &quot;'"));
  expect(formatMermaid(hostile)).toContain('s0["&lt;img src=x onerror=alert(1)> &amp;quot;"]');
  expect(lines).toContain('  e1 --> p0');
  expect(lines).toContain('  p0 -->|"intensify: if a1c > 8"| p1');
  expect(lines).toContain('  p1 -->|"rx: 40 %"| e2');
});
