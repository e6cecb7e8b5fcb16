/** Places of the tree that a message or a hint names, as the place of the diagnostic itself is shown: below the tree's root. */
import type { Diagnostic } from '../diagnostic.ts';
import { shownPath } from './wording.ts';

export function withShownPlaces(one: Diagnostic, root: string): Diagnostic {
  const params = one.params as Readonly<Record<string, unknown>>;
  const named = ['cause', 'first', 'other', 'path', 'place'].flatMap((name) => params[name]);
  const places = [...named, one.at?.heir].flatMap((value) =>
    typeof value === 'string' && (PLACE.test(value) || value === one.at?.file) ? [value] : [],
  );
  if (places.length === 0) return one;
  const anyOf = new RegExp([...new Set(places)].toSorted(longestFirst).map(literally).join('|'), 'g');
  const shown = (text: string): string => text.replaceAll(anyOf, (place) => shownPath(place, root));
  return { ...one, message: shown(one.message), hint: one.hint === undefined ? undefined : shown(one.hint) };
}

const PLACE = /\.md(?::\d+)*$/;

/** One place may begin as another does. */
function longestFirst(one: string, other: string): number {
  return other.length - one.length;
}

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
