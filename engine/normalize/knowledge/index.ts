export { readReference } from './read-reference.ts';
export { minuteOfDay } from './table-row.ts';
export { readClaims } from './claim-concepts.ts';
export { readTables } from './read-tables.ts';
