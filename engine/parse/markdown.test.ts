import { expect, test } from 'vitest';
import type { Nodes } from 'mdast';
import { findFrontMatterEnd } from './front-matter.ts';
import { parseMarkdown, readMarkdown } from './markdown.ts';
import type { MarkdownReading } from './markdown.ts';
import { nodesOf } from './nodes.ts';
import { readPlainly } from './read-plainly.ts';
import { thinText } from './thin-text.ts';

const READ = new Set<Nodes['type']>(['heading', 'link', 'image', 'definition', 'table', 'code', 'list']);

/** All that the parser takes from a tree, without offsets, which nobody reads. */
function takenFrom(reading: MarkdownReading): unknown {
  if ('tooHeavy' in reading) return reading;
  const nodes = [...nodesOf(reading.root)].filter(({ type }) => READ.has(type));
  return JSON.parse(JSON.stringify(nodes, (key, value: unknown) => (key === 'offset' ? undefined : value)));
}

function takenThinly(lines: readonly string[]): unknown {
  return takenFrom(readMarkdown(lines, findFrontMatterEnd(lines)));
}

function takenWhole(lines: readonly string[]): unknown {
  return takenFrom(parseMarkdown(lines.join('\n')));
}

/** Lines that mean different things in different company. */
const LINES = `
Plain prose, 2 lines.|see [a](b.md) there|**bold** text|\`code\` first|x|---|===|# Title|## \`T\` *e*|#|

\`\`\`yaml|\`\`\`|\`\`\`\`|~~~|  \`\`\`|\`\`\`text \`|    indented|<div>|</div>|<!--|-->|<b>|a: "b"|
¦ a ¦ b ¦|¦---¦---¦|¦ 1 ¦ 2 ¦|¦ [x] ¦ y_z ¦|¦ [x](y) ¦ \`z\` ¦|¦ 1 ¦|¦---¦|¦ *a* ¦ \\¦ ¦|¦ a * b ¦  ¦|¦ 1 ¦ 2 ¦ 3 ¦|
a ¦ b|lazy ¦ row|[x]: z.md|[^1]: note|- item|  - inner|1. one|> quote|> ¦ a ¦|  text|> \`\`\`|- \`\`\`yaml|  a: 1|¦ 1 ¦ 2 ¦ `
  .split(/[|\n]/)
  .map((line) => line.replaceAll('¦', '|'));

/** A fixed sequence of whole numbers below a bound. */
function createSequence(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

test('reads a text without its plain lines into the tree of the whole text', () => {
  const next = createSequence(7);
  for (let index = 0; index < 500; index += 1) {
    const lines = Array.from({ length: 2 + next(14) }, () => LINES[next(LINES.length)] ?? '');
    expect(takenThinly(lines)).toEqual(takenWhole(lines));
  }
});

test('reads front matter, blocks, tables and prose of a skill into the tree of the whole text', () => {
  const front = '---\nname: a\n```yaml\n---\n';
  const prose = '\nProse without a link,\nof two lines.\n';
  const table = '\n# Title\n| a | b |\n|---|---|\n| 1 | mm[Hg] |\n| `2` | x |\n| 3 |  | \n| 4 |  |\nlazy\n';
  const block = '\n```yaml\na: 1\n# b\n```\n- item';
  const lines = `${front}${prose}${table}${block}`.split('\n');
  expect(takenThinly(lines)).toEqual(takenWhole(lines));
});

/** Lines of skills: most of their texts are read without the Markdown parser. */
const PLAIN = `
Prose of a line.|a \`code\` b|**Bold.** then|see [a](b.md), [\`c\`](d)|a_b * c mm[Hg]|1990 was|46.4 % of|12.x|7) y|[s](https://a.org/b), z|**[l](m.md)** - n|**\`p\` is** q|**\`a**b\`** c|"quoted" < 8|- item|- **B**: \`x\`|
- [l](m.md), y|  goes on|1. one|2. two|   goes on|# Title|## The \`code\` of [it](x)|||¦ a ¦ [b](c) ¦|¦---¦:-:¦|¦ \`1\` ¦ 2 ¦`
  .split(/[|\n]/)
  .map((line) => line.replaceAll('¦', '|'));

test('reads plain texts into the tree of the Markdown parser, most of them without it', () => {
  const next = createSequence(11);
  let plain = 0;
  for (let index = 0; index < 600; index += 1) {
    const lines = Array.from({ length: 1 + next(7) }, () => PLAIN[next(PLAIN.length)] ?? '');
    const thin = thinText(lines, 0);
    if (readPlainly(thin, 0) !== undefined) plain += 1;
    expect(takenThinly(lines)).toEqual(takenWhole(lines));
  }
  expect(plain).toBeGreaterThan(150);
});
