/** All reference skills of the tree to what the engine knows about medicine, payers and places. Events join it later. */
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { Knowledge } from '../../model/index.ts';
import type { Reference } from '../context.ts';
import { createProblems } from '../problems.ts';
import type { Problems } from '../problems.ts';
import { readChart } from './chart-concepts.ts';
import { readConditions, readEncounterClasses, readMedications } from './clinical-concepts.ts';
import { readPayers, readPlans } from './coverage-concepts.ts';
import { readHolidays } from './holiday-concepts.ts';
import { readNetwork } from './network-concepts.ts';
import { readGrowth, readObservations } from './observation-concepts.ts';
import { readPharmacy } from './pharmacy-concepts.ts';
import { readPlaces, readRegions, readStates } from './place-concepts.ts';
import { readPopulation } from './population-concepts.ts';
import { readReasons } from './reason-concepts.ts';
import { readMeasures } from './quality-concepts.ts';
import { readTables } from './read-tables.ts';
import type { NamedTable, ReferenceTables } from './read-tables.ts';
import { readTrials } from './trial-concepts.ts';

interface Reading {
  readonly tables: readonly NamedTable[];
  readonly reference: Reference;
  readonly found: readonly Diagnostic[];
}

let last: Reading | undefined;

/**
 * What the tables say follows from them alone. Where every one of them is the very table of the last time, which it is in a tree
 * that is read again after an edit elsewhere, it is what it was.
 */
export function readReference(tables: readonly NamedTable[], problems: Problems): Reference {
  if (last === undefined || !areSame(last.tables, tables)) {
    const own = createProblems();
    last = { tables, reference: readAll(readTables(tables, own), own), found: own.found };
  }
  problems.adopt(last.found);
  return last.reference;
}

function areSame(some: readonly NamedTable[], others: readonly NamedTable[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ name, table }, at) => name === others[at]?.name && table === others[at]?.table)
  );
}

function readAll(tables: ReferenceTables, problems: Problems): Reference {
  const payers = readPayers(tables, problems);
  const medications = readMedications(tables);
  const observations = readObservations(tables, problems);
  const classes = readEncounterClasses(tables);
  const plans = readPlans(tables, payers, problems);
  const conditions = readConditions(tables, problems);
  const knowledge: Knowledge = {
    conditions,
    reasons: readReasons(tables, { conditions, problems }),
    observations,
    growth: readGrowth(tables, observations, problems),
    medications,
    encounterClasses: classes,
    holidays: readHolidays(tables),
    plans,
    network: readNetwork(tables, { payers, plans, classes, problems }),
    chart: readChart(tables, { classes, medications, payers, problems }),
    pharmacy: readPharmacy(tables, { payers, medications, problems }),
    trials: readTrials(tables, { observations, problems }),
    places: readPlaces(tables),
    population: readPopulation(tables, problems),
    events: [],
  };
  const measures = readMeasures(tables, { knowledge, problems });
  const states = readStates(tables);
  return { payers, states, regions: readRegions(tables, states, problems), knowledge: { ...knowledge, measures } };
}
