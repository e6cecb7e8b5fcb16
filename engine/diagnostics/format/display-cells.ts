/** A line of source into what a terminal shows for each character a reader sees, with the columns that it takes. */
import { escapeControls } from '../wording.ts';

const TAB_WIDTH = 4;

export interface DisplayCell {
  /** Its first UTF-16 unit in the line, from 0. */
  readonly index: number;
  readonly shown: string;
  readonly width: number;
}

/** Two columns: what is drawn as an emoji, and the scripts of East Asia. */
const WIDE =
  /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

export function displayCells(line: string): readonly DisplayCell[] {
  let column = 0;
  return Array.from(segmenter.segment(line), ({ segment, index }) => {
    const shown = segment === '\t' ? ' '.repeat(TAB_WIDTH - (column % TAB_WIDTH)) : showCluster(segment);
    const width = shown === segment ? clusterWidth(segment) : shown.length;
    column += width;
    return { index, shown, width };
  });
}

/** The columns that a text takes on a terminal, without the colours in it. */
export function displayWidth(text: string): number {
  const shown = withoutColours(text);
  if (PLAIN.test(shown)) return shown.length;
  return displayCells(shown).reduce((sum, { width }) => sum + width, 0);
}

export function withoutColours(text: string): string {
  return text.includes('\u{1b}') ? text.replaceAll(/\p{Cc}\[[\d;]*m/gu, '') : text;
}

const PLAIN = /^[\x20-\x7e]*$/;

/** A joiner that holds an emoji together is shown as it is. */
function showCluster(cluster: string): string {
  return /^\p{Extended_Pictographic}/u.test(cluster) ? cluster : escapeControls(cluster);
}

function clusterWidth(cluster: string): number {
  if (WIDE.test(cluster)) return 2;
  return /^[\p{M}\p{Cf}]+$/u.test(cluster) ? 0 : 1;
}
