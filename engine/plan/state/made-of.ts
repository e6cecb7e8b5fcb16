/**
 * What is measured of an observation that is made of others by a formula: what the formula makes of that which the same event measures of these, or
 * would measure, so that results of one day add up. Where the other is worked out from it, it is measured itself, of the value that the formula makes of
 * the other's true one, and a measurement of the other is what follows from it.
 */
import type { Distribution, Knowledge, ObservationConcept, Scalar, Term, ValuesColumn } from '../../model/index.ts';
import { expressionTerm, readsNothing } from '../expressions.ts';
import type { Scope } from '../expressions.ts';
import type { PlannedAttribute } from '../population/attributes.ts';
import { sampleTerm } from '../sampling.ts';
import { call, cast, column, double, literal, when } from '../terms.ts';
import { namesIn } from '../../trees/index.ts';
import { AGE_THEN } from './age-then.ts';
import { measuredTerm, measuringOf, valueStream, written } from './measuring.ts';

/** The observations on which a measurement depends beside its own. */
export function partsOf(
  { madeOf = [], workedOut }: ObservationConcept,
  { observations }: Knowledge,
): readonly ObservationConcept[] {
  const names = workedOut === undefined ? madeOf : [workedOut.from];
  return names.flatMap((name) => observations.find((one) => one.name === name) ?? []);
}

/** The column with the stream of the part of that number. */
const partStream = (number: number): string => `part_${number}`;
/** The column with how far events have moved it. */
export const partChange = (number: number): string => `change_of_part_${number}`;

/** What a row must know besides of an observation that is made of up to so many others. */
export function partColumns(count: number): readonly ValuesColumn[] {
  return Array.from({ length: count }, (_, number) => ({
    name: partStream(number),
    type: { kind: 'stream' as const },
  }));
}

/** `event` is the path of what measures; a row of what is made of fewer, or of nothing, has its own stream in their place. */
export function partCells(
  concept: ObservationConcept,
  event: string,
  { count, knowledge }: { readonly count: number; readonly knowledge: Knowledge },
): readonly Scalar[] {
  const parts = partsOf(concept, knowledge);
  return Array.from({ length: count }, (_, number) => valueStream(parts[number] ?? concept, event, knowledge));
}

/** What formulas read of a person beside observations. */
const OF_PERSON = ['age', 'gender'];

/** Of these the ones that the formulas of a measurement read. */
export function personReads(concept: ObservationConcept, knowledge: Knowledge): readonly string[] {
  const formulas = [concept, ...partsOf(concept, knowledge)].flatMap(({ baseline, workedOut }) => [
    ...(formulaOf(baseline) === undefined ? [] : [formulaOf(baseline)]),
    ...(workedOut === undefined ? [] : [workedOut]),
  ]);
  const read = new Set(formulas.flatMap((one) => (one === undefined ? [] : namesIn(one.formula))));
  return OF_PERSON.filter((name) => read.has(name));
}

interface Made {
  readonly concept: ObservationConcept;
  /** Those of the observation and of its parts. */
  readonly attributes: readonly PlannedAttribute[];
  readonly knowledge: Knowledge;
  /** What people began with, by name. */
  readonly own: (name: string) => Term | undefined;
  /** The value at that moment; how far events have moved a part stands in the column `change`. */
  readonly valueOf: (attribute: PlannedAttribute, change?: string) => Term;
  /** Whether events move it. */
  readonly isMoved: (name: string) => boolean;
}

/** What is measured, of those whose value is that of the formula; `otherwise` of all others, and of what is made of nothing. */
export function madeTerm(made: Made, otherwise: Term): Term {
  const { concept, attributes, knowledge, own, valueOf, isMoved } = made;
  const formula = concept.madeOf === undefined ? undefined : formulaOf(concept.baseline);
  const pair = pairOf(concept, knowledge);
  if (pair !== undefined) return measuredOfPair(pair, made, otherwise);
  const attributeOf = (name: string): PlannedAttribute | undefined => attributes.find((one) => one.name === name);
  const attribute = attributeOf(concept.name);
  if (formula === undefined || attribute === undefined) return otherwise;
  const parts = partsOf(concept, knowledge);
  const found = (name: string): Term => {
    const number = parts.findIndex((part) => part.name === name);
    const part = parts[number];
    if (part === undefined) return ofPerson(name, own);
    const known = attributeOf(name);
    const value = known === undefined ? UNKNOWN : valueOf(known, partChange(number));
    return cast(measuredTerm(value, measuringOf(part, partStream(number), knowledge)), double);
  };
  const whole = expressionTerm(formula.formula, { ...readsNothing, name: found });
  const itself = own(concept.name) ?? UNKNOWN;
  const moved = call('subtract', valueOf(attribute), cast(itself, double));
  const isOfFormula = call('equal', itself, begun(formula, attribute, own));
  return when(isOfFormula, written(isMoved(concept.name) ? call('add', whole, moved) : whole), otherwise);
}

