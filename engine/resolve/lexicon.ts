/** The library's own words (conditions, plans, places, phrases of builders), looked up by the longest run of stems. */
import type { Distribution, Library, MedicationConcept, Place, StateConcept } from '../model/index.ts';
import type { Concept, Measure } from './fact.ts';
import { isPeopleWord } from './read-person.ts';
import { stemsOf } from './tokens.ts';
import type { Token } from './tokens.ts';

export interface Lexicon {
  /** By first stem, longest first. */
  readonly entries: ReadonlyMap<string, readonly Entry[]>;
  /** By abbreviation in lower case. */
  readonly states: ReadonlyMap<string, StateConcept>;
  /** Places by the number of their county. */
  readonly counties: ReadonlyMap<string, readonly Place[]>;
  readonly postalCodes: ReadonlyMap<string, readonly Place[]>;
  /** By first stem, longest first. */
  readonly measures: ReadonlyMap<string, readonly MeasureEntry[]>;
  /** First three characters of every condition's code. */
  readonly families: ReadonlySet<string>;
}

export interface Entry {
  readonly text: string;
  readonly stems: readonly string[];
  readonly concept: Concept;
}

export interface MeasureEntry {
  readonly stems: readonly string[];
  readonly measure: Measure;
}

/** Where the same words name several things, the kind that comes first here is meant. */
export function createLexicon(library: Library): Lexicon {
  const { conditions, medications } = library.knowledge;
  const entries = indexEntries([
    ...library.phrases.flatMap((definition) => entriesOf(definition.phrases, { kind: 'phrase', definition })),
    ...conditions.flatMap((condition) =>
      entriesOf([...condition.phrases, condition.display], { kind: 'condition', condition }),
    ),
    ...library.payers.flatMap((payer) =>
      entriesOf([...payer.phrases, payer.name, payer.display], { kind: 'payer', payer }),
    ),
    ...planEntries(library),
    ...medicationEntries(medications),
    ...library.states.flatMap((state) => entriesOf([state.name], { kind: 'state', states: [state] })),
    ...regionEntries(library),
    ...countyEntries(library),
    ...wholeEntries(library),
    ...cityEntries(library),
  ]);
  return {
    entries,
    counties: placesBy(library, ({ countyFips }) => countyFips),
    postalCodes: placesBy(library, ({ postalCode }) => postalCode),
    states: new Map(library.states.map((state) => [state.code.toLowerCase(), state])),
    measures: measuresOf(library),
    families: new Set(conditions.map(({ code }) => code.slice(0, 3))),
  };
}

/** The longest entry that begins at `index`. */
export function lookUp(lexicon: Lexicon, tokens: readonly Token[], index: number): Entry | undefined {
  const first = tokens[index];
  if (first === undefined || first.kind === 'mark' || first.kind === 'sign') return undefined;
  return lexicon.entries
    .get(first.stem)
    ?.find(({ stems }) => stems.every((stem, position) => tokens[index + position]?.stem === stem));
}

/** No word and no truth is its value, as far as its kind says. */
function isNumeric(distribution: Distribution): boolean {
  switch (distribution.kind) {
    case 'fixed':
      return typeof distribution.value === 'number';
    case 'categorical':
      return distribution.options.every(({ value }) => typeof value === 'number');
    case 'mixture':
      return distribution.components.every((component) => isNumeric(component.distribution));
    case 'conditional':
      return distribution.rules.every((rule) => isNumeric(rule.distribution));
    default:
      return true;
  }
}

/** Observations, and what else templates have numbers of. */
function measuresOf({ knowledge, profiles, units }: Library): ReadonlyMap<string, readonly MeasureEntry[]> {
  const observed = knowledge.observations.map(({ name, unit, phrases }) => ({
    name,
    unit,
    isCount: false,
    units: units.filter(({ observation }) => observation === name),
    texts: [name, ...phrases],
  }));
  const known = new Set(knowledge.observations.map(({ name }) => name));
  const counted = profiles
    .flatMap(({ attributes }) => attributes)
    .filter(({ name, role, distribution }) => role !== 'demographics' && !known.has(name) && isNumeric(distribution))
    .map(({ name, role }) => ({ name, unit: '', isCount: role === 'utilization', units: [], texts: [name] }));
  const byFirst = new Map<string, MeasureEntry[]>();
  for (const { texts, ...measure } of [...observed, ...counted]) {
    for (const text of texts) {
      const stems = stemsOf(text.replaceAll('_', ' '));
      const first = stems[0] ?? '';
      byFirst.set(first, [...(byFirst.get(first) ?? []), { stems, measure }]);
    }
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.stems.length - a.stems.length);
  return byFirst;
}

