/** A cohort's specification to the plan of its file: which tables, from which relations, in which order. */
import type { CohortSpecification, ColumnType, Fidelity, Plan, PlannedTable, PlannedView } from '../model/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import { hasErrors } from '../diagnostics/index.ts';
import { createEnumerations } from './context.ts';
import type { CohortInLibrary, PlanContext, PlanInput } from './context.ts';
import { withCountyPlaces } from './county-places.ts';
import { withHouseholds } from './household.ts';
import { planInvariants } from './invariants/index.ts';
import type { Confined, EventsOfCare, MeasuredPair } from './invariants/index.ts';
import { planFidelity } from './fidelity/plan-fidelity.ts';
import { PERSON_KEYS } from './keys.ts';
import { planPopulation } from './population.ts';
import { checkPlannable } from './plannable.ts';
import { careTables } from './tables/care.ts';
import { confinedReasons } from './tables/reasons/confined.ts';
import { reasonTables } from './tables/reasons/table.ts';
import { codesTable, coreTables } from './tables/core/index.ts';
import { coverageTables } from './tables/coverage-spans.ts';
import { heldTables } from './tables/held.ts';
import { heldOrderTables } from './tables/held-orders.ts';
import { visitOrderTables } from './tables/visit-orders.ts';
import { withheldTables } from './tables/withheld-orders.ts';
import { claimedOfAges, familySize, membersimTables } from './tables/membersim/index.ts';
import { dictionaryTable, metaTables } from './tables/meta.ts';
import { networksimTables } from './tables/networksim/index.ts';
import { patientsimTables } from './tables/patientsim/index.ts';
import { problemCodes } from './tables/diagnoses.ts';
import { problemTables } from './tables/problems.ts';
import { qualityTables } from './tables/quality/index.ts';
import { populationsimTables } from './tables/populationsim.ts';
import { rxmembersimTables } from './tables/rxmembersim/index.ts';
import { keysOfCare, withoutCareElsewhere } from './tables/elsewhere.ts';
import { trialScratchTables, trialsimTables } from './tables/trialsim/index.ts';
import { pairsOf } from './state/pairs.ts';
import { withAdherence } from './adherence.ts';
import { withBounds } from './bounds.ts';
import { withStudyArms } from './study-arm.ts';
import { planTimeline } from './timeline.ts';
import type { Timeline } from './timeline.ts';
import { planViews } from './views.ts';

export function planCohort(given: PlanInput): { plan: Plan | undefined; diagnostics: readonly Diagnostic[] } {
  const input = withCountyPlaces({ ...given, cohort: drawnCohort(given) });
  const diagnostics = checkPlannable(input);
  if (hasErrors(diagnostics)) return { plan: undefined, diagnostics };
  const context: PlanContext = { ...input, knowledge: input.library.knowledge, enumerations: createEnumerations() };
  const { tables, views, fidelity, confined, care } = planTables(context);
  const { cohort } = input;
  return {
    plan: {
      cohort: cohort.name,
      seed: cohort.profile.seed.value,
      asOf: cohort.profile.asOf.value,
      persons: cohort.persons,
      beside: familySize(context) - 1,
      keysPerPerson: PERSON_KEYS,
      tables,
      views,
      enumerations: context.enumerations.all(),
      invariants: planInvariants(tables, cohort.persons, {
        asOf: cohort.profile.asOf.value,
        confined,
        pairs: measuredPairs(context),
        care,
      }),
      fidelity,
    },
    diagnostics,
  };
}

/** What planning it would report, without the plan. */
export function checkCohort(given: CohortInLibrary): readonly Diagnostic[] {
  return checkPlannable(withCountyPlaces({ ...given, cohort: drawnCohort(given) }));
}

/** With all that is drawn of its people, as it is drawn. */
function drawnCohort(given: CohortInLibrary): CohortSpecification {
  const adhering = { ...given, cohort: withAdherence(given) };
  return withStudyArms(withBounds(adhering));
}

/** Conditions that not everybody can have, as far as rows of the cohort can be about them. */
function confinedOf(context: PlanContext, timeline: Timeline): Confined {
  const { enumerations, knowledge } = context;
  const claimed = enumerations.all().find(({ schema, name }) => schema === 'membersim' && name === 'diagnosis_code');
  const codes = claimed?.values ?? [];
  const problems = problemCodes(context, timeline);
  return {
    sexes: knowledge.conditions.filter(({ code, sex }) => sex !== undefined && codes.includes(code)),
    claimed: claimedOfAges(context, codes, problems),
    reasons: confinedReasons(context, timeline, timeline.events),
    problems: knowledge.conditions.flatMap(({ code, ages }) =>
      ages !== undefined && problems.includes(code) ? [{ code, ages }] : [],
    ),
  };
}

/** As far as the chart measures both. */
function measuredPairs({ enumerations, knowledge }: PlanContext): readonly MeasuredPair[] {
  const names = enumerations.all().find(({ schema, name }) => schema === 'patientsim' && name === 'observation_name');
  return pairsOf(knowledge).filter(({ lower, upper }) =>
    [lower, upper].every((one) => names?.values.includes(one) === true),
  );
}

function planTables(context: PlanContext): {
  readonly tables: readonly PlannedTable[];
  readonly views: readonly PlannedView[];
  readonly fidelity: Fidelity;
  readonly confined: Confined;
  readonly care: EventsOfCare;
} {
  const { products } = context.cohort.profile;
  const drawn = planPopulation(context);
  const population = { ...drawn, table: withHouseholds(drawn.table, context) };
  const timeline = withoutCareElsewhere(planTimeline(context), context);
  const orders = [...heldOrderTables(context, timeline), ...visitOrderTables(context, timeline)];
  const data = [
    ...metaTables(),
    ...population.allocation,
    population.table,
    ...timeline.tables,
    ...trialScratchTables(context, timeline),
    ...populationsimTables(context),
    ...coverageTables(context, timeline),
    ...coreTables(context, population, timeline),
    ...(products.includes('networksim') ? networksimTables(context, timeline) : []),
    ...heldTables(context, timeline),
    ...problemTables(context, timeline),
    ...reasonTables(context, timeline),
    ...careTables(context, timeline),
    ...orders,
    ...withheldTables(orders, context, timeline),
    ...(products.includes('patientsim') ? patientsimTables(context, population, timeline) : []),
    ...(products.includes('membersim') ? membersimTables(context, timeline) : []),
    ...(products.includes('membersim') ? qualityTables(context, population, timeline) : []),
    ...(products.includes('rxmembersim') ? rxmembersimTables(context, timeline) : []),
    ...trialsimTables(context, population, timeline),
  ];
  const tables = [...data, ...codesTable(context, data)];
  const views = planViews(tables);
  const described = [...tables, ...views.map((view) => ({ ...view, primaryKey: [] }))];
  return {
    tables: [dictionaryTable(described, typeLabel), ...tables],
    views,
    fidelity: planFidelity(context, { population, timeline, tables }),
    confined: confinedOf(context, timeline),
    care: keysOfCare(context, timeline),
  };
}

/** A type as the data dictionary names it. */
function typeLabel(type: ColumnType): string {
  if (type.kind === 'decimal') return `decimal(${type.precision},${type.scale})`;
  return type.kind === 'enumeration' ? `enum ${type.schema}.${type.name}` : type.kind;
}
