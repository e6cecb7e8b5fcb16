/** Where a link leads, seen from the file it stands in. */
import { dirname, join } from 'node:path/posix';

export type LinkTarget =
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'outside' }
  /** `path` is relative to the tree's root and without a slash at its end; the root itself is `.`. */
  | { readonly kind: 'inside'; readonly path: string; readonly anchor: string | undefined };

/** `elsewhere` are other sites and schemes (`https:`, `mailto:`): nobody looks there. */
export function linkTarget(from: string, target: string): LinkTarget {
  if (/^([a-z][a-z0-9+.-]+:|\/\/)/i.test(target))
    return /^file:/i.test(target) ? { kind: 'outside' } : { kind: 'elsewhere' };
  const [location, anchor] = splitOnce(target, '#');
  const [encoded] = splitOnce(location, '?');
  const written = decoded(encoded);
  if (/^([/\\~]|[a-z]:)/i.test(written) || written.includes('\0') || written.includes('\\')) return { kind: 'outside' };
  const path = written === '' ? from : join(dirname(from), written).replace(/\/$/, '');
  if (path === '..' || path.startsWith('../')) return { kind: 'outside' };
  return { kind: 'inside', path, anchor: anchor === undefined || anchor === '' ? undefined : decoded(anchor) };
}

function splitOnce(text: string, mark: string): readonly [string, string | undefined] {
  const index = text.indexOf(mark);
  return index === -1 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
