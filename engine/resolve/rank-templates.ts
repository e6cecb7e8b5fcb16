/** Orders templates by how much of the request speaks for each: its labels first, then its people, cover and events. */
import { ownerOf } from '../diagnostics/index.ts';
import type { Candidate, Probability, Profile } from '../model/index.ts';
import { hardlyHas } from './age-extent.ts';
import { isFact } from './fact.ts';
import type { Fact, FactOf } from './fact.ts';
import { isOfOthers } from './template-ages.ts';
import type { Label, Template } from './template.ts';
import { isPeopleWord } from './read-person.ts';
import { stemsOf } from './tokens.ts';
import type { Token } from './tokens.ts';
import { familyOf, unitsOf } from './unit.ts';
import { QUALIFIERS, TIME_STEMS } from './vocabulary.ts';

export interface Ranked extends Candidate {
  readonly template: Template;
  /** The label whose every unit stands in the request; the longest of them. */
  readonly called: Label | undefined;
  /** Words of its own, its payer, its events or what all of its people have are asked for; not only what some of them have. */
  readonly speaks: boolean;
}

interface Evidence {
  readonly points: number;
  readonly matched: readonly string[];
}

interface Request {
  readonly facts: readonly Fact[];
  readonly tokens: readonly Token[];
  /** The words that stand for each unit. */
  readonly units: ReadonlyMap<string, string>;
  readonly asksForJourney: boolean;
}

/** Less than this speaks for no single template: some of its people happen to have what is asked for. */
export const LEAST_SCORE = 2;
/** How far the first must stand before the second to be meant. */
export const CLEAR_MARGIN = 1.5;

/** Numbers, ages and lengths of time are said of any people. */
function mayStandAlone(unit: string): boolean {
  return !/^(?:number|ages) /.test(unit) && !TIME_STEMS.has(unit) && !QUALIFIERS.has(unit);
}

const NONE: Evidence = { points: 0, matched: [] };
const CALLED = 8;
const CALLED_PER_UNIT = 2;
const CALLED_IN_PART = 6;
const TITLE_DISCOUNT = 3;
const SAME_PAYER = 5;
const OTHER_PAYER = -5;
const EVERYONE_HAS_IT = 4;
const SOME_HAVE_IT = 1;
const NOBODY_SHOULD = -6;
/** Everybody has what nobody asked for. */
const UNASKED = -2;
/** Everybody is in a study that nobody asked for. */
const UNASKED_STUDY = -6;
const PAYER_DENIED = -8;
const AGE_INSIDE = 1;
const AGE_OUTSIDE = -3;
const EVENT_COVERED = 2;
const KIND_ASKED = 5;
/** A profile where a journey is asked for, and a journey where none is. */
const NOT_THE_JOURNEY_ASKED = -3;
const NO_JOURNEY_ASKED = -1;
/** What a journey's default people are worth: a request may give it others. */
const DEFAULT_PEOPLE = 0.25;

/** Best first. Only those for which something in the request speaks. */
export function rankTemplates(
  templates: readonly Template[],
  facts: readonly Fact[],
  tokens: readonly Token[],
): readonly Ranked[] {
  const units = new Map(unitsOf(facts, tokens).map(({ unit, from, to }) => [unit, wordsOf(tokens, from, to)]));
  const request = { facts, tokens, units, asksForJourney: asksForJourney(facts) };
  return templates
    .map((template) => rank(template, request))
    .filter(({ score, matched }) => matched.length > 0 && score > 0)
    .toSorted((a, b) => b.score - a.score || (a.skill < b.skill ? -1 : 1));
}

