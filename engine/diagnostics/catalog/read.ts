/** What the stage `read` has to say. */
import type { Catalog } from '../entry.ts';
import { excerpt } from '../wording.ts';

export interface ReadParams {
  'read-root-missing': { root: string; reason: string };
  'read-folder-unreadable': { reason: string };
  'read-unreadable': { reason: string };
  'read-too-large': { bytes: number; limit: number };
  'read-not-utf8': Record<string, never>;
  'read-nul-character': Record<string, never>;
  'read-not-a-file': { path: string };
  'read-too-deep': { path: string; limit: number };
  'read-too-many-folders': { limit: number };
  'read-same-path': { path: string; other: string };
}

export const readCatalog: Catalog<ReadParams> = {
  'read-root-missing': {
    severity: 'error',
    message: ({ root, reason }) => `The skills folder \`${excerpt(root)}\` cannot be listed (${reason}).`,
    hint: () => 'Name the folder that holds the skill files.',
  },
  'read-folder-unreadable': {
    severity: 'error',
    message: ({ reason }) => `The folder cannot be read (${reason}), so what the others say of it is not known.`,
    hint: () => 'Let it be read; nothing is built before, and what else is wrong is told then.',
  },
  'read-unreadable': {
    severity: 'error',
    message: ({ reason }) => `The path cannot be read (${reason}).`,
  },
  'read-too-large': {
    severity: 'error',
    message: ({ bytes, limit }) => `The file has ${bytes} bytes; a skill file may have ${limit}.`,
    hint: () => 'Split the file.',
  },
  'read-not-utf8': {
    severity: 'error',
    message: () => 'The file is not UTF-8 text.',
    hint: () => 'Save it with the encoding UTF-8.',
  },
  'read-nul-character': {
    severity: 'error',
    message: () => 'The file holds a NUL character, so it is not text.',
    hint: () => 'Save it with the encoding UTF-8, and remove the character.',
  },
  'read-not-a-file': {
    severity: 'error',
    message: ({ path }) => `\`${excerpt(path)}\` is a symbolic link or another special file, and is not followed.`,
    hint: () => 'Put the file itself into the tree.',
  },
  'read-too-deep': {
    severity: 'error',
    message: ({ path, limit }) =>
      `The folder \`${excerpt(path)}\` lies deeper than ${limit} folders, so it is not read.`,
    hint: () => 'Move it up.',
  },
  'read-too-many-folders': {
    severity: 'error',
    message: ({ limit }) => `The tree has more than ${limit} folders; the others are not read.`,
    hint: () => 'Name a folder that holds nothing but skill files.',
  },
  'read-same-path': {
    severity: 'error',
    message: ({ path, other }) =>
      `\`${excerpt(path)}\` and \`${excerpt(other)}\` differ only in letter case or Unicode form; many file systems cannot hold both.`,
    hint: () => 'Rename one of them.',
  },
};
