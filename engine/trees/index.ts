export { canonicalJourneyTree } from './journey-layout.ts';
export { layChild } from './lay-child.ts';
export { layOverrides } from './lay-overrides.ts';
export { canonicalTree, medicationItems } from './layouts.ts';
export { emptyMap, entryOf, inheritedBy, mapOf, nodeOf, plainOf, withEntry, withoutKeys, wordsFor } from './nodes.ts';
export { canonicalProfileTree } from './profile-layout.ts';
export { isBareShares, spellingsOf, STANDARD_DEVIATION, TELLING } from './spellings.ts';
