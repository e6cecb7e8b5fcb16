/** What a few words of a request say, before any template is chosen. */
import type {
  BoundEnd,
  ConditionConcept,
  MedicationConcept,
  PayerConcept,
  PhraseDefinition,
  Place,
  PlanConcept,
  StateConcept,
  UnitConcept,
} from '../model/index.ts';

/** Tokens `from` up to, not including, `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A thing of the library that words can name. Several plans may share their words (`PPO`), so may towns. */
export type Concept =
  | { readonly kind: 'condition'; readonly condition: ConditionConcept }
  /** Several share the words of their class (`statins`). */
  | { readonly kind: 'medication'; readonly medications: readonly MedicationConcept[] }
  | { readonly kind: 'payer'; readonly payer: PayerConcept }
  | { readonly kind: 'plan'; readonly plans: readonly PlanConcept[] }
  /** A state, or those of a region that is named. */
  | { readonly kind: 'state'; readonly states: readonly StateConcept[]; readonly region?: string }
  /**
   * A town, or a county by its name, number or a ZIP code in it, as the places in it: none where no place is known. Of what has
   * `parts`, a city of several counties or several cities, all places are meant.
   */
  | { readonly kind: 'city'; readonly places: readonly Place[]; readonly isCounty?: true; readonly parts?: string }
  | { readonly kind: 'phrase'; readonly definition: PhraseDefinition };

/** What has a number of each person. */
export interface Measure {
  /** Of the observation or attribute. */
  readonly name: string;
  /** UCUM; empty where there is none. */
  readonly unit: string;
  /** How often something happens. */
  readonly isCount: boolean;
  /** Others in which it is said. */
  readonly units: readonly UnitConcept[];
}

export interface MeasureBound {
  readonly measure: Measure;
  readonly low?: BoundEnd;
  readonly high?: BoundEnd;
}

export type FactBody =
  | { readonly kind: 'count'; readonly value: number }
  /** Another count, of people who are not those that were counted before. */
  | { readonly kind: 'group'; readonly value: number }
  /** Completed years, both ends inside. An open end is `undefined`. */
  | { readonly kind: 'age'; readonly low: number | undefined; readonly high: number | undefined }
  /** Completed months, which are no whole years; `years` are the ages in which they lie. */
  | { readonly kind: 'months'; readonly years: readonly [number, number] }
  /** An abbreviation of a state that means something else as well. */
  | { readonly kind: 'abbreviation'; readonly meanings: readonly string[] }
  /** Years of birth, both inside. An open end is `undefined`. */
  | { readonly kind: 'born'; readonly low: number | undefined; readonly high: number | undefined }
  | { readonly kind: 'sex'; readonly sex: 'F' | 'M'; readonly age: 'child' | 'adult' | undefined }
  | { readonly kind: 'share'; readonly share: number }
  /** Of an observation or an attribute, at least one end; `besides` of another by the same words: `over 140/90`; `isBare` without a unit. */
  | ({ readonly kind: 'measure'; readonly besides?: MeasureBound | undefined; readonly isBare?: true } & MeasureBound)
  /** With a number in a unit that the measure has not. */
  | { readonly kind: 'otherUnit'; readonly measure: Measure }
  | { readonly kind: 'seed'; readonly seed: number }
  | { readonly kind: 'as_of'; readonly date: string }
  /** A code as written, which may be a whole family or finer than any row of the library. */
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'journey' }
  | { readonly kind: 'profile' }
  | { readonly kind: 'negation' }
  | { readonly kind: 'connector' }
  /** `singular`: one person may be meant. */
  | { readonly kind: 'person'; readonly singular: boolean }
  | { readonly kind: 'filler' }
  /** People told by how old they are: `children`. Both ends inside. */
  | { readonly kind: 'agePeople'; readonly low: number | undefined; readonly high: number | undefined }
  /** A `not` with what it was said of, where that cannot be left out of a template. */
  | { readonly kind: 'denied'; readonly denied: Fact | undefined }
  /** `Medicare or Medicaid`: an `or` with both its sides, where it leaves open who is which. */
  | { readonly kind: 'undecided'; readonly first: Span; readonly second: Span }
  /** Punctuation or the end of a line. */
  | { readonly kind: 'mark' }
  /** A number that nothing has claimed. */
  | { readonly kind: 'number'; readonly value: number }
  /** A word that nothing knows. */
  | { readonly kind: 'unknown' }
  | Concept;

/**
 * `negated`: said to be absent. `share`: said of this part of the people, in [0, 1]; `exact`: who were counted. `either`: each person
 * has one of those with this number, or several; their shares are open.
 */
export type Fact = FactBody &
  Span & { readonly negated?: true; readonly share?: number; readonly exact?: true; readonly either?: number };

export type FactOf<Kind extends Fact['kind']> = Extract<Fact, { readonly kind: Kind }>;

/** Facts about people, which verbs such as `diagnosed` or `living` belong to. */
export const MEANINGFUL = [
  'condition',
  'code',
  'medication',
  'sex',
  'payer',
  'plan',
  'state',
  'city',
  'phrase',
  'age',
  'agePeople',
  'born',
  'measure',
  'otherUnit',
] as const;

export function isFact<Kind extends Fact['kind']>(
  fact: Fact | undefined,
  ...kinds: readonly Kind[]
): fact is FactOf<Kind> {
  return fact !== undefined && (kinds as readonly string[]).includes(fact.kind);
}

/** Whether it is a part of the whole: `130%` of the people are none. */
export function isShareOfAll({ share }: FactOf<'share'>): boolean {
  return share >= 0 && share <= 1;
}
