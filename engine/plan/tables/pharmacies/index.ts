export { pharmaciesTable, pharmacyOfPeople, withPharmacy } from './pharmacies.ts';
