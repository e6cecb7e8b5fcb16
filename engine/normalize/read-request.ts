/** A request into what sets parameters and what else is laid over its profile. */
import type { GenerationRequest, Library } from '../model/index.ts';
import { readCohort } from './cohorts.ts';
import { partSettings, withValues } from './parameters.ts';
import type { RequestSettings } from './parameters.ts';
import { createProblems } from './problems.ts';
import type { Problems } from './problems.ts';
import { templatesOf } from './templates.ts';

export interface ReadRequest {
  readonly request: GenerationRequest;
  readonly settings: RequestSettings;
}

/** What sets parameters, apart from what else is laid over the profile. Those of a cohort decide what the cohort lays over it. */
export function readRequest(asked: GenerationRequest, library: Library, problems: Problems): ReadRequest {
  if (!asked.overrides.some(({ path }) => path[0] === 'parameters')) return { request: asked, settings: NO_SETTINGS };
  const { request, declared } = withOwnParameters(asked, library, problems);
  const { settings, others } = partSettings(request.overrides, problems);
  for (const name of declared) settings.declared.add(name);
  return { request: { ...request, overrides: others }, settings };
}

const NO_SETTINGS: RequestSettings = { values: new Map(), declared: new Set() };

function withOwnParameters(
  request: GenerationRequest,
  library: Library,
  problems: Problems,
): { readonly request: GenerationRequest; readonly declared: readonly string[] } {
  const cohort = library.cohorts.find(({ id }) => id === request.name);
  const template = templatesOf(library.skills, 'cohort').find(({ id, runnable }) => runnable && id === cohort?.id);
  const declared = template?.parameters.map(({ name }) => name) ?? [];
  if (cohort === undefined || template === undefined || declared.length === 0) return { request, declared };
  const asked = request.overrides.filter((one) => !cohort.overrides.includes(one));
  const { settings } = partSettings(asked, createProblems());
  const { data } = withValues(template, [], { problems, settings });
  const own = readCohort(data, cohort.id, library, problems);
  if (own === undefined) return { request, declared };
  const { profile = request.profile, overrides } = own;
  const { journeys, journeyPlaces = [] } = own;
  const taken = request.journeys === cohort.journeys ? { journeys, journeyPlaces } : {};
  return { request: { ...request, ...taken, profile, overrides: [...overrides, ...asked] }, declared };
}
