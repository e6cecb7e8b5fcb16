export { npiText, providerSlots } from './identifiers.ts';
export { pharmaciesTable, pharmacyOfPeople, withPharmacy } from './pharmacies.ts';
