/** Prose in lines that a terminal shows whole, broken between words. What goes on is indented by two more than it began with. */
import { displayWidth, withoutColours } from '../../diagnostics/index.ts';

/** Less leaves no room for words; the terminal breaks the lines itself. */
const NARROWEST = 20;
const HANG = 2;

/** Lines of source keep their carets below them, and a command stays in one piece to be copied. */
const WHOLE = /^\s*\d*\s*│|\bnpx healthsim /;

export function wrapLines(text: string, width: number, hang: number = HANG): string {
  if (width < NARROWEST) return text;
  return text
    .split('\n')
    .map((line) =>
      displayWidth(line) <= width || WHOLE.test(withoutColours(line)) ? line : wrapLine(line, width, hang),
    )
    .join('\n');
}

function wrapLine(line: string, width: number, hang: number): string {
  const lead = /^ */.exec(line)?.[0] ?? '';
  const indent = ' '.repeat(Math.min(lead.length + hang, Math.floor(width / 2)));
  const lines: string[] = [];
  let current = lead;
  let isEmpty = true;
  for (const word of line.slice(lead.length).split(/(?<=\S) /)) {
    const next = isEmpty ? current + word : `${current} ${word}`;
    if (isEmpty || displayWidth(next) <= width) current = next;
    else {
      lines.push(current.trimEnd());
      current = indent + word.trimStart();
    }
    isEmpty = false;
  }
  return [...lines, current].join('\n');
}
