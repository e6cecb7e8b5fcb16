/** Cohort files: a template, its journeys, and whatever of the profile they change, as overrides. */
import type { Cohort, DataNode, Located, MapEntry, MapNode, Override, Profile, Journey } from '../model/index.ts';
import { canonicalProfileTree, mapOf, plainOf, wordsFor } from '../trees/index.ts';
import { withoutErrors } from './problems.ts';
import type { Problems } from './problems.ts';
import { createReader } from './reader.ts';
import { itemsOf, readText } from './scalars.ts';

/** What a cohort may name. */
export interface Templates {
  readonly profiles: readonly Profile[];
  readonly journeys: readonly Journey[];
}

export function readCohort(data: MapNode, id: string, templates: Templates, problems: Problems): Cohort | undefined {
  return withoutErrors(problems, () => {
    const reader = createReader(data, 'a cohort', problems);
    reader.take('cohort_name', 'name');
    reader.take('description');
    const profileNode = reader.take('profile');
    const journeysNode = reader.take('journeys');
    const profile = profileNode && readProfileName(profileNode, templates, problems);
    const named = journeysNode === undefined ? [] : readJourneyNames(journeysNode, templates, problems);
    const tree = canonicalProfileTree(mapOf(reader.rest(), data.at), problems);
    const uses =
      journeysNode !== undefined && isDetailed(journeysNode)
        ? [override(['journeys'], { keyAt: journeysNode.at, value: journeysNode })]
        : [];
    const overrides = [...tree.entries.flatMap((entry) => overridesOf(entry, problems)), ...uses];
    const journeys = named.map(({ value }) => value);
    return { id, profile, journeys, journeyPlaces: named.map(({ at }) => at), overrides, at: data.at };
  });
}

function readProfileName(node: DataNode, { profiles }: Templates, problems: Problems): string | undefined {
  const name = readText(node, 'The profile of a cohort', problems);
  if (name === undefined || profiles.some(({ id }) => id === name)) return name;
  return problems.report('normalize-template-unknown', { name, known: profiles.map(({ id }) => id) }, node.at);
}

/** Each once. */
function readJourneyNames(node: DataNode, templates: Templates, problems: Problems): readonly Located<string>[] {
  const names = readAllNames(node, templates, problems);
  return names.filter(({ value, at }, place) => {
    const isFirst = names.findIndex((other) => other.value === value) === place;
    if (!isFirst) problems.report('normalize-duplicate', { what: 'journey', name: value }, at);
    return isFirst;
  });
}

function readAllNames(node: DataNode, { journeys }: Templates, problems: Problems): readonly Located<string>[] {
  return itemsOf(node).flatMap((item) => {
    const named =
      item.kind === 'map' ? item.entries.find(({ key }) => key === 'journey' || key === 'name')?.value : item;
    if (named === undefined) {
      problems.report('normalize-key-missing', { key: 'journey', within: 'a journey of the cohort' }, item.at);
      return [];
    }
    const name = readText(named, 'A journey', problems);
    const found = name === undefined ? undefined : checkedJourney({ value: name, at: named.at }, journeys, problems);
    return found === undefined ? [] : [{ value: found, at: named.at }];
  });
}

/** The name, if a journey that can run has it. */
export function checkedJourney(
  { value, at }: Located<string>,
  journeys: readonly Journey[],
  problems: Problems,
): string | undefined {
  if (journeys.some(({ id }) => id === value)) return value;
  return problems.report('normalize-journey-unknown', { name: value, known: journeys.map(({ id }) => id) }, at);
}

/** Uses with a share or a start of their own. */
function isDetailed(node: DataNode): boolean {
  return itemsOf(node).some(({ kind }) => kind === 'map');
}

/** These are changed part by part; all else is replaced whole. */
const IN_PARTS = ['demographics', 'attributes', 'labs', 'utilization', 'parameters'];
const KEYS = [
  'count',
  'seed',
  'as_of',
  'sampling',
  'products',
  'conditions',
  'correlations',
  'medications',
  'allergies',
  'coverage',
  ...IN_PARTS,
];

function overridesOf({ key, keyAt, value }: MapEntry, problems: Problems): readonly Override[] {
  if (!KEYS.includes(key)) {
    const known = ['cohort_name', 'profile', 'journeys', ...KEYS];
    problems.report('normalize-key-unknown', { key, within: 'a cohort', known }, keyAt);
    return [];
  }
  if (!IN_PARTS.includes(key)) return [override([key], { keyAt, value })];
  if (value.kind === 'map') return value.entries.map((part) => override([key, part.key], part));
  problems.report('normalize-value-kind', { what: `\`${key}\``, expected: 'a map', found: wordsFor(value) }, value.at);
  return [];
}

function override(path: readonly string[], { keyAt, value }: Pick<MapEntry, 'keyAt' | 'value'>): Override {
  return { path, value: plainOf(value), at: value.at, keyAt };
}
