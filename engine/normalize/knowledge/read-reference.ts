/** All reference skills of the tree to what the engine knows about medicine, payers and places. Events join it later. */
import type { Knowledge } from '../../model/index.ts';
import type { Reference } from '../context.ts';
import type { Problems } from '../problems.ts';
import { readChart } from './chart-concepts.ts';
import { readConditions, readEncounterClasses, readMedications } from './clinical-concepts.ts';
import { readPayers, readPlans } from './coverage-concepts.ts';
import { readHolidays } from './holiday-concepts.ts';
import { readNetwork } from './network-concepts.ts';
import { readObservations } from './observation-concepts.ts';
import { readPharmacy } from './pharmacy-concepts.ts';
import { readPlaces, readStates } from './place-concepts.ts';
import { readPopulation } from './population-concepts.ts';
import { readMeasures } from './quality-concepts.ts';
import type { ReferenceTables } from './read-tables.ts';
import { readTrials } from './trial-concepts.ts';

export function readReference(tables: ReferenceTables, problems: Problems): Reference {
  const payers = readPayers(tables);
  const medications = readMedications(tables);
  const observations = readObservations(tables, problems);
  const classes = readEncounterClasses(tables);
  const plans = readPlans(tables, payers, problems);
  const knowledge: Knowledge = {
    conditions: readConditions(tables, problems),
    observations,
    medications,
    encounterClasses: classes,
    holidays: readHolidays(tables),
    plans,
    network: readNetwork(tables, { payers, plans, classes, problems }),
    chart: readChart(tables, problems),
    pharmacy: readPharmacy(tables, { payers, medications, problems }),
    trials: readTrials(tables, { observations, problems }),
    places: readPlaces(tables),
    population: readPopulation(tables, problems),
    events: [],
  };
  const measures = readMeasures(tables, { knowledge, problems });
  return { payers, states: readStates(tables), knowledge: { ...knowledge, measures } };
}