function rank(template: Template, request: Request): Ranked {
  const labels = hasOtherNumber(template, request) ? [] : template.labels.map((label) => labelEvidence(label, request));
  const called = template.labels
    .filter((label) => isCalled(label, request))
    .toSorted((a, b) => b.units.size - a.units.size)[0];
  const isUnasked = called === undefined && template.profile !== undefined && hasUnasked(template.profile, request);
  const best = isUnasked ? NONE : labels.reduce((one, other) => (other.points > one.points ? other : one), NONE);
  const people = peopleEvidence(template, request);
  const study = called === undefined && isOfStudy(template) ? UNASKED_STUDY : 0;
  const events = eventEvidence(template, request);
  const weight = template.kind === 'journey' ? DEFAULT_PEOPLE : 1;
  const isOther = called === undefined && isOfOthers(template, request.facts);
  const points = best.points + people.points * weight + events.points;
  const matched = [...new Set([...best.matched, ...people.matched, ...events.matched])];
  return {
    skill: template.skill,
    score: points + study + (isOther ? AGE_OUTSIDE : 0) + kindPoints(template, request, called),
    matched,
    template,
    called,
    speaks:
      !isOther && (best.points > 0 || speaksByPeople(template, request, called) || speaksByEvents(events, request)),
  };
}

/** Whether the request asks for its payer or for what makes its people. */
function isItsOwn(template: Template, { facts }: Request): boolean {
  return facts.some((fact) => pointsOfFact(fact, template) >= EVERYONE_HAS_IT);
}

/** A journey that nothing calls is not meant where all its people have what nobody asked for. */
function speaksByPeople(template: Template, request: Request, called: Label | undefined): boolean {
  const { kind, profile } = template;
  const isUnasked = kind === 'journey' && called === undefined && profile !== undefined && hasUnasked(profile, request);
  return !isUnasked && isItsOwn(template, request);
}

/** Many journeys have a diagnosis, or a visit to follow up: they are meant where a journey is asked for. */
function speaksByEvents({ points }: Evidence, { facts }: Request): boolean {
  return points > 0 && facts.some(({ kind }) => kind === 'journey');
}

function isOfStudy({ kind, profile }: Template): boolean {
  return kind === 'profile' && profile?.products.includes('trialsim') === true;
}

/** A label that has only words such as `newly` is called by all of its words. */
function isCalled({ units, text }: Label, request: Request): boolean {
  const isWhole = units.size > 0 && [...units].every((unit) => request.units.has(unit));
  if (!isWhole || [...units].some((unit) => !QUALIFIERS.has(unit))) return isWhole;
  const said = new Set(request.tokens.map(({ stem }) => stem));
  return stemsOf(text).every((stem) => isPeopleWord(stem) || said.has(stem));
}

function labelEvidence(label: Label, request: Request): Evidence {
  const isWhole = isCalled(label, request);
  const found = [...label.units].filter((unit) => request.units.has(unit) && (isWhole || mayStandAlone(unit)));
  const discount = label.source === 'title' ? TITLE_DISCOUNT : 0;
  if (found.length === 0) return NONE;
  const points = isWhole
    ? CALLED + CALLED_PER_UNIT * found.length - discount
    : (CALLED_IN_PART * found.length) / label.units.size;
  return { points, matched: found.map((unit) => request.units.get(unit) ?? unit) };
}

/** `phase 2` calls nothing that is called `phase 3`. */
function hasOtherNumber({ labels }: Template, { units }: Request): boolean {
  const own = new Set(labels.flatMap((label) => [...label.units].filter((unit) => NUMBERED.test(unit))));
  const names = new Set([...own].map(nameOfNumber));
  const asked = [...units.keys()].filter((unit) => NUMBERED.test(unit) && names.has(nameOfNumber(unit)));
  return asked.length > 0 && !asked.some((unit) => own.has(unit));
}

const NUMBERED = /^number \S+ /;

function nameOfNumber(unit: string): string {
  return NUMBERED.exec(unit)?.[0] ?? '';
}

function peopleEvidence(template: Template, request: Request): Evidence {
  const { profile } = template;
  if (profile === undefined) return NONE;
  const found = request.facts.map((fact): Evidence => {
    const points = pointsOfFact(fact, template);
    return {
      points,
      matched: points > 0 && !isFact(fact, 'age', 'agePeople') ? [wordsOf(request.tokens, fact.from, fact.to)] : [],
    };
  });
  return sum([...found, { points: hasUnasked(profile, request) ? UNASKED : 0, matched: [] }]);
}

