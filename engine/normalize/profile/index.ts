export { canonicalProfileTree } from './canonical-tree.ts';
export { layOverrides } from './lay-overrides.ts';
export { namesOf, namesOfAny } from './names.ts';
export { normalizeProfile } from './normalize-profile.ts';