/** Plans answer to their own phrases, their name, and their product type, which several share. */
function planEntries({ knowledge }: Library): readonly Entry[] {
  const byWords = bySpelling(knowledge.plans, ({ phrases, name, type }) => [...phrases, name, type]);
  return [...byWords].flatMap(([spelling, plans]) => entriesOf([spelling], { kind: 'plan', plans }));
}

function medicationEntries(all: readonly MedicationConcept[]): readonly Entry[] {
  const byWords = bySpelling(all, ({ phrases, name, display }) => [...phrases, name, display]);
  return [...byWords].flatMap(([spelling, medications]) => entriesOf([spelling], { kind: 'medication', medications }));
}

function bySpelling<One>(
  all: readonly One[],
  textsOf: (one: One) => readonly string[],
): ReadonlyMap<string, readonly One[]> {
  const byWords = new Map<string, One[]>();
  for (const one of all) {
    const spellings = new Set(textsOf(one).map((text) => stemsOf(text).join(' ')));
    for (const spelling of spellings) byWords.set(spelling, [...(byWords.get(spelling) ?? []), one]);
  }
  return byWords;
}

function regionEntries({ regions, states }: Library): readonly Entry[] {
  return regions.flatMap(({ name, phrases, states: codes }) => {
    const within = states.filter(({ code }) => codes.includes(code));
    return entriesOf([name, ...phrases], { kind: 'state', states: within, region: name });
  });
}

/** `New York` is the state, `New York City` the town. */
function cityEntries(library: Library): readonly Entry[] {
  const byCity = placesBy(library, ({ city }) => city);
  const states = new Set(library.states.map(({ name }) => name));
  return [...byCity].flatMap(([city, places]) =>
    entriesOf([city, ...(states.has(city) ? [`${city} City`] : [])], { kind: 'city', places }),
  );
}

/** Cities of several counties, and several cities that have a name together. */
function wholeEntries({ knowledge: { places } }: Library): readonly Entry[] {
  const names = [...new Set(places.flatMap(({ partOf = [] }) => partOf))];
  return names.flatMap((name) => {
    const parts = places.filter(({ partOf = [] }) => partOf.includes(name));
    return entriesOf([name], { kind: 'city', places: parts, parts: name });
  });
}

/** `Kings County` and `King County` are looked up by the same stems: whoever lays them tells them apart. */
function countyEntries(library: Library): readonly Entry[] {
  const byCounty = placesBy(library, ({ county }) => county && stemsOf(county).join(' '));
  return [...byCounty.values()].flatMap((places) => {
    const names = new Set(places.map(({ county }) => `${county} County`));
    return entriesOf([...names], { kind: 'city', places, isCounty: true });
  });
}

function placesBy(
  { knowledge }: Library,
  nameOf: (place: Place) => string | undefined,
): ReadonlyMap<string, readonly Place[]> {
  const byName = new Map<string, Place[]>();
  for (const place of knowledge.places) {
    const name = nameOf(place);
    if (name !== undefined) byName.set(name, [...(byName.get(name) ?? []), place]);
  }
  return byName;
}

function entriesOf(texts: readonly string[], concept: Concept): readonly Entry[] {
  return texts
    .map((text) => ({ text, stems: withoutPeople(stemsOf(text)), concept }))
    .filter(({ stems }) => stems.length > 0 && stems[0] !== '');
}

/** `medicare member` names the payer; the member is read by whoever counts people. */
export function withoutPeople(stems: readonly string[]): readonly string[] {
  return stems.length > 1 && isPeopleWord(stems.at(-1) ?? '') ? stems.slice(0, -1) : stems;
}

function indexEntries(entries: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> {
  const byFirst = new Map<string, Entry[]>();
  const taken = new Set<string>();
  for (const entry of entries) {
    const key = entry.stems.join(' ');
    if (taken.has(key)) continue;
    taken.add(key);
    const first = entry.stems[0] ?? '';
    byFirst.set(first, [...(byFirst.get(first) ?? []), entry]);
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.stems.length - a.stems.length);
  return byFirst;
}
