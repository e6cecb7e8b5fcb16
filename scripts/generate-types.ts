/** Writes the closed word lists of `schemas/vocabulary.schema.json` as TypeScript; with `--check`, only compares. */
import { readFileSync, writeFileSync } from 'node:fs';
import { compile } from 'json-schema-to-typescript';

const TARGET = 'engine/model/authored.generated.ts';
const SOURCE = 'schemas/vocabulary.schema.json';
const BANNER = `/** Made from \`${SOURCE}\`: do not edit, run \`npm run types\`. */`;

const schema = JSON.parse(readFileSync(SOURCE, 'utf8')) as { $defs: Record<string, object> };
const parts: string[] = [];
for (const [name, definition] of Object.entries(schema.$defs)) {
  parts.push(await compile({ ...definition, title: name }, name, { bannerComment: '', style: { singleQuote: true } }));
}
const text = `${BANNER}\n${parts.join('\n')}`;

if (!process.argv.includes('--check')) writeFileSync(TARGET, text);
else if (readFileSync(TARGET, 'utf8') !== text) {
  console.error(`${TARGET} is not what ${SOURCE} says: run \`npm run types\`.`);
  process.exitCode = 1;
}
