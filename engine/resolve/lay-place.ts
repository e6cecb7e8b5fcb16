/** States and towns of a request: people live there, in proportion to their populations. A town stands for its county. */
import { diagnostic, nearest } from '../diagnostics/index.ts';
import type { Place } from '../model/index.ts';
import { isFact } from './fact.ts';
import type { Fact, FactOf } from './fact.ts';
import { combine, contradiction, EMPTY, factsOf, override, textOfFact } from './layer.ts';
import type { Layer, Laying } from './layer.ts';
import { rangeOf } from './tokens.ts';

const PATH = ['demographics', 'geography'];

export function layPlace(laying: Laying): Layer {
  const cities = factsOf(laying, 'city');
  const states = factsOf(laying, 'state');
  const [first] = [...cities, ...states];
  if (first === undefined) return EMPTY;
  const phrases = phrasesOfPlace(laying);
  const agree = kindsOfStates(laying);
  const others = phrases.filter((phrase) => !agree.includes(phrase));
  return combine([
    cities.length > 0 ? layCities(laying, cities, states) : layStates(laying, states, agree),
    ...others.map((phrase) => contradiction(laying, 'geography', first, phrase)),
  ]);
}

function phrasesOfPlace(laying: Laying): readonly FactOf<'phrase'>[] {
  return factsOf(laying, 'phrase').filter(({ definition }) =>
    definition.set.some(({ path }) => path.join('.') === PATH.join('.')),
  );
}

/** Words for towns or the country that say which people of the states are meant. */
export function kindsOfStates(laying: Laying): readonly FactOf<'phrase'>[] {
  if (factsOf(laying, 'state').length === 0 || factsOf(laying, 'city').length > 0) return [];
  const kinds = phrasesOfPlace(laying).filter((phrase) => settlementOf(phrase) !== undefined);
  return new Set(kinds.map(settlementOf)).size === 1 ? kinds : [];
}

const SETTLEMENTS: ReadonlySet<unknown> = new Set(['urban', 'rural']);

/** Of a word for towns or the country, which of them; it goes together with a state. */
function settlementOf({ definition }: FactOf<'phrase'>): string | undefined {
  const value = definition.set.find(({ path }) => path.join('.') === PATH.join('.'))?.value;
  return typeof value === 'string' && SETTLEMENTS.has(value) ? value : undefined;
}

function layStates(laying: Laying, facts: readonly FactOf<'state'>[], kinds: readonly FactOf<'phrase'>[]): Layer {
  const [kind] = kinds;
  const settlement = kind === undefined ? undefined : settlementOf(kind);
  const meant = facts.filter((fact) => !isTownOfNext(laying, fact));
  const states = [...new Map(meant.flatMap((fact) => fact.states).map((state) => [state.code, state])).values()];
  const [only] = states;
  const within = settlement === undefined ? {} : { type: settlement };
  const value = { state: states.length === 1 ? only?.code : states.map(({ code }) => code), ...within };
  const { geography } = laying.profile;
  const isSame =
    settlement === undefined &&
    states.length === 1 &&
    geography.kind === 'states' &&
    geography.areas.every(({ code }) => code === only?.code);
  const people = settlement === undefined ? 'people' : `${settlement} people`;
  const meaning = `${people} of ${namesOf(meant).join(', ')}${isSame ? ', as in the template' : ''}`;
  return laid(laying, [...facts, ...kinds], isSame ? undefined : value, meaning);
}

/** `Washington, DC` */
function isTownOfNext({ facts, library }: Laying, fact: FactOf<'state'>): boolean {
  const next = facts.slice(facts.indexOf(fact) + 1).find(({ kind }) => kind !== 'mark');
  const within = isFact(next, 'state') ? next.states : [];
  return library.knowledge.places.some(
    ({ city, state }) => city === fact.states[0]?.name && within.some(({ code }) => code === state),
  );
}

/** `Texas`, `the Midwest (IL, IN …)`. */
function namesOf(facts: readonly FactOf<'state'>[]): readonly string[] {
  const names = facts.map(({ states, region }) => {
    const codes = states.map(({ code }) => code).join(', ');
    return region === undefined ? states.map(({ name }) => name).join(', ') : `${region} (${codes})`;
  });
  return [...new Set(names)];
}

