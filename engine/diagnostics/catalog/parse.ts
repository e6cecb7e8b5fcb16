/** What the stage `parse` has to say. */
import type { Catalog } from '../entry.ts';
import { excerpt } from '../wording.ts';

export interface ParseParams {
  'parse-conflict': { last: number };
  'parse-front-matter-missing': { lateFence: boolean };
  'parse-front-matter-language': { fence: string };
  'parse-front-matter-unclosed': Record<string, never>;
  'parse-front-matter-shape': { found: string };
  'parse-block-unclosed': Record<string, never>;
  'parse-markup-too-heavy': { what: string };
  'parse-too-large': { part: string; bytes: number; limit: number };
  'parse-too-deep': { limit: number };
  'parse-too-many-keys': { limit: number };
  'parse-too-many-nodes': { limit: number };
  'parse-too-many-problems': { limit: number };
  'parse-yaml-syntax': { problem: string; fix: string | undefined };
  'parse-yaml-colon': { corrected: string };
  'parse-yaml-tab': Record<string, never>;
  'parse-curly-quotes': { text: string };
  /** `wanted`: by how many columns it would fit. */
  'parse-yaml-indent': { problem: string; wanted: number | undefined };
  'parse-yaml-alias': { text: string };
  'parse-yaml-merge-key': Record<string, never>;
  'parse-yaml-tag': { text: string };
  'parse-yaml-directive': { text: string };
  'parse-yaml-several-documents': Record<string, never>;
  'parse-json-syntax': { problem: string; fix: string | undefined };
  'parse-json-trailing-comma': Record<string, never>;
  'parse-json-comment': Record<string, never>;
  'parse-json-quotes': Record<string, never>;
  'parse-key-duplicate': { key: string; line: number; column: number };
  'parse-key-not-text': { found: string };
  'parse-key-forbidden': { key: string };
  'parse-number-out-of-range': { written: string };
  'parse-number-leading-zero': { written: string };
  'parse-hidden-character': { character: string };
}

