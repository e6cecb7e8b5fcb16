/** Conditions of a request over those of a template: what all its people have already stays, the rest is set or dropped. */
import { diagnostic, nearest } from '../diagnostics/index.ts';
import type { ConditionConcept } from '../model/index.ts';
import type { Fact, FactOf } from './fact.ts';
import { diagnosisOf, finerThan } from './diagnosis.ts';
import { alternativesOf } from './either.ts';
import type { Alternative } from './either.ts';
import { isFact } from './fact.ts';
import { combine, EMPTY, factsOf, override, textOfFact, percentOf } from './layer.ts';
import type { Layer, Laying, Taken } from './layer.ts';
import { laidPhrases } from './phrase-effect.ts';
import { entriesOfProfile, entriesOfValue, withAlternative, withShare } from './prevalence-list.ts';
import type { ListEntry } from './prevalence-list.ts';
import { rangeOf, stemsOf } from './tokens.ts';
import { familyOf } from './unit.ts';

interface Step {
  readonly entries: readonly ListEntry[];
  readonly taken: readonly Taken[];
  /** The first fact that changed the list. */
  readonly changedBy: Fact | undefined;
}

export function layConditions(laying: Laying): Layer {
  const all = factsOf(laying, 'condition', 'code');
  const facts = all.filter((fact) => fact.either === undefined || diagnosisOf(fact, laying) === undefined);
  const diagnosed = facts.filter((fact) => diagnosisOf(fact, laying) !== undefined);
  const unknown = facts.filter((fact) => isFact(fact, 'code')).filter((fact) => !diagnosed.includes(fact));
  const ofOneSex = diagnosed.filter((fact) => isOfPartOfBoth(fact, laying));
  const known = diagnosed.filter((fact) => !ofOneSex.includes(fact));
  const replaced = laidPhrases(laying).findLast(setsConditions);
  const changedFirst = laying.profile.source === undefined ? undefined : replaced;
  const start: Step = { entries: entriesAtFirst(laying), taken: [], changedBy: changedFirst };
  const last = known.reduce((step, fact) => takeStep(step, fact, laying), start);
  const either = alternativesOf(laying).filter(({ fact }) => isFact(fact, 'condition', 'code'));
  const changedBy = last.changedBy ?? either[0]?.fact;
  const list = either.reduce(takeAlternative, last.entries).map(({ value }) => value);
  const overrides = changedBy === undefined ? [] : [override(laying, ['conditions'], list, changedBy)];
  return combine([
    { ...EMPTY, overrides, taken: [...last.taken, ...either], unread: ofOneSex },
    ...unknown.map((fact) => unknownCode(laying, fact)),
  ]);
}

/** In the place of what the template has of the same family, but for further alternatives. */
function takeAlternative(
  entries: readonly ListEntry[],
  one: Alternative,
  _at: number,
  all: readonly Alternative[],
): readonly ListEntry[] {
  const isOther = ({ name }: ListEntry): boolean =>
    familyOf(name) === familyOf(one.name) && !all.some((alternative) => alternative.name === name);
  return withAlternative(
    entries.filter((entry) => !isOther(entry)),
    { ...one, key: 'code' },
  );
}

/** `10% pregnant` of women and men: what only one sex has is no share of all. */
function isOfPartOfBoth(fact: FactOf<'condition' | 'code'>, laying: Laying): boolean {
  const sex = diagnosisOf(fact, laying)?.sex;
  if (sex === undefined || fact.negated === true || (fact.share ?? 1) === 1) return false;
  const said = factsOf(laying, 'sex');
  const own = laying.profile.attributes.find(({ name }) => name === 'gender')?.distribution;
  const isSaid = said.length > 0 && said.every((one) => one.sex === sex && one.share === undefined);
  return !isSaid && !(said.length === 0 && own?.kind === 'fixed' && own.value === sex);
}

/** The template's, or those that a phrase puts in their place. */
function entriesAtFirst(laying: Laying): readonly ListEntry[] {
  const set = laidPhrases(laying)
    .flatMap(({ definition }) => definition.set)
    .findLast(({ path }) => path.join('.') === 'conditions');
  if (set !== undefined) return withoutSourced(laying, entriesOfValue(set.value, 'code'));
  return entriesOfProfile(laying.profile.conditions, 'code', laying.library, ({ code }) => code);
}

/** What comes from the population and is not listed, nobody has. */
function withoutSourced({ profile }: Laying, entries: readonly ListEntry[]): readonly ListEntry[] {
  if (profile.source === undefined) return entries;
  const listed = new Set(entries.map(({ name }) => familyOf(name)));
  const others = profile.conditions.filter(({ code }) => !listed.has(familyOf(code)));
  return [...entries, ...others.map(({ code }) => absent(code))];
}

