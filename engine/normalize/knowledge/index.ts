export { codeOf } from './codes.ts';
export { findMedication, findObservation, hasWord } from './lookup.ts';
export { readReference } from './read-reference.ts';
export { minuteOfDay } from './table-row.ts';
