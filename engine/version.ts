/** The version of the engine, as every file records it. */
import { createRequire } from 'node:module';

const { version } = createRequire(import.meta.url)('../package.json') as { readonly version: string };

export const ENGINE_VERSION: string = version;
