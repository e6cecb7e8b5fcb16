/**
 * What is measured of an observation that is made of others by a formula: what the formula makes of that which the same event measures of these, or
 * would measure, so that results of one day add up.
 */
import type { Distribution, Knowledge, ObservationConcept, Scalar, Term, ValuesColumn } from '../../model/index.ts';
import { expressionTerm, readsNothing } from '../expressions.ts';
import type { PlannedAttribute } from '../population/attributes.ts';
import { sampleTerm } from '../sampling.ts';
import { call, cast, double, literal } from '../terms.ts';
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
  readonly attribute: PlannedAttribute;
  readonly knowledge: Knowledge;
  /** What people began with, by name. */
  readonly own: (name: string) => Term;
  /** The value at that moment of the part of that number. */
  readonly valueOf: (part: ObservationConcept, number: number) => Term;
  /** How far the whole itself was moved. */
  readonly moved: Term | undefined;
}

/** What is measured, of those whose value is that of the formula; `otherwise` of all others. */
export function madeTerm({ concept, attribute, knowledge, own, valueOf, moved }: Made, otherwise: Term): Term {
  const made = formulaOf(concept.baseline);
  if (made === undefined) return otherwise;
  const parts = partsOf(concept, knowledge);
  const begun = sampleTerm(made, literal(0.5, double), attribute.type, { ...readsNothing, name: own });
  const found = (name: string): Term => {
    const number = parts.findIndex((part) => part.name === name);
    const part = parts[number];
    if (part === undefined)
      throw new Error(`This is a bug in normalize: a formula reads ${name}, of which it is not made.`);
    return cast(measuredTerm(valueOf(part, number), measuringOf(part, partStream(number), knowledge)), double);
  };
  const whole = expressionTerm(made.formula, { ...readsNothing, name: found });
  return {
    kind: 'case',
    branches: [
      {
        when: call('equal', own(concept.name), begun),
        then: written(moved === undefined ? whole : call('add', whole, moved)),
      },
    ],
    otherwise,
  };
}

function formulaOf(distribution: Distribution): Extract<Distribution, { kind: 'derived' }> | undefined {
  if (distribution.kind === 'derived') return distribution;
  if (distribution.kind !== 'conditional') return undefined;
  const last = distribution.rules.find(({ given }) => given === undefined);
  return last && formulaOf(last.distribution);
}
