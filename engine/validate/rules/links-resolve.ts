/**
 * Every relative link leads to a file or a folder of the tree. The tree that is read holds Markdown alone, so links to other
 * files within it are not followed.
 */
import { dirname, relative } from 'node:path/posix';
import { diagnostic } from '../../diagnostics/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { Link } from '../../model/index.ts';
import { linkTarget } from './link-target.ts';
import type { Rule, RuleContext } from './rule.ts';

export const linksResolve: Rule = {
  name: 'links resolve',
  check: (context) => {
    const existing = existingPaths(context);
    const hidden = new Set(context.unreadable);
    return context.documents.flatMap(({ path, links }) =>
      links
        .filter(isDeadIn(path, existing, hidden))
        .map((link, index) => problemOf(link, path, index < MOST_HINTS ? existing : NOTHING)),
    );
  },
};

/** Looking for what may have been meant costs a comparison a file; nobody reads more hints than these. */
const MOST_HINTS = 100;
const NOTHING: ReadonlySet<string> = new Set();

/** `hidden` are folders that were not read. */
function isDeadIn(from: string, existing: ReadonlySet<string>, hidden: ReadonlySet<string>): (link: Link) => boolean {
  return ({ target }) => {
    const meant = linkTarget(from, target);
    if (meant.kind !== 'inside') return meant.kind === 'outside';
    const isHidden = foldersOf(meant.path).some((folder) => hidden.has(folder));
    return !existing.has(meant.path) && !isHidden && !isOtherFile(meant.path);
  };
}

function problemOf({ target, at }: Link, from: string, existing: ReadonlySet<string>): Diagnostic {
  if (linkTarget(from, target).kind === 'outside') return diagnostic('validate-link-outside', { target }, at);
  const known = [...existing].map((path) => relative(dirname(from), path));
  return diagnostic('validate-link-dead', { target, known }, at);
}

function existingPaths({ documents, unreadable }: RuleContext): ReadonlySet<string> {
  const files = [...documents.map(({ path }) => path), ...unreadable];
  return new Set(['.', ...files, ...files.flatMap(foldersOf)]);
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

function isOtherFile(path: string): boolean {
  return /\.[a-z0-9]{1,8}$/i.test(path) && !/\.md$/i.test(path);
}
