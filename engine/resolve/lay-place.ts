/** States and towns of a request: people live there, in proportion to their populations. A town stands for its county. */
import { diagnostic } from '../diagnostics/index.ts';
import type { Place } from '../model/index.ts';
import { isFact } from './fact.ts';
import type { Fact, FactOf } from './fact.ts';
import { combine, contradiction, EMPTY, factsOf, override } from './layer.ts';
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
  const unknown = cities.filter(({ places }) => places.length === 0);
  const found = cities.filter((fact) => !unknown.includes(fact)).map((fact) => ({ fact, place: placeOf(fact, codes) }));
  const places = found.map(({ place }) => place).filter((place) => place !== undefined);
  const lost = found.filter(({ place }) => place === undefined).map(({ fact }) => fact);
  const counties = [...new Set(places.map(({ countyFips }) => countyFips))];
  const names = places.map(({ city, state, countyFips }) => `county ${countyFips} (${city}, ${state})`);
  const [state] = states;
  const taken = [...found.filter(({ place }) => place !== undefined).map(({ fact }) => fact), ...states];
  const value = counties.length === 1 ? { county_fips: counties[0] } : { county_fips: counties };
  return combine([
    places.length === 0 ? EMPTY : laid(laying, taken, value, `people of ${[...new Set(names)].join(', ')}`),
    ...unknown.map((fact) => unknownPostalCode(laying, fact)),
    ...lost.map((fact) => contradiction(laying, 'geography', state ?? fact, fact)),
  ]);
}

/** Places whose ZIP codes begin alike are near. */
function unknownPostalCode(laying: Laying, fact: FactOf<'city'>): Layer {
  const code = laying.tokens[fact.to - 1]?.text ?? '';
  const { places } = laying.library.knowledge;
  const near = places.filter(({ postalCode }) => postalCode.startsWith(code.slice(0, 3)));
  const at = rangeOf(laying.tokens, fact.from, fact.to);
  const nearest = near.map(({ postalCode, city, state }) => `${postalCode} (${city}, ${state})`).slice(0, 3);
  return {
    ...EMPTY,
    unread: [fact],
    diagnostics: [diagnostic('resolve-postal-code-unknown', { code, nearest }, at)],
  };
}

/** Of several towns with one name, the largest. */
function placeOf({ places }: FactOf<'city'>, states: ReadonlySet<string>): Place | undefined {
  return places
    .filter(({ state }) => states.size === 0 || states.has(state))
    .toSorted((a, b) => b.population - a.population)[0];
}

function laid(laying: Laying, facts: readonly Fact[], value: unknown, meaning: string): Layer {
  const [first] = facts;
  const overrides = value === undefined || first === undefined ? [] : [override(laying, PATH, value, first)];
  return { ...EMPTY, overrides, taken: facts.map((fact) => ({ fact, meaning })) };
}
