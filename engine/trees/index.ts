export { itemAsMap, listIdentity, nameOfItem } from './identities.ts';
export { canonicalJourneyTree } from './journey-layout.ts';
export { layOverrides } from './lay-overrides.ts';
export type { Reporter } from './lay-overrides.ts';
export { emptyMap, entryOf, mapOf, nodeOf, plainOf, withEntry, withoutKeys, wordsFor } from './nodes.ts';
export { canonicalProfileTree } from './profile-layout.ts';
export { isBareShares, spellingsOf, STANDARD_DEVIATION, TELLING } from './spellings.ts';
