/** When each journey of a person begins, where they take it, and the chances of its events that depend on the person. */
import type {
  BranchPoint,
  CohortSpecification,
  Journey,
  JourneyStart,
  Offset,
  Probability,
  Term,
} from '../../model/index.ts';
import { chanceOf, chanceOfEach } from '../chance.ts';
import type { PlanContext } from '../context.ts';
import { branchColumn, planEvents, timelineTypes } from '../events.ts';
import type { Scope } from '../expressions.ts';
import { probabilityTerm, sampleTerm } from '../sampling.ts';
import { shareTaking, startOf } from '../journey-start.ts';
import { DAYS_A_YEAR, lengthInYears } from '../journey-years.ts';
import { agesOfPeople } from '../settled.ts';
import { onsetOf } from './onset.ts';
import { storedColumns } from '../state/moment-scope.ts';
import { movedAttributes } from '../state/effects.ts';
import { isDecidedLate } from '../state/decided-late.ts';
import { namesOfProbability } from '../state/questions.ts';
import { call, cast, date, day, double, drawOf, literal, named, output, pick, when } from '../terms.ts';
import type { PopulationColumn } from './column.ts';
import { lineOf } from '../line.ts';

export function journeyColumns(context: PlanContext, scope: Scope): readonly PopulationColumn[] {
  const { cohort } = context;
  return cohort.journeys.map((journey) => {
    const start = journeyStart(journey, startOf(journey, cohort), context, scope);
    return { term: named(`journey:${journey.id}`, taken(journey, start, context, scope)), type: date };
  });
}

/** The branch that each person takes where ways part once and for all: one draw, laid over the shares in their order. */
export function branchColumns(context: PlanContext, scope: Scope): readonly PopulationColumn[] {
  const moved = movedAttributes(context.cohort);
  return context.cohort.journeys.flatMap((journey) =>
    (journey.branchPoints ?? [])
      .filter(({ id }) => !isDecidedLate(journey, id, moved))
      .map((point) => ({
        term: named(branchColumn(journey.id, point.id), takenBranch({ journey, point, read: output }, context, scope)),
        type: timelineTypes(context).branch,
      })),
  );
}

export interface Parting {
  readonly journey: Journey;
  readonly point: BranchPoint;
  /** The branch taken at the point before. */
  readonly read: (column: string) => Term;
  /** The number of the decision, where a person comes to the point several times. */
  readonly occurrence?: Term;
}

export function takenBranch({ journey, point, read, occurrence }: Parting, context: PlanContext, scope: Scope): Term {
  const type = timelineTypes(context).branch;
  const { profile } = context.cohort;
  const drawn = `journeys/${lineOf(journey)}/${point.id}/branch`;
  const uniform = occurrence === undefined ? chanceOf(profile, drawn) : chanceOfEach(profile, drawn, occurrence);
  let below: Term | undefined;
  const branches = point.branches.map(({ name, share }) => {
    const own = probabilityTerm(share, scope);
    below = below === undefined ? own : call('add', below, own);
    return { when: call('less', uniform, below), then: literal(name, type) };
  });
  const chosen: Term = { kind: 'case', branches, otherwise: literal(null, type) };
  return ofThoseWhoCame({ journey, point, read }, chosen, context);
}

/** The chance of each branch, of those who come to the branch point. */
export function sharesTaken(parting: Parting, context: PlanContext, scope: Scope): readonly Term[] {
  const own = parting.point.branches.map(({ share }) => probabilityTerm(share, scope));
  const upTo = (count: number): Term =>
    call(
      'least',
      literal(1, double),
      own.slice(0, count).reduce((sum, one) => call('add', sum, one), literal(0, double)),
    );
  return own.map((_, at) => ofThoseWhoCame(parting, call('subtract', upTo(at + 1), upTo(at)), context));
}

/** Null for whoever took another branch before. */
function ofThoseWhoCame({ journey, point: { within }, read }: Parting, term: Term, context: PlanContext): Term {
  if (within === undefined) return term;
  const way = read(branchColumn(journey.id, within.point));
  return when(call('equal', way, literal(within.branch, timelineTypes(context).branch)), term, literal(null));
}

/** The chance of each event whose probability depends on the person. */
export function luckColumns(context: PlanContext, scope: Scope): readonly PopulationColumn[] {
  const personal = planEvents(context).filter(({ use, asks }) => use.probability.kind === 'given' && !asks);
  return personal.map(({ path, use }) => ({
    term: named(`luck:${path}`, probabilityTerm(use.probability, scope)),
    type: double,
  }));
}

