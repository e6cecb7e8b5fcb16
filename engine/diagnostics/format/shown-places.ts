/** Places of the tree that a message or a hint names, as the place of the diagnostic itself is shown: below the tree's root. */
import type { Diagnostic } from '../diagnostic.ts';
import { shownPath } from './wording.ts';

export function withShownPlaces(one: Diagnostic, root: string): Diagnostic {
  const places = ['cause', 'first'].flatMap((name) => {
    const value = (one.params as Readonly<Record<string, unknown>>)[name];
    return typeof value === 'string' && /\.md(?::\d+)*$/.test(value) ? [value] : [];
  });
  if (one.at?.heir !== undefined) places.push(one.at.heir);
  const shown = (text: string): string =>
    places.reduce((all, place) => all.replace(place, shownPath(place, root)), text);
  return { ...one, message: shown(one.message), hint: one.hint === undefined ? undefined : shown(one.hint) };
}