export const parseCatalog: Catalog<ParseParams> = {
  'parse-conflict': {
    severity: 'error',
    message: ({ last }) => `A conflict of two versions begins here and ends in line ${last}; neither is taken.`,
    hint: () => 'Keep what is right, and remove the lines of `<<<<<<<`, `=======` and `>>>>>>>`.',
  },
  'parse-front-matter-missing': {
    severity: 'error',
    message: () => 'The file has no front matter: its first line is not `---`.',
    hint: ({ lateFence }) =>
      lateFence
        ? 'Remove what stands above the first `---`.'
        : 'Begin the file with `---`, the keys `name` and `description`, and another `---`.',
  },
  'parse-front-matter-language': {
    severity: 'error',
    message: ({ fence }) => `\`${excerpt(fence)}\` opens no front matter: it is YAML data, never code.`,
    hint: () => 'Write a bare `---`.',
  },
  'parse-front-matter-unclosed': {
    severity: 'error',
    message: () => 'The front matter opened here is never closed.',
    hint: () => 'Put `---` on a line of its own before the body.',
  },
  'parse-front-matter-shape': {
    severity: 'error',
    message: ({ found }) => `The front matter is ${found}; it must be a map of keys and values.`,
    hint: () => 'Begin with `name: …` and `description: …`.',
  },
  'parse-block-unclosed': {
    severity: 'error',
    message: () => 'The fenced block opened here is never closed, so the rest of the text belongs to it.',
    hint: () => 'Close it with as many backticks or tildes as open it.',
  },
  'parse-markup-too-heavy': {
    severity: 'error',
    message: ({ what }) => `The Markdown has ${what}, which is more than a skill file may have.`,
    hint: () => 'Split or flatten it.',
  },
  'parse-too-large': {
    severity: 'error',
    message: ({ part, bytes, limit }) => `The ${part} has ${bytes} bytes; it may have ${limit}.`,
    hint: () => 'Split it, or move data into a Markdown table.',
  },
  'parse-too-deep': {
    severity: 'error',
    message: ({ limit }) => `Maps and lists are nested more than ${limit} deep here.`,
  },
  'parse-too-many-keys': {
    severity: 'error',
    message: ({ limit }) => `The keys from here on are more than the ${limit} that one specification may have.`,
    hint: () => 'Split the specification, or move data into a Markdown table.',
  },
  'parse-too-many-nodes': {
    severity: 'error',
    message: ({ limit }) => `The values from here on are more than the ${limit} that one specification may have.`,
    hint: () => 'Split the specification, or move data into a Markdown table.',
  },
  'parse-too-many-problems': {
    severity: 'error',
    message: ({ limit }) => `The file has more than ${limit} problems; those from here on are not listed.`,
  },
  'parse-yaml-syntax': {
    severity: 'error',
    message: ({ problem }) => problem,
    hint: ({ fix }) => fix,
  },
  'parse-yaml-colon': {
    severity: 'error',
    message: () => 'The value contains a colon followed by a space, so YAML takes it for a key.',
    hint: ({ corrected }) => `Put it in quotes: \`${excerpt(corrected)}\`.`,
  },
  'parse-yaml-tab': {
    severity: 'error',
    message: () => 'The line is indented with a tab, which YAML does not allow.',
    hint: () => 'Indent with spaces.',
  },
  'parse-curly-quotes': {
    severity: 'error',
    message: () => 'Curly quotes stand around the text, which would be a part of it.',
    hint: ({ text }) => `Write \`"${excerpt(text)}"\`.`,
  },
  'parse-yaml-indent': {
    severity: 'error',
    message: ({ problem }) => problem,
    hint: ({ wanted }) =>
      wanted === undefined
        ? 'Give the entries of one map or list the same indentation, deeper than the key they belong to.'
        : `It fits with an indentation of ${wanted}.`,
  },
  'parse-yaml-alias': {
    severity: 'error',
    message: ({ text }) => `\`${excerpt(text)}\` is a YAML anchor or alias, which skill files do not have.`,
    hint: () =>
      'Repeat the value, or put it in quotes if it is text that begins with `&` or `*`. A template takes over another by `extends` in its front matter.',
  },
  'parse-yaml-merge-key': {
    severity: 'error',
    message: () => '`<<` is a YAML merge key, which skill files do not have.',
    hint: () => 'Repeat the keys, or name the template that has them by `extends` in the front matter.',
  },
  'parse-yaml-tag': {
    severity: 'error',
    message: ({ text }) => `\`${excerpt(text)}\` is a YAML tag, which skill files do not have.`,
    hint: () => 'Remove it, or put the value in quotes if it is text that begins with `!`.',
  },
  'parse-yaml-directive': {
    severity: 'error',
    message: ({ text }) => `\`${excerpt(text)}\` is a YAML directive, which skill files do not have.`,
    hint: () => 'Remove the line; skill files are YAML 1.2.',
  },
  'parse-yaml-several-documents': {
    severity: 'error',
    message: () => 'The marker begins or ends another YAML document; there can be one.',
    hint: () => 'Remove the marker, or write several fenced blocks.',
  },
  'parse-json-syntax': {
    severity: 'error',
    message: ({ problem }) => problem,
    hint: ({ fix }) => fix,
  },
  'parse-json-trailing-comma': {
    severity: 'error',
    message: () => 'The comma before the closing bracket is not allowed in JSON.',
    hint: () => 'Remove it.',
  },
  'parse-json-comment': {
    severity: 'error',
    message: () => 'Comments are not allowed in JSON.',
    hint: () => 'Move it into the prose, or write the block as `yaml`.',
  },
  'parse-json-quotes': {
    severity: 'error',
    message: () => 'Text in single quotes is not allowed in JSON.',
    hint: () => 'Use double quotes.',
  },
  'parse-key-duplicate': {
    severity: 'error',
    message: ({ key, line, column }) => `The key \`${excerpt(key)}\` stands twice; the first is at ${line}:${column}.`,
    hint: () => 'Remove one of them, or put both into one list.',
  },
  'parse-key-not-text': {
    severity: 'error',
    message: ({ found }) => `A key must be text, and here it is ${found}.`,
    hint: () => 'Put the key in quotes, or remove it.',
  },
  'parse-key-forbidden': {
    severity: 'error',
    message: ({ key }) => `\`${key}\` cannot be a key, because programs take it for a part of the language.`,
    hint: () => 'Choose another name.',
  },
  'parse-number-out-of-range': {
    severity: 'error',
    message: ({ written }) => `The number \`${excerpt(written)}\` cannot be held exactly.`,
    hint: () => 'Put it in quotes if it is a code or an identifier.',
  },
  'parse-number-leading-zero': {
    severity: 'error',
    message: ({ written }) => `The number \`${excerpt(written)}\` would lose its leading zero.`,
    hint: ({ written }) => `Put it in quotes if it is a code: \`"${excerpt(written)}"\`.`,
  },
  'parse-hidden-character': {
    severity: 'error',
    message: ({ character }) => `The text holds ${character}, a character that cannot be seen or that reorders others.`,
    hint: () => 'Remove it.',
  },
};
