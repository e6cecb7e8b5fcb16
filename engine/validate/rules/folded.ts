/** Text as systems compare it that tell neither case nor ways of writing a character apart. */
import type { SourceRange } from '../../model/index.ts';

export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().normalize('NFKC');
}

/** `generation/SKILL.md:2:7`. */
export function placeText({ file, start }: SourceRange): string {
  return `${file}:${start.line}:${start.column}`;
}