/** Who had the value of the formula in the beginning. */
function begun(formula: Derived, { type }: PlannedAttribute, own: Made['own']): Term {
  return sampleTerm(formula, literal(0.5, double), type, { ...readsNothing, name: (name) => own(name) ?? UNKNOWN });
}

/** At the moment of the measurement. */
function ofPerson(name: string, own: Made['own']): Term {
  return name === 'age' ? column(AGE_THEN) : (own(name) ?? UNKNOWN);
}

/** `told` is worked out from what is measured of `made`, which is made of it. */
interface Pair {
  readonly told: ObservationConcept;
  readonly made: ObservationConcept;
}

function pairOf(concept: ObservationConcept, knowledge: Knowledge): Pair | undefined {
  const [other] = partsOf(concept, knowledge);
  if (other === undefined) return undefined;
  if (concept.workedOut !== undefined) return { told: concept, made: other };
  return other.workedOut?.from === concept.name ? { told: other, made: concept } : undefined;
}

/**
 * Events that move the one move the other. Of those whose values do not follow from one another in the beginning, each is measured by itself.
 */
function measuredOfPair(
  { told, made }: Pair,
  { concept, attributes, knowledge, own, valueOf, isMoved }: Made,
  otherwise: Term,
): Term {
  const of = (one: ObservationConcept): PlannedAttribute | undefined =>
    attributes.find(({ name }) => name === one.name);
  const [first, second, formula] = [of(told), of(made), formulaOf(made.baseline)];
  if (first === undefined || second === undefined || formula === undefined) return otherwise;
  const now = (one: PlannedAttribute): Term => (one.name === concept.name ? valueOf(one) : valueOf(one, partChange(0)));
  const reading = (name: string, value: Term): Scope => ({
    ...readsNothing,
    name: (read) => (read === name ? value : ofPerson(read, own)),
  });
  const madeFrom = (value: Term): Term => expressionTerm(formula.formula, reading(told.name, value));
  const ownOf = (one: PlannedAttribute): Term => cast(own(one.name) ?? UNKNOWN, double);
  const movedBy = (value: Term, change: Term, name: string): Term =>
    isMoved(name) ? call('add', value, change) : value;
  const [theirs, its] = [now(first), now(second)];
  const isOfFormula =
    second.usual === true && second.distribution.kind === 'derived'
      ? literal(true)
      : call('equal', own(made.name) ?? UNKNOWN, begun(formula, second, own));
  const ofFormula = madeFrom(theirs);
  const value = chosen(
    isOfFormula,
    movedBy(ofFormula, call('subtract', its, ownOf(second)), made.name),
    movedBy(its, call('subtract', ofFormula, madeFrom(ownOf(first))), told.name),
  );
  const some = call('greatest', value, literal(10 ** -made.decimals, double));
  if (concept === made || told.workedOut === undefined) return measuredTerm(some);
  const result = cast(measuredTerm(some, measuringOf(made, 'value', knowledge)), double);
  const follows = written(expressionTerm(told.workedOut.formula, reading(made.name, result)));
  const worked: Derived = { kind: 'derived', formula: told.workedOut.formula, decimals: told.decimals, at: told.at };
  const isWorkedOut = call('equal', own(told.name) ?? UNKNOWN, begun(worked, first, own));
  const isSaid = first.usual === true && second.usual !== true;
  return chosen(isSaid ? call('or', isOfFormula, isWorkedOut) : isOfFormula, follows, otherwise);
}

const UNKNOWN = literal(null, double);

/** What holds for everybody needs no asking. */
function chosen(isSo: Term, then: Term, otherwise: Term): Term {
  return isSo.kind === 'literal' && isSo.value === true ? then : when(isSo, then, otherwise);
}

type Derived = Extract<Distribution, { kind: 'derived' }>;

function formulaOf(distribution: Distribution): Derived | undefined {
  if (distribution.kind === 'derived') return distribution;
  if (distribution.kind !== 'conditional') return undefined;
  const last = distribution.rules.find(({ given }) => given === undefined);
  return last && formulaOf(last.distribution);
}
