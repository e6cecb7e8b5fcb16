/** What is declared of finished tables, in the order in which a report tells it. */
import type { Declaration } from '../../../model/index.ts';
import { declaredOfAllergies } from './allergies.ts';
import { declaredOfClaims } from './claims.ts';
import { declaredOfCourses } from './condition-courses.ts';
import { declaredOfEncounters } from './encounters.ts';
import { declaredOfGeography } from './geography.ts';
import { declaredOfHouseholds } from './households.ts';
import { declaredOfMeasurements } from './measurements.ts';
import { declaredOfMembers } from './members.ts';
import { declaredOfNetworks } from './networks.ts';
import { declaredOfPharmacy } from './pharmacy.ts';
import { declaredOfReadmissions } from './readmissions.ts';
import type { Records } from './records.ts';
import { declaredOfStays } from './stays.ts';
import { declaredOfTrials } from './trials.ts';
import { declaredOfVisitPrescriptions } from './visit-prescriptions.ts';

export function declaredOfTables(records: Records): readonly Declaration[] {
  return [
    declaredOfHouseholds,
    declaredOfGeography,
    declaredOfAllergies,
    declaredOfCourses,
    declaredOfMeasurements,
    declaredOfEncounters,
    declaredOfStays,
    declaredOfReadmissions,
    declaredOfVisitPrescriptions,
    declaredOfTrials,
    declaredOfNetworks,
    declaredOfMembers,
    declaredOfClaims,
    declaredOfPharmacy,
  ].flatMap((declaredOf) => declaredOf(records));
}
