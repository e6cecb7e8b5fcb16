/**
 * What is measured of an observation that is made of others by a formula: what the formula makes of that which the same event measures of these, or
 * would measure, so that results of one day add up.
 */
import type { Distribution, Knowledge, ObservationConcept, Scalar, Term, ValuesColumn } from '../../model/index.ts';
import { expressionTerm, readsNothing } from '../expressions.ts';
import type { PlannedAttribute } from '../population/attributes.ts';
import { sampleTerm } from '../sampling.ts';
import { call, cast, double, literal, when } from '../terms.ts';
import { measuredTerm, measuringOf, valueStream, written } from './measuring.ts';

export function partsOf(
  { madeOf = [] }: ObservationConcept,
  { observations }: Knowledge,
): readonly ObservationConcept[] {
  return madeOf.flatMap((name) => observations.find((one) => one.name === name) ?? []);
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

interface Made {
  readonly concept: ObservationConcept;
  /** Those of the observation and of its parts. */
  readonly attributes: readonly PlannedAttribute[];
  readonly knowledge: Knowledge;
  /** What people began with, by name. */
  readonly own: (name: string) => Term | undefined;
  /** The value at that moment; how far events have moved a part stands in the column `change`. */
  readonly valueOf: (attribute: PlannedAttribute, change?: string) => Term;
  /** Whether events move the whole itself. */
  readonly isMoved: boolean;
}

/** What is measured, of those whose value is that of the formula; `otherwise` of all others, and of what is made of nothing. */
export function madeTerm({ concept, attributes, knowledge, own, valueOf, isMoved }: Made, otherwise: Term): Term {
  const made = concept.madeOf === undefined ? undefined : formulaOf(concept.baseline);
  const attributeOf = (name: string): PlannedAttribute | undefined => attributes.find((one) => one.name === name);
  const attribute = attributeOf(concept.name);
  if (made === undefined || attribute === undefined) return otherwise;
  const parts = partsOf(concept, knowledge);
  const begunWith = (name: string): Term => own(name) ?? UNKNOWN;
  const begun = sampleTerm(made, literal(0.5, double), attribute.type, { ...readsNothing, name: begunWith });
  const found = (name: string): Term => {
    const number = parts.findIndex((part) => part.name === name);
    const part = parts[number];
    if (part === undefined)
      throw new Error(`This is a bug in normalize: a formula reads ${name}, of which it is not made.`);
    const known = attributeOf(name);
    const value = known === undefined ? UNKNOWN : valueOf(known, partChange(number));
    return cast(measuredTerm(value, measuringOf(part, partStream(number), knowledge)), double);
  };
  const whole = expressionTerm(made.formula, { ...readsNothing, name: found });
  const itself = begunWith(concept.name);
  const moved = call('subtract', valueOf(attribute), cast(itself, double));
  return when(call('equal', itself, begun), written(isMoved ? call('add', whole, moved) : whole), otherwise);
}

const UNKNOWN = literal(null, double);

function formulaOf(distribution: Distribution): Extract<Distribution, { kind: 'derived' }> | undefined {
  if (distribution.kind === 'derived') return distribution;
  if (distribution.kind !== 'conditional') return undefined;
  const last = distribution.rules.find(({ given }) => given === undefined);
  return last && formulaOf(last.distribution);
}
