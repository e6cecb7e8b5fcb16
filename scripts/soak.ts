/**
 * `npm run soak -- <theme> [--count 2000] [--seed 1]`: what only shows after a long time. One file a theme in `soak/`; each prints what it
 * found as JSON, and the exit code says whether it held.
 */
import { parseArgs } from 'node:util';
import { soakEdits } from './soak/edits.ts';
import { FLATNESS } from './soak/memory.ts';
import { soakRebuilds } from './soak/rebuilds.ts';

const THEMES: Readonly<Record<string, (count: number, seed: number) => Promise<SoakResult>>> = {
  edits: soakEdits,
  rebuilds: soakRebuilds,
};

const HELP = `npm run soak -- <theme> [--count 2000] [--seed 1]

  edits     random edits of a watched tree, good and bad; holds where the files are at its end as a fresh build makes them
  rebuilds  edits of one distribution each; holds where the median of the rebuilds is below 300 ms and 95 % are below 600 ms

Each holds only where the memory of the program is flat: ${FLATNESS}.
The result is JSON on standard output, and the exit code 1 where it does not hold.`;

export interface SoakResult {
  readonly held: boolean;
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});
const [theme = ''] = positionals;
const soak = Object.hasOwn(THEMES, theme) ? THEMES[theme] : undefined;
if (values.help) {
  console.log(HELP);
} else if (soak === undefined) {
  console.error(`Name a theme: ${Object.keys(THEMES).join(', ')}.`);
  process.exitCode = 2;
} else {
  const result = await soak(Number(values.count), Number(values.seed));
  console.log(JSON.stringify(result, undefined, 2));
  process.exitCode = result.held ? 0 : 1;
}
