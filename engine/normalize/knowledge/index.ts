export { readReference } from './read-reference.ts';
export { minuteOfDay } from './table-row.ts';
