export { normalizeLibrary } from './normalize-library.ts';
export type { LibraryNormalization } from './normalize-library.ts';
export { groundsOfCohorts } from './outcomes.ts';
export { specifyCohort } from './specify-cohort.ts';
export type { CohortInput, CohortSpecifying } from './specify-cohort.ts';