/** What conditions that are decided later read of the person, where it is no column yet. */
export function askedColumns(context: PlanContext, scope: Scope): readonly PopulationColumn[] {
  const asking = planEvents(context).filter(({ asks }) => asks);
  const shares = [...asking.map(({ use }) => use.probability), ...sharesOfLatePoints(context)];
  return storedColumns(shares.flatMap(namesOfProbability), scope);
}

function sharesOfLatePoints({ cohort }: PlanContext): readonly Probability[] {
  const moved = movedAttributes(cohort);
  return cohort.journeys.flatMap((journey) =>
    (journey.branchPoints ?? [])
      .filter(({ id }) => isDecidedLate(journey, id, moved))
      .flatMap(({ branches }) => branches.map(({ share }) => share)),
  );
}

function taken(journey: Journey, start: Term, { cohort }: PlanContext, scope: Scope): Term {
  const share = shareTaking(journey, cohort);
  if (share === undefined) return start;
  const uniform = chanceOf(cohort.profile, `journeys/${lineOf(journey)}`);
  return when(call('less', uniform, probabilityTerm(share, scope)), start, literal(null));
}

/**
 * The day, never before birth; none for people whose journey does not begin, as of those who were born too late for it to be over on
 * `as_of` where it is to be.
 */
function journeyStart(journey: Journey, start: JourneyStart, context: PlanContext, scope: Scope): Term {
  const { cohort } = context;
  const uniform = drawOf(`${lineOf(journey)}/start`);
  const asOf = day(cohort.profile.asOf.value);
  const born = (onDay: Term): Term => call('greatest', onDay, output('birth_date'));
  switch (start.kind) {
    case 'date':
      return born(day(start.date));
    case 'between': {
      const days = call('add', call('days_between', day(start.from), day(start.to)), 1);
      if (start.spread === undefined) return born(call('add_days', day(start.from), pick(uniform, days)));
      const spread = call('floor', cast(sampleTerm(start.spread, uniform, double, scope), double));
      const inWindow = call('least', call('greatest', spread, 0), call('subtract', days, 1));
      return born(call('add_days', day(start.from), inWindow));
    }
    case 'trailing': {
      const begins = trailingDay(journey, start.days, cohort);
      return when(call('less', begins, thereFrom(start, cohort)), literal(null), begins);
    }
    case 'enrollment':
      return born(output('enrolled_on'));
    case 'age': {
      const birthday = call('add_months', output('birth_date'), start.years * MONTHS_A_YEAR);
      return when(call('less_or_equal', birthday, asOf), birthday, literal(null));
    }
    case 'diagnosis':
      return firstOnset(start.code, context);
    case 'event':
      return output('birth_date');
  }
}

/** The day that is drawn, whether the person is there by then or not. */
function trailingDay(journey: Journey, days: number, { profile }: CohortSpecification): Term {
  const uniform = drawOf(`${lineOf(journey)}/start`);
  return call('add_days', before(day(profile.asOf.value), journey.duration), call('negate', pick(uniform, days)));
}

/** The first day on which a person can begin it. */
export function thereFrom(start: JourneyStart, { profile }: CohortSpecification): Term {
  const born = output('birth_date');
  return start.kind === 'trailing' && start.covered && profile.coverage !== undefined
    ? call('greatest', born, output('enrolled_on'))
    : born;
}

/** Whether a person is there on the day that is drawn; `undefined` where everybody is old enough for it. */
export function isThere(journey: Journey, { cohort, library }: PlanContext): Term | undefined {
  const { profile } = cohort;
  const start = startOf(journey, cohort);
  if (start.kind !== 'trailing') return undefined;
  const payer = library.payers.find(({ name }) => name === profile.coverage?.payer.value);
  const first = lengthInYears(journey) + Math.ceil(start.days / DAYS_A_YEAR);
  const least = start.covered && payer?.minAge ? payer.minAge + 1 + first : first;
  if ((agesOfPeople(profile)?.low ?? 0) >= least) return undefined;
  return call('greater_or_equal', trailingDay(journey, start.days, cohort), thereFrom(start, cohort));
}

const MONTHS_A_YEAR = 12;
const NEVER = '9999-12-31';

/** Of the conditions whose code begins so, the one that came first. */
function firstOnset(prefix: string, context: PlanContext): Term {
  const onsets = context.cohort.profile.conditions
    .filter(({ code }) => code.startsWith(prefix))
    .map(({ code }) => when(output(`condition:${code}`), onsetOf(code, context, output), day(NEVER)));
  const first = call('least', day(NEVER), ...onsets);
  return when(call('less', first, day(NEVER)), first, literal(null));
}

function before(end: Term, { months, days }: Offset): Term {
  return call('add_days', call('add_months', end, -months), -days);
}
