/**
 * How much one build may make and take, as the defaults of an executor say. What they leave out has the figures below, which
 * are those that the engine's own skills state; a profile, a phrase or an option cannot change them.
 */
import type { BuildLimits, DataNode, SourceRange } from '../model/index.ts';
import { readerOf } from './reader.ts';
import type { Problems } from './problems.ts';
import { readNumberWhere } from './scalars.ts';

const USUAL: Readonly<Record<keyof BuildLimits, number>> = {
  people: 10_000_000,
  rows: 1_000_000_000,
  eventsPerPerson: 5000,
  memoryMegabytes: 1200,
  temporaryMegabytes: 20_000,
  minutes: 120,
};

const KEYS: Readonly<Record<keyof BuildLimits, string>> = {
  people: 'people',
  rows: 'rows',
  eventsPerPerson: 'events_per_person',
  memoryMegabytes: 'memory_megabytes',
  temporaryMegabytes: 'temporary_megabytes',
  minutes: 'minutes',
};

const NOWHERE: SourceRange = { file: '<defaults>', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };

export function readLimits(node: DataNode | undefined, problems: Problems): BuildLimits {
  const reader = node && readerOf(node, 'limits', problems);
  const limit = (name: keyof BuildLimits): BuildLimits[typeof name] => {
    const written = reader?.take(KEYS[name]);
    const what = `The limit \`${KEYS[name]}\``;
    const value =
      written && readNumberWhere(written, { what, expected: 'above 0', holds: (number) => number > 0 }, problems);
    return { value: value ?? USUAL[name], at: written?.at ?? node?.at ?? NOWHERE };
  };
  const limits = {
    people: limit('people'),
    rows: limit('rows'),
    eventsPerPerson: limit('eventsPerPerson'),
    memoryMegabytes: limit('memoryMegabytes'),
    temporaryMegabytes: limit('temporaryMegabytes'),
    minutes: limit('minutes'),
  };
  reader?.finish();
  return limits;
}
