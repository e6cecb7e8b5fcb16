/** The lists by which studies allocate people to their arms, as people's columns and whoever counts them read them. */
import type { Profile, Randomization, Relation, Term } from '../model/index.ts';
import type { PlanContext } from './context.ts';
import { ELIGIBILITY } from './decisions.ts';
import { branchColumn, timelineTypes } from './events.ts';
import { attributeColumn } from './population/attributes.ts';
import type { PlannedAttribute } from './population/attributes.ts';
import { namedValues } from './sampling.ts';
import { ofStudyNumber, studiesOf } from './study-arm.ts';
import type { StudyJourney } from './study-arm.ts';
import { call, cast, column, filter, keep, known, literal, named, project, table, text, when } from './terms.ts';

/** The arm by its code, in the list. */
export const ARM = 'arm';
const LIST = table('core', 'randomization');

/** The column that the list gives to people. */
function allocatedColumn({ journey }: Listed): string {
  return ofStudyNumber('allocated_arm', journey);
}

export interface Listed {
  readonly journey: StudyJourney;
  readonly randomization: Randomization;
}

export function listedOf({ cohort }: Pick<PlanContext, 'cohort'>): readonly Listed[] {
  return studiesOf(cohort).flatMap((journey) => {
    const { randomization } = journey.study;
    return randomization === undefined ? [] : [{ journey, randomization }];
  });
}

/** The people, with the arm that the list of each study which has one gives them. */
export function allocatedPersons(context: PlanContext): Relation {
  return listedOf(context).reduce<Relation>(
    (people, one) => {
      const rows = project(listOf(one, context), [keep('person_id'), named(allocatedColumn(one), column(ARM))]);
      return { kind: 'join', how: 'left', left: people, right: rows, on: [{ left: 'person_id', right: 'person_id' }] };
    },
    { kind: 'persons' },
  );
}

function listOf({ journey }: Listed, context: PlanContext): Relation {
  if (!hasSeveralStudies(context)) return LIST;
  return filter(LIST, call('equal', column('journey'), literal(journey.id, timelineTypes(context).journey)));
}

export function hasSeveralStudies({ cohort }: PlanContext): boolean {
  return studiesOf(cohort).length > 1;
}

/** The arm of the list, before one that is drawn for those who are not on it. */
export function allocatedTerm(attribute: PlannedAttribute, drawn: Term, context: PlanContext): Term {
  const listed = listedOf(context).find(({ journey }) => journey.arm === attribute.name);
  if (listed === undefined) return drawn;
  const allocated = column(allocatedColumn(listed));
  return when(call('is_null', allocated), drawn, hasSeveralStudies(context) ? asArm(allocated, attribute) : allocated);
}

/** The list has one type for the arms of all studies. */
function asArm(arm: Term, { type }: PlannedAttribute): Term {
  return cast(cast(arm, text), type);
}

/** The columns of people by which they are on the list: whether they take the study, and what its screening found, where it screens. */
export function listingColumns({ id, branchPoints = [] }: StudyJourney): readonly string[] {
  const screens = branchPoints.some((point) => point.id === ELIGIBILITY);
  return [`journey:${id}`, ...(screens ? [branchColumn(id, ELIGIBILITY)] : [])];
}

/** Whether somebody is on the list; `read` reads those columns. */
export function isListed(journey: StudyJourney, read: (name: string) => Term, context: PlanContext): Term {
  const [started = '', point] = listingColumns(journey);
  const takes = call('not', call('is_null', read(started)));
  if (point === undefined) return takes;
  return known(call('and', takes, call('equal', read(point), literal('eligible', timelineTypes(context).branch))));
}

/** What stratifies: a column of people that has one of these values, or none. */
export interface Stratum {
  readonly name: string;
  readonly column: string;
  /** In order, each once. */
  readonly values: readonly string[];
}

/** Of the study of these people, whatever arms they come to be in. */
export function strataAmong({ attributes, conditions: [primary] }: Profile): readonly Stratum[] {
  const own = attributes.map(({ name, distribution }) => ({ name, distribution, column: attributeColumn(name) }));
  const severity = primary?.severity;
  const all =
    severity === undefined
      ? own
      : [...own, { name: 'severity', distribution: severity, column: `severity:${primary?.code}` }];
  return all.flatMap(({ name, distribution, column: of }) => {
    const values = namedValues(distribution);
    return values === undefined ? [] : [{ name, column: of, values: [...new Set(values.map(String))].toSorted() }];
  });
}

export function strataOf({ strata }: Randomization, { cohort }: Pick<PlanContext, 'cohort'>): readonly Stratum[] {
  const all = strataAmong(cohort.profile);
  return strata.flatMap(({ value }) => all.find(({ name }) => name === value) ?? []);
}

/** How many strata the list of a study has. */
export function countStrata(randomization: Randomization, context: Pick<PlanContext, 'cohort'>): number {
  return strataOf(randomization, context).reduce((product, { values }) => product * Math.max(1, values.length), 1);
}
