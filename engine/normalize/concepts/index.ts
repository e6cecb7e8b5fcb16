export { codeOf, codePrefixOf } from './codes.ts';
export { findMedication, unknownMedication, findObservation, hasWord, isKnownPrefix } from './lookup.ts';
export { readCode, readDrug } from './read-concepts.ts';
