/**
 * An authored profile in any accepted layout to the one in which every key stands where the language puts it: wrappers
 * taken off, `generation` and `clinical` dissolved. Still authored data, so overrides can be laid over it.
 */
import type { DataNode, MapEntry, MapNode } from '../model/index.ts';
import { entryOf, mapOf, withEntry, withoutKeys, wordsFor } from './nodes.ts';
import type { Reporter } from './lay-overrides.ts';

export function canonicalProfileTree(data: MapNode, problems: Reporter): MapNode {
  const unwrapped = dissolve(data, 'profile', problems);
  const titled = withTitle(unwrapped, problems);
  const general = dissolve(titled, 'generation', problems);
  return withPayer(withConditions(dissolve(general, 'clinical', problems)));
}

/** The entries of a map under `key` in place of the map itself. */
function dissolve(data: MapNode, key: string, problems: Reporter): MapNode {
  const entry = entryOf(data, key);
  if (entry === undefined) return data;
  const outer = withoutKeys(data, [key]);
  if (entry.value.kind !== 'map') {
    const found = wordsFor(entry.value);
    problems.report('normalize-value-kind', { what: `\`${key}\``, expected: 'a map', found }, entry.value.at);
    return outer;
  }
  return mapOf([...outer.entries, ...entry.value.entries], data.at);
}

/** The metadata of a template are prose, but for the name, which is a title. */
function withTitle(data: MapNode, problems: Reporter): MapNode {
  const template = entryOf(data, 'template');
  if (template === undefined) return data;
  const rest = withoutKeys(data, ['template']);
  if (template.value.kind !== 'map') {
    const found = wordsFor(template.value);
    problems.report('normalize-value-kind', { what: '`template`', expected: 'a map', found }, template.value.at);
    return rest;
  }
  const name = entryOf(template.value, 'name');
  const titled = ['profile_name', 'name', 'profile_id'].some((key) => entryOf(data, key) !== undefined);
  return name === undefined || titled ? rest : withEntry(rest, { ...name, key: 'profile_name' });
}

/** `coverage: Medicare` is its type alone, beside which more can be laid. */
function withPayer(data: MapNode): MapNode {
  const entry = entryOf(data, 'coverage');
  if (entry?.value.kind !== 'scalar' || typeof entry.value.value !== 'string') return data;
  const { value } = entry;
  return withEntry(data, { ...entry, value: mapOf([{ key: 'type', keyAt: value.at, value }], value.at) });
}

const CLINICAL = ['primary_condition', 'comorbidities', 'conditions'];

/** `primary_condition` is the first condition, `comorbidities` are the next; a severity beside them is that of the first. */
function withConditions(data: MapNode): MapNode {
  const severity = entryOf(data, 'severity');
  const entries = CLINICAL.flatMap((key) => data.entries.filter((entry) => entry.key === key));
  const [anchor, ...others] = entries;
  if (anchor === undefined || (others.length === 0 && anchor.key === 'conditions' && severity === undefined))
    return data;
  const [first, ...rest] = entries.flatMap(({ value }) => (value.kind === 'list' ? value.items : [value]));
  if (first === undefined) return data;
  const items = [severity === undefined ? first : withSeverity(first, severity), ...rest];
  const value: DataNode = { kind: 'list', items, at: anchor.value.at };
  return withEntry(withoutKeys(data, [...CLINICAL, 'severity']), { key: 'conditions', keyAt: anchor.keyAt, value });
}

function withSeverity(condition: DataNode, severity: MapEntry): DataNode {
  if (condition.kind === 'list') return condition;
  const map =
    condition.kind === 'map'
      ? condition
      : mapOf([{ key: 'code', keyAt: condition.at, value: condition }], condition.at);
  return mapOf([...map.entries, severity], map.at);
}
