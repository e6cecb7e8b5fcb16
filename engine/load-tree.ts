/** A folder of skills to the library that is understood from it. */
import { createHash } from 'node:crypto';
import type { Diagnostic } from './diagnostics/index.ts';
import type { Library, SkillDocument } from './model/index.ts';
import { normalizeLibrary } from './normalize/index.ts';
import { createTreeParser } from './parse/index.ts';
import type { ParseTree } from './parse/index.ts';
import type { FileSystem } from './ports/index.ts';
import { readTree } from './read/index.ts';
import type { TreeReading } from './read/index.ts';
import { checkWords } from './resolve/index.ts';
import { validateTree, withCauses } from './validate/index.ts';

/** A tree that was read and understood as far as it can be; what cannot is named in `diagnostics`. */
export interface Loaded {
  readonly documents: readonly SkillDocument[];
  readonly library: Library;
  /** Texts by path, for showing the line that a diagnostic speaks of. */
  readonly sources: ReadonlyMap<string, string>;
  readonly skills: readonly { readonly path: string; readonly digest: string }[];
  readonly digest: string;
  readonly diagnostics: readonly Diagnostic[];
}

export async function loadTree(root: string, files: FileSystem): Promise<Loaded> {
  return understandTree(await readTree(root, files));
}

/** `parseTree` may know files from the time before. */
export function understandTree(read: TreeReading, parseTree: ParseTree = createTreeParser()): Loaded {
  const parsed = parseTree(read.files);
  const documents = parsed.flatMap(({ document }) => document ?? []);
  const understood = new Set(documents.map(({ path }) => path));
  const unreadable = [...read.files, ...read.diagnostics.flatMap(({ at }) => (at ? [{ path: at.file }] : []))]
    .map(({ path }) => path)
    .filter((path) => !understood.has(path));
  const isPart = read.diagnostics.some(isOfPart);
  const validated = isPart ? NOTHING : validateTree(documents, unreadable);
  const sources = new Map(read.files.map(({ path, text }) => [path, text]));
  const { library, diagnostics } = normalizeLibrary(validated.skills, validated.prose);
  return {
    documents,
    library,
    sources,
    skills: read.files.map(({ path, digest }) => ({ path, digest })),
    digest: digestOf(read.files.map(({ path, digest }) => `${path} ${digest}`).join('\n')),
    diagnostics: withCauses({ documents, sources }, [
      ...read.diagnostics,
      ...parsed.flatMap((one) => one.diagnostics),
      ...validated.diagnostics,
      ...(isPart ? [] : [...diagnostics, ...checkWords(library)]),
    ]),
  };
}

/** Of a tree of which a folder is hidden nothing is said and nothing built: any name may stand there. */
const NOTHING: ReturnType<typeof validateTree> = { skills: [], prose: [], diagnostics: [] };

/** Whether only a part of the tree could be read. */
export function isOfPart({ code }: Diagnostic): boolean {
  return code === 'read-folder-unreadable';
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
