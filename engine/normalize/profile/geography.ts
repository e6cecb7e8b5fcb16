/** Where people live: the country, its towns or its countryside, states, or counties. */
import type { DataNode, Geography, SourceRange } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { readOptions, sharesOf } from '../distribution/index.ts';
import { createReader } from '../reader.ts';
import { itemsOf, plainWord, readText, readWord, sameWord } from '../scalars.ts';

const WORDS = ['national', 'population_weighted', 'urban', 'rural'] as const;

type Area = Geography['areas'][number];

export function readGeography(node: DataNode, context: Context): Geography | undefined {
  if (node.kind === 'map') return readMap(node, context);
  if (node.kind === 'list') return states(node, node.at, context);
  const word = typeof node.value === 'string' ? plainWord(node.value) : undefined;
  if (word !== undefined && stateCode(word, context) !== undefined) return states(node, node.at, context);
  return readKind(node, context);
}

function readKind(node: DataNode, { problems }: Context): Geography | undefined {
  const word = readWord(node, { what: 'geography', words: WORDS }, problems);
  if (word === undefined) return undefined;
  return { kind: word === 'population_weighted' ? 'national' : word, areas: [], at: node.at };
}

function readMap(node: Extract<DataNode, { kind: 'map' }>, context: Context): Geography | undefined {
  const { problems } = context;
  const isShares = node.entries.length > 0 && node.entries.every(({ key }) => stateCode(key, context) !== undefined);
  if (isShares) return states(node, node.at, context);
  const reader = createReader(node, 'geography', problems);
  const inStates = reader.take('state', 'states');
  const inCounties = reader.take('county_fips', 'counties');
  const weights = reader.take('weights');
  const kind = reader.take('type', 'distribution');
  const source = reader.takeEntry('source');
  if (source) problems.report('normalize-not-supported', { part: 'source' }, source.keyAt);
  reader.finish();
  const geography = chosen(node.at, { inStates: inStates ?? weights, inCounties, kind }, context);
  const said = [inStates ?? weights, inCounties, isRestriction(kind) ? kind : undefined].filter(
    (one) => one !== undefined,
  );
  const [, second] = said;
  if (second !== undefined)
    problems.report('normalize-not-supported', { part: 'several restrictions of one geography' }, second.at);
  return geography;
}

/** `national`, `population_weighted` and `categorical` restrict nothing, so they may stand beside states. */
function isRestriction(kind: DataNode | undefined): boolean {
  return kind?.kind === 'scalar' && (kind.value === 'urban' || kind.value === 'rural');
}

interface Said {
  readonly inStates: DataNode | undefined;
  readonly inCounties: DataNode | undefined;
  readonly kind: DataNode | undefined;
}

function chosen(at: SourceRange, { inStates, inCounties, kind }: Said, context: Context): Geography | undefined {
  if (inStates !== undefined) return states(inStates, at, context);
  if (inCounties !== undefined) return counties(inCounties, at, context);
  if (kind !== undefined) return readKind(kind, context);
  return context.problems.report('normalize-key-missing', { key: 'state', within: 'geography' }, at);
}

function states(node: DataNode, at: SourceRange, context: Context): Geography | undefined {
  const populations = new Map(context.states.map(({ code, population }) => [code, population]));
  const resolve = (text: string): string | undefined => stateCode(text, context);
  const known = context.states.map(({ code }) => code);
  const areas = readAreas(node, { what: 'state', resolve, known, populations }, context);
  return areas && { kind: 'states', areas, at };
}

function counties(node: DataNode, at: SourceRange, context: Context): Geography | undefined {
  const populations = new Map<string, number>();
  for (const { countyFips, population } of context.knowledge.places) {
    populations.set(countyFips, (populations.get(countyFips) ?? 0) + population);
  }
  const known = [...populations.keys()];
  const resolve = (text: string): string | undefined => known.find((fips) => fips === text.padStart(5, '0'));
  const areas = readAreas(node, { what: 'county with a known place', resolve, known, populations }, context);
  return areas && { kind: 'counties', areas, at };
}

interface AreaKind {
  readonly what: string;
  readonly resolve: (text: string) => string | undefined;
  readonly known: readonly string[];
  readonly populations: ReadonlyMap<string, number>;
}

/** With the author's shares; without them by population. */
function readAreas(node: DataNode, kind: AreaKind, context: Context): readonly Area[] | undefined {
  const { problems } = context;
  const weighted = node.kind === 'map' ? readOptions(node, kind.what, context) : undefined;
  if (node.kind === 'map' && weighted === undefined) return undefined;
  const named =
    weighted ?? itemsOf(node).map((item) => ({ value: readText(item, kind.what, problems) ?? null, at: item.at }));
  const areas = named.map(({ value, at, ...rest }) => {
    const code = value === null ? undefined : kind.resolve(String(value));
    if (code === undefined) {
      if (value === null) return undefined;
      return problems.report(
        'normalize-reference-unknown',
        { kind: kind.what, name: String(value), known: kind.known },
        at,
      );
    }
    return { code, weight: 'weight' in rest ? rest.weight : (kind.populations.get(code) ?? 0), at };
  });
  const present = areas.filter((area) => area !== undefined);
  if (present.length < areas.length || present.length === 0) return undefined;
  const total = present.reduce((sum, { weight }) => sum + weight, 0);
  const scaled = present.map(({ code, weight, at }) => ({ code, weight: weight / total, at }));
  return sharesOf(scaled, ({ code }) => code, node.at, problems) && scaled;
}

/** By postal abbreviation or name. */
function stateCode(text: string, { states: known }: Context): string | undefined {
  return known.find(({ code, name }) => code === text.toUpperCase() || sameWord(name, text))?.code;
}
