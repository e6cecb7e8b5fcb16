export { checkVisitEvents } from './network-concepts.ts';
export { readReference } from './read-reference.ts';
export { minuteOfDay } from './table-row.ts';
export { checkMeasures } from './quality-concepts.ts';
