export { canLeadTo } from './after-discharge.ts';
export { namesOf, namesOfAny, namesWritten } from './names.ts';
export { normalizeProfile } from './normalize-profile.ts';
