export { namesOf, namesOfAny } from './names.ts';
export { normalizeProfile } from './normalize-profile.ts';
