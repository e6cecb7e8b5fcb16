/** Where people live: the country, its towns or its countryside, states, or counties. */
import type { AreaFigures, DataNode, Geography, SourceRange } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { readOptions, sharesOf } from '../distribution/index.ts';
import { createReader } from '../reader.ts';
import { takesSource } from './sourced.ts';
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
  return word && { kind: 'national', ...settlementOf(word), areas: [], at: node.at };
}

function settlementOf(word: (typeof WORDS)[number] | undefined): Settlement {
  return word === 'urban' || word === 'rural' ? { settlement: word } : {};
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
  takesSource(reader, context);
  reader.finish();
  const said = { inStates: inStates ?? weights, inCounties, kind };
  if (inStates !== undefined && weights !== undefined) {
    return problems.report('normalize-key-twice', { key: 'weights', first: 'state', within: 'geography' }, weights.at);
  }
  return chosen(node.at, said, context);
}

interface Said {
  readonly inStates: DataNode | undefined;
  readonly inCounties: DataNode | undefined;
  readonly kind: DataNode | undefined;
}

/** `categorical` says only that weights follow. */
function chosen(at: SourceRange, { inStates, inCounties, kind }: Said, context: Context): Geography | undefined {
  const isListed = inStates !== undefined || inCounties !== undefined;
  if (kind === undefined && !isListed) {
    return context.problems.report('normalize-key-missing', { key: 'state', within: 'geography' }, at);
  }
  if (!isListed) return kind && readKind(kind, context);
  const words = ['categorical', ...WORDS] as const;
  const word = kind && readWord(kind, { what: 'geography', words }, context.problems);
  if (kind !== undefined && word === undefined) return undefined;
  const settlement = settlementOf(word === 'categorical' ? undefined : word);
  const listed = inStates && states(inStates, at, context, settlement);
  if (inCounties === undefined) return listed;
  const found = counties(inCounties, at, context, settlement);
  return found && (inStates === undefined || (listed && areWithin(found, listed, context))) ? found : undefined;
}

/** Counties beside states are counties of these states. */
function areWithin(inCounties: Geography, inStates: Geography, { knowledge, problems }: Context): boolean {
  const codes = inStates.areas.map(({ code }) => code);
  const listed = knowledge.places.map(({ countyFips, state }) => ({ area: countyFips, state }));
  const inside = [...listed, ...loadedCounties({ knowledge })].flatMap(({ area, state }) =>
    codes.includes(state) ? [area] : [],
  );
  const outside = inCounties.areas.filter(({ code }) => !inside.includes(code));
  for (const { code, at } of outside) {
    const kind = `county with a known place in ${codes.join(', ')}`;
    problems.report('normalize-reference-unknown', { kind, name: code, known: inside }, at);
  }
  return outside.length === 0;
}

type Settlement = Pick<Geography, 'settlement'>;

function states(node: DataNode, at: SourceRange, context: Context, settlement: Settlement = {}): Geography | undefined {
  const settled = populationsOf('state', settlement, context);
  const populations = new Map(
    context.states.map(({ code, population }) => [
      code,
      settlement.settlement === undefined ? population : (settled.get(code) ?? 0),
    ]),
  );
  const resolve = (text: string): string | undefined => stateCode(text, context);
  const known = context.states.flatMap(({ code, name }) => [name, code]);
  const areas = readAreas(node, { what: 'state', resolve, known, populations }, context);
  return areas && { kind: 'states', ...settlement, areas, at };
}

function counties(
  node: DataNode,
  at: SourceRange,
  context: Context,
  settlement: Settlement = {},
): Geography | undefined {
  const loaded = settlement.settlement === undefined ? loadedCounties(context) : [];
  const populations = new Map([
    ...loaded.map(({ area, population }) => [area, population] as const),
    ...populationsOf('countyFips', settlement, context),
  ]);
  const known = [...new Set([...populationsOf('countyFips', {}, context).keys(), ...populations.keys()])];
  const resolve = (text: string): string | undefined => known.find((fips) => fips === text.padStart(5, '0'));
  const areas = readAreas(node, { what: 'county with a known place', resolve, known, populations }, context);
  return areas && { kind: 'counties', ...settlement, areas, at };
}

/** Where people can live though no place is listed. */
function loadedCounties({ knowledge: { population } }: Pick<Context, 'knowledge'>): readonly AreaFigures[] {
  return [population.geographies, population.healthIndicators, population.socialIndicators].flat();
}

function populationsOf(
  area: 'state' | 'countyFips',
  { settlement }: Settlement,
  { knowledge }: Context,
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const place of knowledge.places) {
    if (settlement !== undefined && place.urban !== (settlement === 'urban')) continue;
    sums.set(place[area], (sums.get(place[area]) ?? 0) + place.population);
  }
  return sums;
}

interface AreaKind {
  readonly what: string;
  readonly resolve: (text: string) => string | undefined;
  readonly known: readonly string[];
  readonly populations: ReadonlyMap<string, number>;
}

/** With the author's shares; without them by population. */
/** Those that begin as the code does, which are of the same state; all where none does. */
function likeIn(known: readonly string[], code: string): readonly string[] {
  const like = /^\d{5}$/.test(code) ? known.filter((one) => one.startsWith(code.slice(0, 2))) : [];
  return like.length === 0 ? known : like;
}

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
        { kind: kind.what, name: String(value), known: likeIn(kind.known, String(value)) },
        at,
      );
    }
    return { code, weight: 'weight' in rest ? rest.weight : (kind.populations.get(code) ?? 0), at };
  });
  const present = areas.filter((area) => area !== undefined);
  if (present.length < areas.length || present.length === 0) return undefined;
  const total = present.reduce((sum, { weight }) => sum + weight, 0);
  const scaled = present.map(({ code, weight, at }) => ({
    code,
    weight: total > 0 ? weight / total : 1 / present.length,
    at,
  }));
  return sharesOf(scaled, ({ code }) => code, node.at, problems) && scaled;
}

/** By postal abbreviation or name. */
function stateCode(text: string, { states: known }: Context): string | undefined {
  return known.find(({ code, name }) => code === text.toUpperCase() || sameWord(name, text))?.code;
}
