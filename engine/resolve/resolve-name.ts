/** The name of a profile, journey or cohort to the same request that a phrase leads to. Names are compared without case. */
import type { Diagnostic } from '../diagnostics/index.ts';
import { diagnostic, nearest } from '../diagnostics/index.ts';
import type { Cohort, GenerationRequest, Journey, Library, PhraseReading } from '../model/index.ts';

export interface NameResolution {
  readonly request: GenerationRequest | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const NO_READING: PhraseReading = { understood: [], unread: [], candidates: [] };

export function resolveName({ name, library }: { readonly name: string; readonly library: Library }): NameResolution {
  const folded = foldName(name);
  const isNamed = ({ id }: { readonly id: string }): boolean => id === name || foldName(id) === folded;
  const cohort = library.cohorts.find(isNamed);
  if (cohort !== undefined) return ofCohort(cohort, library);
  const profile = library.profiles.find(isNamed);
  if (profile !== undefined) return found({ name: profile.id, profile: profile.id });
  const journey = library.journeys.find(isNamed);
  if (journey !== undefined) return ofJourneys([journey], journey.id, library);
  const known = [...library.cohorts, ...library.profiles, ...library.journeys].map(({ id }) => id);
  return {
    request: undefined,
    diagnostics: [diagnostic('resolve-name-unknown', { name, nearest: nearest(name, known) }, undefined)],
  };
}

function ofCohort(cohort: Cohort, library: Library): NameResolution {
  const { id, profile, journeys, journeyPlaces = [], overrides } = cohort;
  const named = journeys.length > 0 ? { journeys, journeyPlaces } : {};
  if (profile !== undefined) return found({ name: id, profile, ...named, overrides });
  const used = library.journeys.filter((journey) => journeys.includes(journey.id));
  return ofJourneys(used, id, library, cohort);
}

/** People come from the first journey that says from where, else from the default profile of journeys. */
function ofJourneys(journeys: readonly Journey[], name: string, library: Library, cohort?: Cohort): NameResolution {
  const profile =
    journeys.find((journey) => journey.profile !== undefined)?.profile ?? library.defaults.journeyProfile?.value;
  if (profile === undefined || !library.profiles.some(({ id }) => id === profile)) {
    const problem = diagnostic('resolve-profile-missing', { journey: name, profile }, (cohort ?? journeys[0])?.at);
    return { request: undefined, diagnostics: [problem] };
  }
  const ids = cohort?.journeys ?? journeys.map(({ id }) => id);
  const journeyPlaces = cohort?.journeyPlaces ?? [];
  return found({ name, profile, journeys: ids, journeyPlaces, overrides: cohort?.overrides ?? [] });
}

function found(request: Pick<GenerationRequest, 'name' | 'profile'> & Partial<GenerationRequest>): NameResolution {
  return { request: { journeys: undefined, overrides: [], reading: NO_READING, ...request }, diagnostics: [] };
}

/** `Medicare_Diabetic` is `medicare-diabetic`. */
function foldName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-');
}
