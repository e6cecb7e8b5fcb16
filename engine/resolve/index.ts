export { checkWords } from './check-words.ts';
export { resolveName } from './resolve-name.ts';
export type { NameResolution } from './resolve-name.ts';
export { resolvePhrase } from './resolve-phrase.ts';
export type { Resolution } from './resolve-phrase.ts';
