/** A name right before a bracket, as in `visit { type: encounter }`: what YAML reads as a part of the key was to be its value. */
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { Piece } from './piece.ts';

export interface LostColon {
  /** Offset in the text, right behind the name and its colon. */
  readonly at: number;
  readonly insert: string;
  readonly told: Diagnostic;
}

/** Of a key or a line that begins at `from`. */
export function lostColonIn(text: string, from: number, piece: Piece): LostColon | undefined {
  const found = /^(\s*(?:- )?)([\w$.-]+)(:?)( *)(?=[{[][^}\]]*(?:: |:?$|[}\]]))/.exec(text);
  const [, lead = '', name = '', colon = '', space = ''] = found ?? [];
  if (found === null || (colon !== '' && space !== '')) return undefined;
  const start = from + lead.length;
  const at = start + name.length + colon.length;
  const problem = `A colon${colon === '' ? '' : ' with a space behind it'} is missing between \`${name}\` and the bracket.`;
  const fix = `Put ${colon === '' ? 'a colon and a space' : 'a space'} behind the key: \`${name}: ${text.charAt(found[0].length)}\`.`;
  const told = diagnostic('parse-yaml-syntax', { problem, fix }, piece.range(start, start + name.length));
  return { at, insert: `${colon === '' ? ':' : ''}${space === '' ? ' ' : ''}`, told };
}
