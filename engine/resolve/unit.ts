/** Facts as units of meaning that labels and requests are compared by: `diabetic` and `E11.9` are one unit. */
import { isFact } from './fact.ts';
import type { Fact, FactOf } from './fact.ts';
import type { Token } from './tokens.ts';
import { ROMAN_NUMBERS } from './vocabulary.ts';

export interface Unit {
  readonly unit: string;
  readonly from: number;
  readonly to: number;
}

/** ICD-10-CM groups codes under a category of three characters. */
export function familyOf(code: string): string {
  return code.slice(0, 3);
}

/** What is denied counts for nothing, nor what only some are to have; nor do counts, ages and function words. */
export function unitsOf(facts: readonly Fact[], tokens: readonly Token[]): readonly Unit[] {
  return facts.flatMap((fact, position): readonly Unit[] => {
    const isOfAll = fact.share === undefined || fact.share === 1;
    const unit = fact.negated || !isOfAll ? undefined : (unitOfNumber(facts, position, tokens) ?? unitOf(fact, tokens));
    const { from, to } = fact;
    return [unit, payerOfPlan(fact)].flatMap((one) => (one === undefined ? [] : [{ unit: one, from, to }]));
  });
}

/** Plans that one payer alone has name it too. */
function payerOfPlan(fact: Fact): string | undefined {
  const payers = new Set(isFact(fact, 'plan') ? fact.plans.map(({ payer }) => payer) : []);
  const [only] = payers;
  return payers.size === 1 && fact.negated === undefined ? `payer ${only}` : undefined;
}

/** `phase 3`, `phase III`: a number names something only behind its word, so `3 arms` is another 3. */
export function unitOfNumber(facts: readonly Fact[], position: number, tokens: readonly Token[]): string | undefined {
  const [before, fact] = [facts[position - 1], facts[position]];
  const token = tokens[fact?.from ?? -1];
  const word = before?.kind === 'unknown' ? (tokens[before.to - 1]?.stem ?? '') : '';
  const roman = word === '' ? undefined : ROMAN_NUMBERS.get(token?.word ?? '');
  const number = token?.kind === 'number' ? token.stem : roman;
  return number !== undefined && isFact(fact, 'unknown', 'number') ? `${numbered(word)}${number}` : undefined;
}

/** What the units of a word with a number begin with. */
export function numbered(stem: string): string {
  return `number ${stem} `;
}

function unitOf(fact: Fact, tokens: readonly Token[]): string | undefined {
  switch (fact.kind) {
    case 'condition':
      return `condition ${familyOf(fact.condition.code)}`;
    case 'code':
      return `condition ${familyOf(fact.code)}`;
    case 'medication':
      return `medication ${fact.medications.map(({ name }) => name).join(', ')}`;
    case 'payer':
      return `payer ${fact.payer.name}`;
    case 'plan':
      return `plan ${fact.plans.map(({ name }) => name).join(', ')}`;
    case 'state':
      return `state ${fact.states.map(({ code }) => code).join(', ')}`;
    case 'city':
      return `city ${fact.places[0]?.city ?? ''}`;
    case 'phrase':
      return `phrase ${fact.definition.phrases[0] ?? ''}`;
    case 'sex':
      return `sex ${fact.sex}`;
    case 'agePeople':
      return unitOfAges(fact);
    case 'unknown':
    case 'number':
      return tokens[fact.from]?.stem;
    case 'count':
    case 'group':
    case 'age':
    case 'months':
    case 'abbreviation':
    case 'born':
    case 'measure':
    case 'otherUnit':
    case 'share':
    case 'seed':
    case 'as_of':
    case 'journey':
    case 'profile':
    case 'negation':
    case 'denied':
    case 'undecided':
    case 'connector':
    case 'person':
    case 'filler':
    case 'mark':
      return undefined;
  }
}

/** `kids` and `children` are one unit. */
export function unitOfAges({ low, high }: FactOf<'agePeople'>): string {
  return `ages ${low ?? ''}-${high ?? ''}`;
}
