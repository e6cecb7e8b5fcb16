/** What only the planner can see to be impossible: things that are valid alone and do not fit together. */
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { SourceRange } from '../model/index.ts';
import { checkBounds } from './bounds.ts';
import { impossibleAmong, regimesOf } from './chance.ts';
import { checkClaims } from './claim-needs.ts';
import type { CohortInLibrary } from './context.ts';
import { checkCoverage } from './coverage-needs.ts';
import { placeEvents } from './events.ts';
import { emptyAreas, isInhabited } from './geography.ts';
import { OCCURRENCE_KEYS, PERSON_LIMIT } from './keys.ts';
import type { PlacedEvent } from './planned-event.ts';
import { MOST_ROUNDS, orderOf } from './state/dependence.ts';
import { fittingRules } from './settled.ts';
import { checkNetwork } from './network-needs.ts';
import { checkPharmacy } from './pharmacy-needs.ts';
import { checkStarts } from './start-needs.ts';
import { checkStudy } from './study-needs.ts';
import { checkEffects } from './state/check-effects.ts';
import { movedAttributes } from './state/effects.ts';
import { pointAsks } from './state/questions.ts';
import { mostTimes } from './used-times.ts';

export function checkPlannable(input: CohortInLibrary): readonly Diagnostic[] {
  return [
    ...checkPersons(input),
    ...checkPlaces(input),
    ...checkBounds(input),
    ...checkHad(input),
    ...checkEffects(input),
    ...checkCorrelations(input),
    ...checkStarts(input),
    ...checkEvents(input),
    ...checkEventsPerPerson(input),
    ...checkOrder(input),
    ...checkCoverage(input),
    ...checkClaims(input),
    ...checkPharmacy(input),
    ...checkStudy(input),
    ...checkNetwork(input),
  ];
}

/** What the profile lists and the reference says nobody of its people has. */
function checkHad({ cohort: { profile } }: CohortInLibrary): Diagnostic[] {
  return profile.attributes.flatMap(({ name, usual, distribution, at }) => {
    const fitting = usual === true ? fittingRules(distribution, profile) : undefined;
    const hasNone = fitting?.kind === 'fixed' && fitting.value === null;
    return hasNone ? [diagnostic('plan-nobody-has', { name }, at)] : [];
  });
}

function checkPersons({ cohort, library }: CohortInLibrary): Diagnostic[] {
  const { from, to } = cohort.persons;
  const { people } = library.defaults.limits;
  const { at } = cohort.profile.count;
  if (to > PERSON_LIMIT) return [diagnostic('plan-too-many-people', { people: to, limit: PERSON_LIMIT }, at)];
  const asked = to - from + 1;
  return asked > people.value ? [diagnostic('plan-limit-people', { people: asked, limit: people.value }, at)] : [];
}

/** Were every event to happen, as often as it can: what a person's timeline cannot exceed. One that has no keys is told alone. */
function checkEventsPerPerson({ cohort, library }: CohortInLibrary): Diagnostic[] {
  const limit = library.defaults.limits.eventsPerPerson.value;
  const uses = placeEvents(cohort).map((event) => ({ use: event.use, times: mostTimes(event, cohort.profile) }));
  const events = uses.reduce((sum, { times }) => sum + times, 0);
  if (events <= limit || uses.some(({ times }) => times > OCCURRENCE_KEYS)) return [];
  const [most] = uses.toSorted((one, other) => other.times - one.times);
  const largest = { event: most?.use.id ?? '', times: most?.times ?? 0 };
  return [diagnostic('plan-limit-events', { events, ...largest, limit }, most?.use.at)];
}

function checkPlaces({ cohort, library }: CohortInLibrary): Diagnostic[] {
  const { geography } = cohort.profile;
  const areas = emptyAreas(geography, library.knowledge.places);
  if (areas.length === 0 && isInhabited(geography, library.knowledge.places)) return [];
  const { settlement } = geography;
  return [diagnostic('plan-no-place', { areas, settlement }, geography.at)];
}

/** Each combination is solved for while planning. */
const MOST_COMBINATIONS = 64;

function checkCorrelations({ cohort: { profile } }: CohortInLibrary): Diagnostic[] {
  const [first] = profile.correlations;
  if (first === undefined) return [];
  const combinations = regimesOf(profile);
  if (combinations > MOST_COMBINATIONS)
    return [diagnostic('plan-correlations-many', { combinations, limit: MOST_COMBINATIONS }, first.at)];
  const impossible = impossibleAmong(profile);
  if (impossible === undefined) return [];
  const pairs = impossible.map(({ between, value }) => `${between.join(' with ')} at ${value}`);
  return [diagnostic('plan-correlations-impossible', { pairs }, impossible[0]?.at)];
}

function checkEvents({ cohort }: CohortInLibrary): Diagnostic[] {
  const uses = cohort.journeys.flatMap((journey) => journey.phases.flatMap((phase) => phase.events));
  const undiagnosed =
    cohort.profile.conditions.length > 0
      ? []
      : uses.filter(
          ({ definition }) =>
            definition.type === 'diagnosis' && definition.conditions.some(({ value }) => value === 'primary'),
        );
  const counted = placeEvents(cohort).map((event) => ({ use: event.use, times: mostTimes(event, cohort.profile) }));
  const tooOften = counted.filter(({ times }) => times > OCCURRENCE_KEYS);
  return [
    ...tooOften.map(({ use, times }) =>
      diagnostic('plan-too-often', { event: use.id, times, limit: OCCURRENCE_KEYS }, use.at),
    ),
    ...undiagnosed.map(({ id, at }) =>
      diagnostic('plan-no-primary-condition', { event: id, profile: cohort.profile.id }, at),
    ),
  ];
}

/** What an event looks back on must be decided before it. */
function checkOrder({ cohort, library }: CohortInLibrary): Diagnostic[] {
  const events = placeEvents(cohort);
  const moved = movedAttributes(cohort);
  const unplaced = cohort.journeys.flatMap((journey) =>
    (journey.branchPoints ?? []).filter(({ id, after }) => after === undefined && pointAsks(journey, id, moved)),
  );
  if (unplaced.length > 0)
    return unplaced.map(({ id, at }) => diagnostic('plan-branch-without-event', { point: id }, at));
  const { circle } = orderOf(events, moved, library.knowledge);
  if (circle === undefined) return [];
  const { path, asks, ends, long } = circle;
  const atOf = (id: string | undefined): SourceRange | undefined => events.find(({ use }) => use.id === id)?.use.at;
  if (long !== undefined) return [diagnostic('plan-rounds', { ...long, limit: MOST_ROUNDS }, atOf(long.event))];
  if (asks && circle.beside !== undefined) return [circleOfJourneys(circle.first, circle.beside)];
  return [diagnostic('plan-circle', { path, asks, ends }, atOf(path[0]))];
}

/** When journeys of their own meet is another matter for each person, so no rounds are common to them. */
function circleOfJourneys(first: PlacedEvent, other: PlacedEvent): Diagnostic {
  const { file, start } = other.use.at;
  const params = {
    event: first.use.id,
    journey: first.journey.id,
    other: other.use.id,
    beside: other.journey.id,
    place: `${file}:${start.line}`,
  };
  return diagnostic('plan-circle-journeys', params, first.use.at);
}
