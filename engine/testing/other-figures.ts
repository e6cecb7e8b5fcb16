/** One tree with other figures, and what the report of what was made by the one says of lines that the other declares. */
import type { FidelityLine } from '../model/index.ts';

/** What becomes what, of the texts of files. */
export type Figures = Readonly<Record<string, readonly (readonly [from: string, to: string])[]>>;

/** `texts` with those of the files that the figures are of. */
export function withOtherFigures(
  texts: Readonly<Record<string, string>>,
  figures: Figures,
): Readonly<Record<string, string>> {
  const changed = Object.entries(figures).map(([path, all]): [string, string] => [
    path,
    all.reduce((text, [from, to]) => replaced(text, from, to), texts[path] ?? ''),
  ]);
  return { ...texts, ...Object.fromEntries(changed) };
}

function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`There is no "${from}".`);
  return text.replace(from, to);
}

/** Empty where the line has none, or whichever it has. */
export type LineName = readonly [section: string, quantity: string, part?: string, among?: string];

export function verdictsOf(
  lines: readonly FidelityLine[],
  [section, quantity, part = '', among = '']: LineName,
): readonly string[] {
  return lines
    .filter(
      (line) =>
        line.section === section &&
        line.quantity === quantity &&
        (part === '' || line.part === part) &&
        (among === '' || line.among === among),
    )
    .map(({ verdict }) => verdict);
}

export function titleOf(line: LineName): string {
  return line.filter((word) => word !== '').join(', ');
}
