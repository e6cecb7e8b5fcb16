export { readCatalogue } from './catalogue.ts';
export { readDuration, readLength } from './duration.ts';
export type { JourneyContext } from './event-drafts.ts';
export { normalizeJourney } from './normalize-journey.ts';
export { ARM } from './study-events.ts';
export type { Catalogue } from './catalogue.ts';
