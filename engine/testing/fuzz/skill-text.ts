/** Random skill files: specifications of the grammar printed into Markdown, and texts of real files with parts torn out. */
import { cohort, distributions, events, journey, phrases, profile } from './grammar.ts';
import type { Random } from './random.ts';
import { strange } from './words.ts';

export interface FuzzedFile {
  readonly path: string;
  readonly text: string;
}

const KINDS = [
  { word: 'profile', type: 'profile-template', path: 'templates/profiles/fuzzed-people.md', make: profile },
  { word: 'journey', type: 'journey-template', path: 'templates/journeys/fuzzed-course.md', make: journey },
  { word: 'cohort', type: 'cohort', path: 'cohorts/fuzzed-cohort.md', make: cohort },
  { word: 'events', type: 'event', path: 'events/fuzzed-events.md', make: events },
  { word: 'distributions', type: 'distribution', path: 'distributions/fuzzed-shapes.md', make: distributions },
  { word: 'phrases', type: 'builder', path: 'builders/fuzzed-words.md', make: phrases },
] as const;

export function fuzzedSkill(random: Random): FuzzedFile {
  const { word, type, path, make } = random.pick(KINDS);
  const name = path.slice(path.lastIndexOf('/') + 1, -3);
  const front = [
    `name: ${random.slips() ? JSON.stringify(strange(random)) : name}`,
    'description: Made at random.',
    ...(random.slips() ? [] : [`type: ${type}`]),
    ...(random.slips() ? [`${JSON.stringify(String(strange(random)))}: ${JSON.stringify(strange(random))}`] : []),
    ...(random.slips() ? [`triggers: ${JSON.stringify([strange(random), strange(random)])}`] : []),
  ];
  const info = random.pick([`yaml ${word}`, `json ${word}`, 'yaml', 'json', `yaml ${word} example`]);
  const lines = ['---', ...front, '---', '', '# Fuzzed', '', `\`\`\`${info}`, printed(make(random, 0)), '```', ''];
  const text = lines.join('\n');
  return { path, text: random.chance(0.1) ? tornText(text, random) : text };
}

/** As JSON, which is YAML as well, on several lines. Maps may repeat a key, as authors do by mistake. */
function printed(value: unknown): string {
  if (value instanceof Map) {
    const entries = [...value].map(([key, inner]) => `${JSON.stringify(key)}: ${printed(inner)}`);
    return `{ ${entries.join(',\n')} }`;
  }
  if (Array.isArray(value)) return `[${value.map(printed).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return printed(new Map(Object.entries(value)));
  return JSON.stringify(value) ?? 'null';
}

const TOKENS = [
  '---',
  '```',
  '```yaml',
  ':',
  ': ',
  '- ',
  '  ',
  '\t',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '|',
  '|-',
  '>',
  '#',
  '&a',
  '*a',
  '<<:',
  '!!js',
  '%',
  '\u202e',
  '\u0000',
  '\uFEFF',
  '\r',
  '\u2028',
  '$',
  '`',
  '<!--',
  '![',
  '](',
  '| a |',
  '|---|',
  '0',
  '1e999',
  'null',
  '\\',
];

/** A text with a few parts taken away, doubled, moved or replaced. */
export function tornText(text: string, random: Random): string {
  let torn = text;
  for (let edit = 0; edit <= random.below(4); edit += 1) torn = random.pick(EDITS)(torn, random);
  return torn;
}

type Edit = (text: string, random: Random) => string;

const onLines =
  (change: (lines: string[], at: number, random: Random) => void): Edit =>
  (text, random) => {
    const lines = text.split('\n');
    change(lines, random.below(lines.length), random);
    return lines.join('\n');
  };

const EDITS: readonly Edit[] = [
  onLines((lines, at) => void lines.splice(at, 1)),
  onLines((lines, at) => void lines.splice(at, 0, lines[at] ?? '')),
  onLines((lines, at, random) => void lines.splice(at, 1 + random.below(10))),
  onLines(
    (lines, at, random) => void lines.splice(random.below(lines.length), 0, ...lines.splice(at, 1 + random.below(3))),
  ),
  onLines((lines, at, random) => void (lines[at] = `${' '.repeat(random.below(6))}${(lines[at] ?? '').trimStart()}`)),
  onLines(
    (lines, at, random) => void (lines[at] = (lines[at] ?? '').replace(/[\d.]+/, JSON.stringify(strange(random)))),
  ),
  onLines(
    (lines, at, random) =>
      void (lines[at] = (lines[at] ?? '').replace(/[\w-]+(?=:)/, () => String(strange(random)).slice(0, 40))),
  ),
  onLines(
    (lines, at, random) =>
      void (lines[at] = (lines[at] ?? '').replace(/(?<=: ).*$/, () => JSON.stringify(strange(random)))),
  ),
  (text, random) => {
    const at = random.below(text.length + 1);
    return text.slice(0, at) + random.pick(TOKENS) + text.slice(at + random.below(3));
  },
  (text, random) => text.slice(0, random.below(text.length + 1)),
];
