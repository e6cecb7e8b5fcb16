/**
 * `npm run soak -- <theme> [--count 2000] [--seed 1]`: what only shows after a long time. One file a theme in `soak/`; each prints what it
 * found as JSON, and the exit code says whether it held.
 */
import { parseArgs } from 'node:util';
import { soakEdits } from './soak/edits.ts';
import { soakRebuilds } from './soak/rebuilds.ts';

const THEMES: Readonly<Record<string, (count: number, seed: number) => Promise<SoakResult>>> = {
  edits: soakEdits,
  rebuilds: soakRebuilds,
};

export interface SoakResult {
  readonly held: boolean;
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' } },
});
const [theme = ''] = positionals;
const soak = Object.hasOwn(THEMES, theme) ? THEMES[theme] : undefined;
if (soak === undefined) {
  console.error(`Name a theme: ${Object.keys(THEMES).join(', ')}.`);
  process.exitCode = 2;
} else {
  const result = await soak(Number(values.count), Number(values.seed));
  console.log(JSON.stringify(result, undefined, 2));
  process.exitCode = result.held ? 0 : 1;
}
