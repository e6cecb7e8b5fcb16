export { checkVisitEvents } from './network-concepts.ts';
export { checkReasonEvents } from './reason-concepts.ts';
export { readReference } from './read-reference.ts';
export { minuteOfDay } from './table-row.ts';
export { findTables, readTables } from './read-tables.ts';
export type { ReferenceTables } from './read-tables.ts';
export type { TableRow } from './table-row.ts';
export { checkMeasures } from './quality-concepts.ts';
