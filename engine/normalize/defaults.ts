/** What specifications leave out: the `defaults` in the front matter of executors. */
import type { Defaults, JourneyStart, Located, MapEntry, MapNode, Skill, SourceRange } from '../model/index.ts';
import type { Reference } from './context.ts';
import { entryOf, mapOf, withEntry, withoutKeys } from '../trees/index.ts';
import { readStart } from './journey-start.ts';
import { readLimits } from './limits.ts';
import type { Problems } from './problems.ts';
import { readText } from './scalars.ts';

const NOWHERE: SourceRange = { file: '<defaults>', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };

/** Keys of journeys; the others are those of a profile. */
const JOURNEY_KEYS = ['profile', 'start'];
const PHRASE_PROFILE = 'phrase_profile';
const LIMITS = 'limits';
const PROFILE_KEYS = ['count', 'seed', 'as_of', 'sampling', 'products', 'demographics', 'coverage'];

export function readDefaults(skills: readonly Skill[], reference: Reference, problems: Problems): Defaults {
  const written = joined(skills.flatMap(authoredDefaults), problems);
  for (const { key, keyAt } of written.entries) {
    const known = [...JOURNEY_KEYS, ...PROFILE_KEYS, PHRASE_PROFILE, LIMITS];
    if (!known.includes(key)) problems.report('normalize-key-unknown', { key, within: 'the defaults', known }, keyAt);
  }
  const profile = withoutKeys(written, [...JOURNEY_KEYS, PHRASE_PROFILE, LIMITS]);
  const limits = readLimits(entryOf(written, LIMITS)?.value, problems);
  const none: Defaults = { profile, journeyProfile: undefined, journeyStart: undefined, limits };
  const start = entryOf(written, 'start')?.value;
  const journeyStart: JourneyStart | undefined =
    start && readStart(start, { ...reference, problems, distributions: [], defaults: none });
  const [journeyProfile, phraseProfile] = ['profile', PHRASE_PROFILE].map((key) =>
    readProfileName(written, key, problems),
  );
  return { profile, journeyProfile, phraseProfile, journeyStart, limits };
}

function readProfileName(written: MapNode, key: string, problems: Problems): Located<string> | undefined {
  const node = entryOf(written, key)?.value;
  const value = node && readText(node, 'The default profile', problems);
  return node && value !== undefined ? { value, at: node.at } : undefined;
}

function authoredDefaults({ specifications }: Skill): readonly MapNode[] {
  return specifications.filter(({ kind, runnable }) => kind === 'defaults' && runnable).map(({ data }) => data);
}

/** Two executors cannot both say one default. */
function joined(maps: readonly MapNode[], problems: Problems): MapNode {
  return maps
    .flatMap(({ entries }) => entries)
    .reduce<MapNode>(
      (all, entry: MapEntry) => {
        if (entryOf(all, entry.key) === undefined) return withEntry(all, entry);
        problems.report('normalize-duplicate', { what: 'default', name: entry.key }, entry.keyAt);
        return all;
      },
      mapOf([], maps[0]?.at ?? NOWHERE),
    );
}
