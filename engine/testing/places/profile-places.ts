/** The places in which the keys of a profile may stand: files, and what is asked of them. */
import type { SourceFile } from '../../model/index.ts';

export type Keys = Readonly<Record<string, unknown>>;

export interface Asked {
  readonly files: readonly SourceFile[];
  readonly what: string;
  /** Laid over what is asked for. */
  readonly set?: Keys;
}

export type Place = (keys: Keys) => Asked;

export function skill(name: string, type: string, blocks: readonly string[], front = ''): SourceFile {
  const text = `---\nname: ${name}\ndescription: For a test.\ntype: ${type}\n${front}---\n# Skill\n\n${blocks.join('\n\n')}\n`;
  return { path: `${name}.md`, text, digest: text };
}

function block(kind: string, keys: Keys): string {
  const lines = Object.entries(keys).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return `\`\`\`yaml ${kind}\n${lines.join('\n')}\n\`\`\``;
}

function jsonBlock(kind: string, keys: Keys): string {
  return `\`\`\`json ${kind}\n${JSON.stringify(keys, undefined, 2)}\n\`\`\``;
}

const TITLE = { profile_name: 'Them' };

function them(keys: Keys = {}): SourceFile {
  return skill('them', 'profile-template', [block('profile', { ...TITLE, ...keys })]);
}

function cohort(name: string, keys: Keys, front = ''): SourceFile {
  return skill(name, 'cohort', [block('cohort', { cohort_name: name, ...keys })], front);
}

function heir(name: string, of: string, keys: Keys = { description: 'Nothing else.' }): SourceFile {
  return skill(name, 'profile-template', [block('profile', keys)], `extends: ${of}\n`);
}

/** With what may also be said under `generation` and `clinical` there. */
function apart(keys: Keys, conditions: string): Keys {
  const { count, seed, as_of, sampling, products, conditions: have, labs, ...rest } = keys;
  return { ...rest, generation: { count, seed, as_of, sampling, products }, clinical: { [conditions]: have, labs } };
}

const OF_THEM = { profile: 'them' };

export const PROFILE_PLACES: Readonly<Record<string, Place>> = {
  'a JSON block': (keys) => ({
    files: [skill('them', 'profile-template', [jsonBlock('profile', { ...TITLE, ...keys })])],
    what: 'them',
  }),
  'a wrapped profile': (keys) => {
    const { generation, ...rest } = apart(keys, 'comorbidities');
    const wrapped = { generation, profile: { name: 'Them', ...rest } };
    return { files: [skill('them', 'profile-template', [block('profile', wrapped)])], what: 'them' };
  },
  'a cohort': (keys) => ({ files: [them(), cohort('c', { ...OF_THEM, ...keys })], what: 'c' }),
  'a cohort in JSON': (keys) => ({
    files: [them(), skill('c', 'cohort', [jsonBlock('cohort', { cohort_name: 'C', ...OF_THEM, ...keys })])],
    what: 'c',
  }),
  'the second cohort of a file': (keys) => {
    const first = block('cohort', { cohort_name: 'First', profile: 'plain-people' });
    const second = block('cohort', { cohort_name: 'D', ...OF_THEM, ...keys });
    return { files: [them(), skill('c', 'cohort', [first, second])], what: 'c/d' };
  },
  'parts of a cohort': (keys) => ({
    files: [them(), cohort('c', { ...OF_THEM, ...apart(keys, 'conditions') })],
    what: 'c',
  }),
  'an heir': (keys) => ({ files: [them(), heir('c', 'them', keys)], what: 'c' }),
  'an heir of an heir': (keys) => ({ files: [them(), heir('b', 'them'), heir('c', 'b', keys)], what: 'c' }),
  'the base of an heir': (keys) => ({ files: [them(keys), heir('c', 'them')], what: 'c' }),
  'the base of what a cohort names': (keys) => ({
    files: [them(keys), heir('b', 'them'), cohort('c', { profile: 'b' })],
    what: 'c',
  }),
  'an heir of a cohort': (keys) => ({
    files: [them(), cohort('b', OF_THEM), cohort('c', keys, 'extends: b\n')],
    what: 'c',
  }),
  'what is set': (keys) => ({ files: [them()], what: 'them', set: keys }),
  'what is set part by part': (keys) => ({ files: [them()], what: 'them', set: parts(keys) }),
  'what is set over a cohort': (keys) => ({ files: [them(), cohort('c', OF_THEM)], what: 'c', set: keys }),
};

export const AS_WRITTEN: Place = (keys) => ({ files: [them(keys)], what: 'them' });

/** Each entry of a map by its path. */
function parts(keys: Keys): Keys {
  const entries = Object.entries(keys).flatMap(([key, value]): readonly (readonly [string, unknown])[] =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).map(([part, inner]) => [`${key}.${part}`, inner] as const)
      : [[key, value] as const],
  );
  return Object.fromEntries(entries);
}
