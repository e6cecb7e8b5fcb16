/** Phrases that builder skills define: the values they set, and the events they cover where the journey has them. */
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { Journey, Override, ProductName } from '../model/index.ts';
import type { FactOf } from './fact.ts';
import { combine, contradiction, EMPTY, factsOf, override, textOfFact } from './layer.ts';
import type { Layer, Laying } from './layer.ts';
import { layParts } from './lay-parts.ts';
import { kindsOfStates } from './lay-place.ts';
import { boundsOf, namesTemplate } from './phrase-effect.ts';
import { rangeOf } from './tokens.ts';

export function layPhrases(laying: Laying): Layer {
  const withState = kindsOfStates(laying);
  const facts = factsOf(laying, 'phrase').filter((fact) => !withState.includes(fact));
  const whole = facts.filter(({ share }) => share === undefined);
  const layers = whole.map((fact, index) => layPhrase(laying, fact, whole.slice(0, index)));
  return combine([...layers, layParts(laying, facts)]);
}

function layPhrase(laying: Laying, fact: FactOf<'phrase'>, before: readonly FactOf<'phrase'>[]): Layer {
  if (namesTemplate(laying, fact)) return { ...EMPTY, taken: [{ fact, meaning: 'names the template' }] };
  const { aside, instead } = fact.definition;
  if (instead !== undefined) return cannot(laying, fact, instead);
  if (aside !== undefined) return leaveOut(laying, fact, aside);
  const payer = factsOf(laying, 'payer', 'plan')[0];
  if (payer !== undefined && fact.definition.set.some(({ path }) => path[0] === 'coverage'))
    return contradiction(laying, 'coverage', payer, fact);
  const laid = before.filter((other) => !namesTemplate(laying, other));
  const rival = laid.find((other) =>
    other.definition.set.some((one) => fact.definition.set.some((two) => differs(one, two))),
  );
  if (rival !== undefined) return contradiction(laying, pathsOf(fact), rival, fact);
  const { set, covers } = fact.definition;
  const found = eventsOf(laying).filter(({ event }) => covers.includes(event));
  if (covers.length > 0 && found.length === 0 && set.length === 0) return missingEvents(laying, fact);
  const lacking = claimsLacking(laying, fact);
  if (lacking?.severity === 'error') return { ...EMPTY, unread: [fact], diagnostics: [lacking] };
  const settings = set.map(wordsForSetting);
  const events = found.map(({ event, phase }) => `${event} in ${phase}`);
  const meaning = [...settings, ...new Set(events)].join('; ');
  return {
    ...EMPTY,
    overrides: set
      .filter((one) => boundsOf(one) === undefined)
      .map(({ path, value }) => override(laying, path, value, fact)),
    taken: [{ fact, meaning: meaning === '' ? 'nothing to change' : meaning }],
    diagnostics: lacking === undefined ? [] : [lacking],
  };
}

function cannot(laying: Laying, fact: FactOf<'phrase'>, instead: string): Layer {
  const at = rangeOf(laying.tokens, fact.from, fact.to);
  const problem = diagnostic('resolve-unread', { text: textOfFact(laying, fact), instead }, at);
  return { ...EMPTY, unread: [fact], diagnostics: [problem] };
}

/** Whoever is generated, and whatever happens, is the same without these words. */
function leaveOut(laying: Laying, fact: FactOf<'phrase'>, aside: string): Layer {
  const at = rangeOf(laying.tokens, fact.from, fact.to);
  const problem = diagnostic('resolve-aside', { text: textOfFact(laying, fact), aside }, at);
  return { ...EMPTY, unread: [fact], diagnostics: [problem] };
}

/** Claims are those of a payer, for care that somebody uses. */
function claimsLacking(laying: Laying, fact: FactOf<'phrase'>): Diagnostic | undefined {
  const { profile, journeys, library } = laying;
  const asked = fact.definition.set.some(({ path, value }) => path[0] === 'products' && asksForClaims(value));
  if (!asked) return undefined;
  const text = textOfFact(laying, fact);
  const at = rangeOf(laying.tokens, fact.from, fact.to);
  const isInsured = profile.coverage !== undefined || factsOf(laying, 'payer', 'plan').length > 0;
  const payers = library.payers.map(({ name }) => name);
  if (!isInsured) return diagnostic('resolve-claims-uninsured', { text, template: profile.id, payers }, at);
  const isDispensed = profile.medications.length + factsOf(laying, 'medication').length > 0;
  if (profile.utilization !== undefined || journeys.length > 0 || isDispensed) return undefined;
  const others = library.profiles.filter(({ utilization }) => utilization !== undefined).map(({ id }) => id);
  return diagnostic('resolve-claims-without-care', { text, template: profile.id, others }, at);
}

const OF_PAYERS: ReadonlySet<unknown> = new Set<ProductName>(['membersim', 'rxmembersim']);

function asksForClaims(products: unknown): boolean {
  return Array.isArray(products) && products.some((product) => OF_PAYERS.has(product));
}

function wordsForSetting({ path, value }: Override): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return `no ${path.at(-1)}`;
  if (typeof value === 'string' || typeof value === 'number') return `${path.at(-1)} ${value}`;
  const names = Array.isArray(value) ? value.map(nameOfItem) : [];
  const isNamed = names.length > 0 && names.every((name) => name !== undefined);
  return isNamed ? `${path.at(-1)} ${names.join(', ')}` : `${path.join('.')}: ${JSON.stringify(value)}`;
}

/** A condition of a list is called by its code, a medicine by its name. */
function nameOfItem(item: unknown): string | undefined {
  const { code, drug }: { readonly code?: unknown; readonly drug?: unknown } = Object(item);
  const name = code ?? drug ?? item;
  return typeof name === 'string' ? name : undefined;
}

/** One path, two values. */
function differs(one: Override, other: Override): boolean {
  return one.path.join('.') === other.path.join('.') && JSON.stringify(one.value) !== JSON.stringify(other.value);
}

function pathsOf({ definition }: FactOf<'phrase'>): string {
  return definition.set.map(({ path }) => path.join('.')).join(', ');
}

function eventsOf({ journeys }: Laying): readonly { readonly event: string; readonly phase: string }[] {
  return journeys.flatMap(({ phases }) =>
    phases.flatMap(({ name, events }) => events.map(({ definition }) => ({ event: definition.name, phase: name }))),
  );
}

function hasEvent({ phases }: Journey, names: readonly string[]): boolean {
  return phases.some(({ events }) => events.some(({ definition }) => names.includes(definition.name)));
}

function missingEvents(laying: Laying, fact: FactOf<'phrase'>): Layer {
  const params = {
    phrase: textOfFact(laying, fact),
    events: fact.definition.covers,
    journeys: laying.journeys.map(({ id }) => id),
    others: laying.library.journeys.filter((journey) => hasEvent(journey, fact.definition.covers)).map(({ id }) => id),
  };
  const at = rangeOf(laying.tokens, fact.from, fact.to);
  return { ...EMPTY, unread: [fact], diagnostics: [diagnostic('resolve-event-missing', params, at)] };
}
