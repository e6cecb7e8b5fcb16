/**
 * The program as few files, for `npm run build`: Node reads a handful in a third of the time that it takes to find hundreds. What
 * is seldom needed stays in files of its own; the native part of the database and the pools of names stay packages.
 */
import { chmodSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { compiledModule } from '../engine/validate/ajv.ts';

const SHARED = 'bundle';

await build({
  entryPoints: ['engine/cli/main.ts', 'engine/index.ts', 'engine/execute/index.ts'],
  outdir: 'dist',
  // As deep as the folders of the source, so that files of the package lie where the source looks for them.
  chunkNames: `${SHARED}/[name]-[hash]`,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: ['@duckdb/node-bindings', '@faker-js/faker'],
  sourcemap: true,
  legalComments: 'linked',
  // Packages of the older kind ask for Node's modules so.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  logLevel: 'warning',
});
chmodSync('dist/cli/main.js', 0o755);
writeFileSync(`dist/${SHARED}/compiled-schemas.cjs`, compiledModule());
