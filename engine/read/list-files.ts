/**
 * A folder into the paths of its Markdown files, level by level, so that the bounds on depth and on the number of folders
 * hold before anything below them is listed.
 */
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { FileEntry, FileSystem } from '../ports/index.ts';
import { failureCode } from './failure.ts';
import { wholeFile } from './whole-file.ts';

const DEPTH_LIMIT = 6;
const FOLDER_LIMIT = 2000;

export interface ListedFile {
  /** Below the root, with forward slashes. */
  readonly path: string;
  readonly bytes: number;
}

export interface Listing {
  readonly files: readonly ListedFile[];
  readonly diagnostics: readonly Diagnostic[];
}

interface FolderListing extends Listing {
  readonly folders: readonly string[];
}

export async function listFiles(root: string, fileSystem: FileSystem): Promise<Listing> {
  const files: ListedFile[] = [];
  const diagnostics: Diagnostic[] = [];
  let level: readonly string[] = [''];
  let seen = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEPTH_LIMIT) {
      diagnostics.push(
        ...level.map((path) => diagnostic('read-too-deep', { path, limit: DEPTH_LIMIT }, wholeFile(path))),
      );
      break;
    }
    const within = level.slice(0, FOLDER_LIMIT + 1 - seen);
    seen += within.length;
    const listed = await Promise.all(within.map((folder) => listFolder(root, folder, fileSystem)));
    files.push(...listed.flatMap((one) => one.files));
    diagnostics.push(...listed.flatMap((one) => one.diagnostics));
    if (within.length < level.length) {
      diagnostics.push(diagnostic('read-too-many-folders', { limit: FOLDER_LIMIT }, undefined));
      break;
    }
    level = listed.flatMap((one) => one.folders);
  }
  return { files, diagnostics };
}

async function listFolder(root: string, folder: string, fileSystem: FileSystem): Promise<FolderListing> {
  try {
    const entries = await fileSystem.list(folder === '' ? root : `${root}/${folder}`);
    return sortOut(
      folder,
      entries.filter(({ name }) => !isPassedOver(name)),
    );
  } catch (error) {
    const reason = failureCode(error);
    const problem =
      folder === ''
        ? diagnostic('read-root-missing', { root, reason }, undefined)
        : diagnostic('read-folder-unreadable', { reason }, wholeFile(folder));
    return { files: [], folders: [], diagnostics: [problem] };
  }
}

function sortOut(folder: string, entries: readonly FileEntry[]): FolderListing {
  const below = (name: string): string => (folder === '' ? name : `${folder}/${name}`);
  const ofKind = (kind: FileEntry['kind']): readonly FileEntry[] => entries.filter((entry) => entry.kind === kind);
  return {
    files: ofKind('file')
      .filter(({ name }) => name.toLowerCase().endsWith('.md'))
      .map(({ name, bytes }) => ({ path: below(name), bytes })),
    folders: ofKind('folder').map(({ name }) => below(name)),
    diagnostics: ofKind('other').map(({ name }) =>
      diagnostic('read-not-a-file', { path: below(name) }, wholeFile(below(name))),
    ),
  };
}

/** Hidden files, dependencies, and what editors leave beside a file while it is being edited (`a.md~`, `#a.md#`, `.#a.md`, `~$a.md`). */
function isPassedOver(name: string): boolean {
  return /^[.#~]/.test(name) || name.endsWith('~') || name === 'node_modules';
}