/** Whether its people are chosen by an illness of which the request says nothing. */
function hasUnasked({ conditions }: Profile, { facts }: Request): boolean {
  const asked = facts.flatMap((fact) => {
    if ((fact.share ?? 1) < 1) return [];
    if (isFact(fact, 'condition')) return [familyOf(fact.condition.code)];
    return isFact(fact, 'code') ? [familyOf(fact.code)] : [];
  });
  const [first] = conditions;
  return first !== undefined && isCertain(first.prevalence) && !asked.includes(familyOf(first.code));
}

function pointsOfFact(fact: Fact, template: Template): number {
  if (isFact(fact, 'condition')) return conditionPoints(fact.condition.code, fact, template);
  if (isFact(fact, 'code')) return conditionPoints(fact.code, fact, template);
  if (isFact(fact, 'payer')) return payerPoints([fact.payer.name], template);
  if (isFact(fact, 'plan'))
    return payerPoints(
      fact.plans.map(({ payer }) => payer),
      template,
    );
  if (isFact(fact, 'age', 'agePeople')) return agePoints(fact, template);
  const denied = isFact(fact, 'denied') ? fact.denied : undefined;
  const isDenied = isFact(denied, 'payer') && denied.payer.name === template.profile?.coverage?.payer.value;
  return isDenied ? PAYER_DENIED : 0;
}

/** What the profile takes from the population says nothing of it; what it inherits speaks for its base, not for it. */
function conditionPoints(code: string, fact: Fact, { profile }: Template): number {
  const held = profile?.conditions.find(
    ({ code: own, at }) => familyOf(own) === familyOf(code) && ownerOf(at) === ownerOf(profile.at),
  );
  if (held === undefined || (fact.share !== undefined && fact.share < 1)) return 0;
  if (held.at.file !== profile?.at.file && fact.negated === undefined) return 0;
  const everyone = isCertain(held.prevalence);
  if (fact.negated) return everyone ? NOBODY_SHOULD : 0;
  return everyone ? EVERYONE_HAS_IT : SOME_HAVE_IT;
}

function payerPoints(payers: readonly string[], { profile }: Template): number {
  if (profile?.coverage === undefined) return 0;
  return payers.includes(profile.coverage.payer.value) ? SAME_PAYER : OTHER_PAYER;
}

function agePoints(fact: FactOf<'age' | 'agePeople'>, template: Template): number {
  return hardlyHas(template.profile, fact) ? AGE_OUTSIDE : AGE_INSIDE;
}

function eventEvidence({ journeys }: Template, request: Request): Evidence {
  const names = new Set(
    journeys.flatMap(({ phases }) => phases.flatMap(({ events }) => events.map((use) => use.definition.name))),
  );
  const covered = request.facts.filter(
    (fact) => fact.kind === 'phrase' && fact.definition.covers.some((event) => names.has(event)),
  );
  return {
    points: covered.length * EVENT_COVERED,
    matched: covered.map(({ from, to }) => wordsOf(request.tokens, from, to)),
  };
}

function kindPoints({ kind }: Template, { asksForJourney: asked }: Request, called: Label | undefined): number {
  if (asked) return kind === 'journey' ? KIND_ASKED : NOT_THE_JOURNEY_ASKED;
  return kind === 'journey' && called === undefined ? NO_JOURNEY_ASKED : 0;
}

/** By the word, or by naming events where no profile is asked for. */
function asksForJourney(facts: readonly Fact[]): boolean {
  if (facts.some(({ kind }) => kind === 'journey')) return true;
  const namesEvents = facts.some((fact) => fact.kind === 'phrase' && fact.definition.covers.length > 0);
  return namesEvents && !facts.some(({ kind }) => kind === 'profile');
}

function isCertain(prevalence: Probability): boolean {
  return prevalence.kind === 'constant' && prevalence.value === 1;
}

function wordsOf(tokens: readonly Token[], from: number, to: number): string {
  return tokens
    .slice(from, to)
    .map(({ text }) => text)
    .join(' ');
}

function sum(evidence: readonly Evidence[]): Evidence {
  return {
    points: evidence.reduce((total, { points }) => total + points, 0),
    matched: evidence.flatMap(({ matched }) => matched),
  };
}
