/** An authored journey without its wrappers: `journey:` around it, and `template:` beside it, which lends it a name and a length. */
import type { MapNode } from '../model/index.ts';
import type { Reporter } from './lay-overrides.ts';
import { entryOf, mapOf, withoutKeys, wordsFor } from './nodes.ts';

export function canonicalJourneyTree(data: MapNode, problems: Reporter): MapNode {
  const wrapper = entryOf(data, 'journey')?.value;
  if (wrapper !== undefined && wrapper.kind !== 'map') {
    const found = wordsFor(wrapper);
    problems.report('normalize-value-kind', { what: '`journey`', expected: 'a map', found }, wrapper.at);
  }
  const outer = withoutKeys(data, ['journey']);
  const whole = wrapper?.kind === 'map' ? mapOf([...outer.entries, ...wrapper.entries], data.at) : outer;
  const template = entryOf(whole, 'template')?.value;
  const bare = withoutKeys(whole, ['template']);
  if (template?.kind !== 'map') return bare;
  const has = (...keys: readonly string[]): boolean => keys.some((key) => entryOf(bare, key) !== undefined);
  const lent = template.entries.filter(
    ({ key }) =>
      (key === 'name' && !has('journey_name', 'name')) ||
      ((key === 'duration' || key === 'duration_days') && !has('duration', 'duration_days')),
  );
  return mapOf([...bare.entries, ...lent], data.at);
}