function absent(code: string): ListEntry {
  return { name: code, share: 0, value: { code, prevalence: 0 } };
}

function setsConditions({ definition }: FactOf<'phrase'>): boolean {
  return definition.set.some(({ path }) => path.join('.') === 'conditions');
}

function takeStep(step: Step, fact: FactOf<'condition' | 'code'>, laying: Laying): Step {
  const concept = diagnosisOf(fact, laying);
  if (concept === undefined) return step;
  const isSame = (name: string): boolean => familyOf(name) === familyOf(concept.code);
  if (fact.negated) return drop(step, fact, { concept, isSame, isSourced: laying.profile.source !== undefined });
  if (isOfName(laying, fact) && step.entries.some(({ name }) => isSame(name)) && !isHeldByAll(step, isSame)) {
    return { ...step, taken: [...step.taken, { fact, meaning: 'names the template' }] };
  }
  const { conditions } = laying.library.knowledge;
  const [general] = finerThan(familyOf(concept.code), conditions);
  const isGeneral = general === undefined || general.code === concept.code;
  return hold(step, fact, { concept, isGeneral, isSame, conditions, said: stemsOf(textOfFact(laying, fact)) });
}

/** Who asks for a template by its name asks for the shares that it has. */
function isOfName({ names }: Laying, { from, to, share }: Fact): boolean {
  return share === undefined && names.some((name) => name.from <= from && to <= name.to);
}

function isHeldByAll({ entries }: Step, isSame: (name: string) => boolean): boolean {
  return entries.some(({ name, share }) => isSame(name) && share === 1);
}

interface Dropping extends Pick<Holding, 'concept' | 'isSame'> {
  /** What the profile does not list comes from the population: so nobody is listed as having it. */
  readonly isSourced: boolean;
}

function drop(step: Step, fact: Fact, { concept, isSame, isSourced }: Dropping): Step {
  const { code, display } = concept;
  const others = step.entries.filter(({ name }) => !isSame(name));
  const changed = others.length < step.entries.length;
  const kept = isSourced && changed ? [...others, absent(code)] : others;
  const meaning = `nobody has ${familyOf(code)} (${display})${changed ? '' : ', as in the template'}`;
  return {
    entries: kept,
    taken: [...step.taken, { fact, meaning }],
    changedBy: step.changedBy ?? (changed ? fact : undefined),
  };
}

interface Holding {
  readonly concept: ConditionConcept;
  /** Whether it is what the whole family is called, so that any of the family will do. */
  readonly isGeneral: boolean;
  readonly isSame: (name: string) => boolean;
  readonly conditions: readonly ConditionConcept[];
  /** The words of the request. */
  readonly said: readonly string[];
}

function hold(step: Step, fact: FactOf<'condition' | 'code'>, holding: Holding): Step {
  const { concept, isGeneral, isSame, conditions, said } = holding;
  const share = fact.share ?? 1;
  const isExact = fact.kind === 'code' && fact.code.length > familyOf(fact.code).length;
  const same = step.entries.find(({ name }) => (isExact ? name.startsWith(fact.code) : isSame(name)));
  const row = conditions.find(({ code }) => code === same?.name);
  const isOther = row !== undefined && row.code !== concept.code && (!isGeneral || saysMore(said, row));
  const held = isOther ? undefined : same;
  const whose = share === 1 ? 'everyone has' : `${percentOf(share)} have`;
  if (held?.share === share) {
    const meaning = `${whose} ${held.name}, as in the template`;
    return { ...step, taken: [...step.taken, { fact, meaning }] };
  }
  const name = held?.name ?? concept.code;
  const { display } = conditions.find(({ code }) => code === name) ?? concept;
  const entries = withShare(step.entries, { name, key: 'code', share }, isSame);
  return {
    entries,
    taken: [...step.taken, { fact, meaning: `${whose} ${name} (${display})` }],
    changedBy: step.changedBy ?? fact,
  };
}

/** `CKD stage 3` says more than the `CKD` of a row: another diagnosis of the same family. */
function saysMore(said: readonly string[], { phrases }: ConditionConcept): boolean {
  return phrases.map(stemsOf).some((stems) => stems.length < said.length && stems.every((stem) => said.includes(stem)));
}

function unknownCode(laying: Laying, fact: FactOf<'code'>): Layer {
  const codes = laying.library.knowledge.conditions.map(({ code }) => code);
  const sameFamily = codes.filter((code) => familyOf(code) === familyOf(fact.code)).slice(0, 3);
  const near = sameFamily.length > 0 ? sameFamily : nearest(fact.code, codes);
  const at = rangeOf(laying.tokens, fact.from, fact.to);
  const problem = diagnostic('resolve-code-unknown', { code: textOfFact(laying, fact), nearest: near }, at);
  return { ...EMPTY, unread: [fact], diagnostics: [problem] };
}
