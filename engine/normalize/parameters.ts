/** Parameters of a template with what whoever uses it gives them: the request first, then the place that names the template. */
import type { DataNode, MapNode, Override, ParameterSetting, Scalar } from '../model/index.ts';
import { fitValue, nodeOf, plainOf, substitute, wordsFor } from '../trees/index.ts';
import type { ParameterValue } from '../trees/index.ts';
import type { Problems } from './problems.ts';
import { readerOf } from './reader.ts';
import type { AuthoredTemplate } from './templates.ts';

/** What a request sets by name, and which names any of its templates declares. */
export interface RequestSettings {
  readonly values: ReadonlyMap<string, ParameterSetting>;
  readonly declared: Set<string>;
}

export interface Valued {
  readonly data: MapNode;
  readonly parameters: ReadonlyMap<string, Scalar>;
  /** What is laid over it may read its parameters too. */
  readonly valued: (override: Override) => Override;
}

interface Using {
  readonly problems: Problems;
  readonly settings?: RequestSettings;
}

/** The template with values in the places that read them. */
export function withValues(
  { written, parameters }: AuthoredTemplate,
  given: readonly ParameterSetting[],
  using: Using,
): Valued {
  const values = settledValues(parameters, given, using);
  const read = (node: DataNode): DataNode =>
    substitute(node, values, (name, at) =>
      using.problems.report('normalize-parameter-unknown', { name, known: [...values.keys()] }, at),
    );
  const tree = read(written);
  return {
    data: tree.kind === 'map' ? tree : written,
    parameters: new Map([...values].map(([name, { value }]) => [name, value])),
    valued: ({ value, at, ...place }) => ({ ...place, value: plainOf(read(nodeOf(value, at))), at }),
  };
}

function settledValues(
  definitions: AuthoredTemplate['parameters'],
  given: readonly ParameterSetting[],
  { problems, settings }: Using,
): ReadonlyMap<string, ParameterValue> {
  const known = definitions.map(({ name }) => name);
  for (const { name, at } of given) {
    if (!known.includes(name)) problems.report('normalize-parameter-unknown', { name, known }, at);
  }
  return new Map(
    definitions.map((definition): [string, ParameterValue] => {
      const { name } = definition;
      settings?.declared.add(name);
      const set = settings?.values.get(name) ?? given.findLast((one) => one.name === name);
      if (set === undefined) return [name, { value: definition.value }];
      const fit = fitValue(definition, set.value);
      if ('value' in fit) return [name, { value: fit.value, at: set.at }];
      const { expected } = fit;
      const { file, start } = definition.at;
      const cause = `${file}:${start.line}`;
      problems.report('normalize-parameter-value', { name, value: set.value, expected, cause }, set.at);
      return [name, { value: definition.value }];
    }),
  );
}

/** A map of parameters where a template is named. */
export function readGiven(node: DataNode, problems: Problems): readonly ParameterSetting[] {
  const reader = readerOf(node, '`parameters`', problems);
  return (reader?.rest() ?? []).flatMap(({ key, value }) => settingOf(key, value, problems));
}

function settingOf(name: string, node: DataNode, problems: Problems): readonly ParameterSetting[] {
  if (node.kind === 'scalar' && node.value !== null) return [{ name, value: node.value, at: node.at }];
  problems.report(
    'normalize-value-kind',
    { what: `The parameter \`${name}\``, expected: 'one value', found: wordsFor(node) },
    node.at,
  );
  return [];
}

/** Of the overrides of a request, those that set a parameter: `parameters.target`. The last of a name counts; `null` leaves the default. */
export function partSettings(
  overrides: readonly Override[],
  problems: Problems,
): { readonly settings: RequestSettings; readonly others: readonly Override[] } {
  const values = new Map<string, ParameterSetting>();
  const isSetting = ({ path }: Override): boolean => path[0] === PARAMETERS;
  for (const override of overrides.filter(isSetting)) {
    const { path, at } = override;
    const named = path.length === 1 ? nodeOf(override.value, at) : undefined;
    const entries = named?.kind === 'map' ? named.entries : path[1] === undefined ? [] : [entry(path[1], override)];
    if (path.length > 2 || entries.length === 0) {
      const reason = 'one value is given by name, as `parameters.target`';
      problems.report('normalize-override-path', { path: path.join('.'), reason }, at);
      continue;
    }
    for (const { key, value } of entries) {
      if (value.kind === 'scalar' && value.value === null) values.delete(key);
      else for (const setting of settingOf(key, value, problems)) values.set(key, setting);
    }
  }
  return { settings: { values, declared: new Set() }, others: overrides.filter((one) => !isSetting(one)) };
}

const PARAMETERS = 'parameters';

function entry(key: string, { value, at }: Override): { readonly key: string; readonly value: DataNode } {
  return { key, value: nodeOf(value, at) };
}

/** What none of the templates of a request declares would change nothing. */
export function checkSettings({ values, declared }: RequestSettings, problems: Problems): void {
  for (const { name, at } of values.values()) {
    if (!declared.has(name)) problems.report('normalize-parameter-unknown', { name, known: [...declared] }, at);
  }
}
