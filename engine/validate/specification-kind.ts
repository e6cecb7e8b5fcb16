/** What a block holds: by the word behind its language, otherwise by its shape. */
import type { Block, MapNode, SpecificationKind } from '../model/index.ts';
import { entryOf } from './locate.ts';

const KINDS: readonly SpecificationKind[] = [
  'profile',
  'journey',
  'distributions',
  'events',
  'cohort',
  'defaults',
  'phrases',
];
const WORDS: ReadonlyMap<string, SpecificationKind> = new Map([
  ...KINDS.map((kind) => [kind, kind] as const),
  ['distribution', 'distributions'],
  ['event', 'events'],
]);

export const EXAMPLE = 'example';
export const blockWords: readonly string[] = [...WORDS.keys(), EXAMPLE];
export const specificationKinds: readonly string[] = KINDS;

export function specificationKind(block: Block): SpecificationKind | undefined {
  if (kindOfWords(block) !== undefined) return kindOfWords(block);
  return block.data.kind === 'map' ? kindOfShape(block.data) : undefined;
}

function kindOfWords({ words }: Block): SpecificationKind | undefined {
  return words.map((word) => WORDS.get(word.toLowerCase())).find((kind) => kind !== undefined);
}

/** In a skill that extends another a few keys are a specification: one of `usual`, unless it says otherwise. */
export function kindInHeir(block: Block, usual: SpecificationKind): SpecificationKind | undefined {
  const titled = TITLES.find(([key]) => entryOf(block.data, key) !== undefined)?.[1];
  return kindOfWords(block) ?? titled ?? (block.data.kind === 'map' ? usual : undefined);
}

const TITLES = [
  ['profile_name', 'profile'],
  ['journey_name', 'journey'],
  ['journey_id', 'journey'],
  ['cohort_name', 'cohort'],
  ['distributions', 'distributions'],
  ['phrases', 'phrases'],
] as const;

/** Names of the specification itself decide before what it contains. */
function kindOfShape(map: MapNode): SpecificationKind | undefined {
  const has = (...keys: readonly string[]): boolean => keys.some((key) => entryOf(map, key) !== undefined);
  const shapeOf = (key: string): string | undefined => entryOf(map, key)?.value.kind;
  if (has('profile_name')) return 'profile';
  if (has('journey_name', 'journey_id')) return 'journey';
  if (has('cohort_name')) return 'cohort';
  if (has('distributions')) return 'distributions';
  if (has('phrases')) return 'phrases';
  if (has('defaults')) return 'defaults';
  if (shapeOf('journey') === 'map') return 'journey';
  if (shapeOf('profile') === 'map') return 'profile';
  if (has('phases', 'branching', 'branching_rules', 'branch_point') || shapeOf('events') === 'list') return 'journey';
  if (shapeOf('events') === 'map') return 'events';
  if (shapeOf('profile') === 'scalar') return 'cohort';
  return has('demographics', 'conditions', 'clinical', 'generation', 'coverage') ? 'profile' : undefined;
}
