/** Phrase definitions of builder skills: the words, what they lay over a template, and the events that satisfy them. */
import type { DataNode, Located, MapNode, Override, PhraseDefinition, Skill, SourceRange } from '../model/index.ts';
import { entryOf, plainOf } from '../trees/index.ts';
import { withoutErrors } from './problems.ts';
import type { Problems } from './problems.ts';
import { readerOf } from './reader.ts';
import { itemsOf, plainWord, readText } from './scalars.ts';

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
  const known = new Map<string, SourceRange>();
  return items.flatMap((item) => withoutErrors(problems, () => readPhrase(item, { events, known }, problems)) ?? []);
}

function listed(data: MapNode): readonly DataNode[] {
  const phrases = entryOf(data, 'phrases')?.value;
  return phrases === undefined ? [] : itemsOf(phrases);
}

interface Known {
  readonly events: readonly string[];
  /** Where the phrases that were read stand, by their words in any spelling. */
  readonly known: Map<string, SourceRange>;
}

function readPhrase(item: DataNode, { events, known }: Known, problems: Problems): PhraseDefinition | undefined {
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
  reportTaken(spellings, known, problems);
  const covered =
    covers === undefined ? [] : itemsOf(covers).flatMap((node) => readEvent(node, events, problems) ?? []);
  const written = instead && readText(instead, 'What to write instead', problems);
  const told = aside && readText(aside, 'What to tell', problems);
  return {
    phrases: spellings.map(({ value }) => value),
    set: set === undefined ? [] : readSettings(set, problems),
    ...(without === undefined ? {} : { without: readSettings(without, problems) }),
    covers: covered,
    ...(written === undefined ? {} : { instead: written }),
    ...(told === undefined ? {} : { aside: told }),
    at: item.at,
  };
}

/** Spellings of one phrase stand beside each other; those of another are taken. */
function reportTaken(own: readonly Located<string>[], known: Map<string, SourceRange>, problems: Problems): void {
  for (const { value, at } of own) {
    const first = known.get(plainWord(value));
    if (first === undefined) continue;
    const place = `${first.file}:${first.start.line}:${first.start.column}`;
    problems.report('normalize-duplicate', { what: 'phrase', name: value, first: place }, at);
  }
  for (const { value, at } of own) if (!known.has(plainWord(value))) known.set(plainWord(value), at);
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
