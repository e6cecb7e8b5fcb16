/** Colours by what they mean, so that every front end means the same by them. */
import { createColors } from 'picocolors';
import type { Severity } from '../entry.ts';

type Painter = (text: string) => string;

export interface Paint extends Readonly<Record<Severity, Painter>> {
  readonly strong: Painter;
  readonly faint: Painter;
  readonly success: Painter;
  readonly accent: Painter;
}

/** Without colour, every text stays as it is. */
export function createPaint(colour: boolean): Paint {
  const colours = createColors(colour);
  return {
    error: (text) => colours.bold(colours.red(text)),
    warning: (text) => colours.bold(colours.yellow(text)),
    info: (text) => colours.bold(colours.blue(text)),
    strong: colours.bold,
    faint: colours.dim,
    success: colours.green,
    accent: colours.cyan,
  };
}
