/** Phrase definitions of builder skills: the words, what they lay over a template, and the events that satisfy them. */
import type { DataNode, MapNode, Override, PhraseDefinition, Skill } from '../model/index.ts';
import { entryOf, plainOf } from '../trees/index.ts';
import { withoutErrors } from './problems.ts';
import type { Problems } from './problems.ts';
import { readerOf } from './reader.ts';
import { itemsOf, readText } from './scalars.ts';

/** `events` are the names of the catalogue. */
export function readPhrases(
  skills: readonly Skill[],
  events: readonly string[],
  problems: Problems,
): readonly PhraseDefinition[] {
  const items = skills.flatMap((skill) =>
    skill.specifications
      .filter(({ kind, runnable }) => kind === 'phrases' && runnable)
      .flatMap(({ data }) => listed(data)),
  );
  return items.flatMap((item) => withoutErrors(problems, () => readPhrase(item, events, problems)) ?? []);
}

function listed(data: MapNode): readonly DataNode[] {
  const phrases = entryOf(data, 'phrases')?.value;
  return phrases === undefined ? [] : itemsOf(phrases);
}

function readPhrase(item: DataNode, events: readonly string[], problems: Problems): PhraseDefinition | undefined {
  const reader = readerOf(item, 'a phrase', problems);
  if (reader === undefined) return undefined;
  const [phrase, also] = [reader.need('phrase'), reader.take('also')];
  const [set, without] = [reader.take('set'), reader.take('without')];
  const [covers, instead, aside] = [reader.take('covers'), reader.take('instead'), reader.take('aside')];
  reader.finish();
  const words = [...(phrase ? [phrase] : []), ...(also ? itemsOf(also) : [])];
  const spellings = words.flatMap((node) => {
    const value = readText(node, 'A phrase', problems);
    return value === undefined ? [] : [{ value, at: node.at }];
  });
  const covered =
    covers === undefined ? [] : itemsOf(covers).flatMap((node) => readEvent(node, events, problems) ?? []);
  const written = instead && readText(instead, 'What to write instead', problems);
  const told = aside && readText(aside, 'What to tell', problems);
  return {
    phrases: spellings.map(({ value }) => value),
    places: spellings.map(({ at }) => at),
    set: set === undefined ? [] : readSettings(set, problems),
    ...(without === undefined ? {} : { without: readSettings(without, problems) }),
    covers: covered,
    ...(written === undefined ? {} : { instead: written }),
    ...(told === undefined ? {} : { aside: told }),
    at: item.at,
  };
}

function readEvent(node: DataNode, known: readonly string[], problems: Problems): string | undefined {
  const name = readText(node, 'An event', problems);
  if (name === undefined || known.includes(name)) return name;
  return problems.report('normalize-reference-unknown', { kind: 'event', name, known }, node.at);
}

const PARTS = ['demographics', 'attributes', 'labs', 'bounds', 'coverage', 'utilization', 'parameters'];
const WHOLES = [
  'count',
  'seed',
  'as_of',
  'sampling',
  'products',
  'conditions',
  'correlations',
  'medications',
  'allergies',
  'journeys',
];

/** Paths are written with dots. */
function readSettings(node: DataNode, problems: Problems): readonly Override[] {
  const reader = readerOf(node, 'what a phrase sets', problems);
  if (reader === undefined) return [];
  return reader.rest().map(({ key, keyAt, value }): Override => {
    const path = key.split('.');
    const known = [...PARTS, ...WHOLES];
    if (!known.includes(path[0] ?? '')) {
      problems.report('normalize-key-unknown', { key, within: 'what a phrase sets', known }, keyAt);
    }
    return { path, value: plainOf(value), at: value.at };
  });
}
