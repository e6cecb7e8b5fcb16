/** All reference skills of the tree to what the engine knows about medicine, payers and places. Events join it later. */
import type { Knowledge } from '../../model/index.ts';
import type { Reference } from '../context.ts';
import type { Problems } from '../problems.ts';
import { readChart } from './chart-concepts.ts';
import { withHours } from './encounter-hours.ts';
import { readConditions, readEncounterClasses, readMedications } from './clinical-concepts.ts';
import { readPayers, readPlans } from './coverage-concepts.ts';
import { readHolidays } from './holiday-concepts.ts';
import { keptReading } from './kept-reading.ts';
import { readNetwork } from './network-concepts.ts';
import { readGrowth, readObservations, readSigns } from './observation-concepts.ts';
import { readPharmacy } from './pharmacy-concepts.ts';
import { readPlaces, readRegions, readStates } from './place-concepts.ts';
import { readPopulation } from './population-concepts.ts';
import { readReasons } from './reason-concepts.ts';
import { readMeasures } from './quality-concepts.ts';
import { readTables } from './read-tables.ts';
import type { NamedTable } from './read-tables.ts';
import { readTrials } from './trial-concepts.ts';
import { readUnits } from './unit-concepts.ts';

/**
 * What the tables say follows from them alone. In a tree that is read again after an edit elsewhere, whatever is read from tables that
 * are the very ones of the last time is what it was.
 */
export function readReference(tables: readonly NamedTable[], problems: Problems): Reference {
  const payers = payersOf(tables, problems);
  const medications = medicationsOf(tables, problems);
  const observations = observationsOf(tables, problems, medications);
  const classes = classesOf(tables, problems);
  const plans = plansOf(tables, problems, payers);
  const conditions = conditionsOf(tables, problems);
  const knowledge: Knowledge = {
    conditions,
    reasons: reasonsOf(tables, problems, conditions),
    observations,
    growth: growthOf(tables, problems, observations),
    signs: signsOf(tables, problems, observations, classes),
    medications,
    encounterClasses: classes,
    holidays: holidaysOf(tables, problems),
    plans,
    network: networkOf(tables, problems, payers, plans, classes),
    chart: chartOf(tables, problems, classes, medications, payers),
    pharmacy: pharmacyOf(tables, problems, payers, medications),
    trials: trialsOf(tables, problems, observations),
    places: placesOf(tables, problems),
    population: populationOf(tables, problems),
    events: [],
  };
  const measures = readMeasures(readTables(tables, problems), { knowledge, problems });
  const states = statesOf(tables, problems);
  return {
    payers,
    states,
    regions: regionsOf(tables, problems, states),
    units: unitsOf(tables, problems, observations),
    knowledge: { ...knowledge, measures },
  };
}

type Of<Key extends keyof Knowledge> = Knowledge[Key];

const payersOf = keptReading(readPayers);
const medicationsOf = keptReading(readMedications);
const observationsOf = keptReading(readObservations);
const classesOf = keptReading((tables, problems) => withHours(readEncounterClasses(tables), tables, problems));
const plansOf = keptReading((tables, problems, payers: Reference['payers']) => readPlans(tables, payers, problems));
const conditionsOf = keptReading(readConditions);
const reasonsOf = keptReading((tables, problems, conditions: Of<'conditions'>) =>
  readReasons(tables, { conditions, problems }),
);
const growthOf = keptReading((tables, problems, observations: Of<'observations'>) =>
  readGrowth(tables, observations, problems),
);
const signsOf = keptReading((tables, problems, observations: Of<'observations'>, classes: Of<'encounterClasses'>) =>
  readSigns(tables, { observations, classes, problems }),
);
const holidaysOf = keptReading(readHolidays);
const networkOf = keptReading(
  (tables, problems, payers: Reference['payers'], plans: Of<'plans'>, classes: Of<'encounterClasses'>) =>
    readNetwork(tables, { payers, plans, classes, problems }),
);
const chartOf = keptReading(
  (tables, problems, classes: Of<'encounterClasses'>, medications: Of<'medications'>, payers: Reference['payers']) =>
    readChart(tables, { classes, medications, payers, problems }),
);
const pharmacyOf = keptReading((tables, problems, payers: Reference['payers'], medications: Of<'medications'>) =>
  readPharmacy(tables, { payers, medications, problems }),
);
const trialsOf = keptReading((tables, problems, observations: Of<'observations'>) =>
  readTrials(tables, { observations, problems }),
);
const placesOf = keptReading(readPlaces);
const populationOf = keptReading(readPopulation);
const statesOf = keptReading(readStates);
const regionsOf = keptReading((tables, problems, states: Reference['states']) => readRegions(tables, states, problems));
const unitsOf = keptReading((tables, problems, observations: Of<'observations'>) =>
  readUnits(tables, observations, problems),
);