/** A state beside a town says which town of that name; the towns of other states are left. */
function layCities(laying: Laying, cities: readonly FactOf<'city'>[], states: readonly FactOf<'state'>[]): Layer {
  const codes = new Set(states.flatMap((fact) => fact.states).map(({ code }) => code));
  const found = cities.map((fact) => ({ fact, within: asWritten(laying, fact).filter((place) => isIn(place, codes)) }));
  const lost = found.filter(({ within }) => within.length === 0).map(({ fact }) => fact);
  const open = found.filter(({ fact, within }) => fact.isCounty === true && statesOf(within).length > 1);
  const known = found.filter((one) => one.within.length > 0 && !open.includes(one));
  const places = known.flatMap(({ fact, within }) => (fact.parts === undefined ? (largest(within) ?? []) : within));
  const counties = [...new Set(places.map(({ countyFips }) => countyFips))];
  const names = known.map(({ fact, within }) =>
    fact.parts === undefined ? nameOf(within) : nameOfParts(fact.parts, within),
  );
  const taken = [...known.map(({ fact }) => fact), ...states];
  const value = counties.length === 1 ? { county_fips: counties[0] } : { county_fips: counties };
  return combine([
    places.length === 0 ? EMPTY : laid(laying, taken, value, `people of ${[...new Set(names)].join(', ')}`),
    ...open.map(({ fact, within }) => severalCounties(laying, fact, statesOf(within))),
    ...lost.map((fact) =>
      isPostalCode(laying, fact) ? unknownPostalCode(laying, fact) : unknown(laying, fact, codes),
    ),
  ]);
}

/** `King County` is not `Kings County`, where both are listed. */
function asWritten(laying: Laying, fact: FactOf<'city'>): readonly Place[] {
  const text = textOfFact(laying, fact).toLowerCase();
  const isSame = (name: string | undefined): boolean => name !== undefined && text.startsWith(`${name.toLowerCase()} `);
  const exact = fact.places.filter(({ county }) => fact.isCounty === true && isSame(county));
  return exact.length > 0 ? exact : fact.places;
}

function isIn({ state }: Place, states: ReadonlySet<string>): boolean {
  return states.size === 0 || states.has(state);
}

function statesOf(places: readonly Place[]): readonly string[] {
  return [...new Set(places.map(({ state }) => state))].toSorted();
}

/** Of several towns with one name the largest is meant, and that there are others is said. */
function nameOf(places: readonly Place[]): string {
  const place = largest(places);
  const others = statesOf(places).filter((state) => state !== place?.state);
  const more = others.length === 0 ? '' : `; there is one in ${others.join(', ')} too`;
  return `county ${place?.countyFips} (${place?.city}, ${place?.state}${more})`;
}

/** `New York City (counties 36005, 36047 …)` */
function nameOfParts(name: string, places: readonly Place[]): string {
  const counties = [...new Set(places.map(({ countyFips }) => countyFips))].toSorted();
  return `${name} (${counties.length === 1 ? 'county' : 'counties'} ${counties.join(', ')})`;
}

function largest(places: readonly Place[]): Place | undefined {
  return places.toSorted((a, b) => b.population - a.population)[0];
}

/** Counties of one name have nothing else in common: the state decides. */
function severalCounties(laying: Laying, fact: FactOf<'city'>, states: readonly string[]): Layer {
  const at = rangeOf(laying.tokens, fact.from, fact.to);
  const params = { text: textOfFact(laying, fact), states };
  return { ...EMPTY, unread: [fact], diagnostics: [diagnostic('resolve-place-ambiguous', params, at)] };
}

function unknown(laying: Laying, fact: FactOf<'city'>, states: ReadonlySet<string>): Layer {
  const text = textOfFact(laying, fact);
  const names = laying.library.knowledge.places.flatMap(({ city, county }) =>
    fact.isCounty === true ? (county ?? []) : city,
  );
  const elsewhere = statesOf(fact.places);
  const near = elsewhere.length > 0 ? [] : nearest(text.replace(/ county$/i, ''), [...new Set(names)]);
  const params = {
    text,
    states: [...states],
    elsewhere,
    nearest: fact.isCounty === true ? near.map((name) => `${name} County`) : near,
  };
  const at = rangeOf(laying.tokens, fact.from, fact.to);
  return { ...EMPTY, unread: [fact], diagnostics: [diagnostic('resolve-place-unknown', params, at)] };
}

function isPostalCode({ tokens }: Laying, { to, places }: FactOf<'city'>): boolean {
  return places.length === 0 && tokens[to - 1]?.kind === 'number';
}

/** Places whose ZIP codes begin alike are near. */
function unknownPostalCode(laying: Laying, fact: FactOf<'city'>): Layer {
  const code = laying.tokens[fact.to - 1]?.text ?? '';
  const { places } = laying.library.knowledge;
  const near = places.filter(({ postalCode }) => postalCode.startsWith(code.slice(0, 3)));
  const at = rangeOf(laying.tokens, fact.from, fact.to);
  const around = near.map(({ postalCode, city, state }) => `${postalCode} (${city}, ${state})`).slice(0, 3);
  return {
    ...EMPTY,
    unread: [fact],
    diagnostics: [diagnostic('resolve-postal-code-unknown', { code, nearest: around }, at)],
  };
}

function laid(laying: Laying, facts: readonly Fact[], value: unknown, meaning: string): Layer {
  const [first] = facts;
  const overrides = value === undefined || first === undefined ? [] : [override(laying, PATH, value, first)];
  return { ...EMPTY, overrides, taken: facts.map((fact) => ({ fact, meaning })) };
}
