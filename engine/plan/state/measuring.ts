/** A measurement: the person's true value at that moment with the variation between two measurements, as exact as it is reported. */
import type { ColumnType, ElementaryDistribution, Scalar, Term, ValuesColumn } from '../../model/index.ts';
import type { Knowledge, ObservationConcept } from '../../model/index.ts';
import { call, cast, column, double, drawBy, integer, literal } from '../terms.ts';
import { variesWith } from './pairs.ts';

/** The type of what is measured. */
export const measure: ColumnType = { kind: 'decimal', precision: 9, scale: 3 };

/** How many standard deviations a measurement may lie from the person's own value. */
const MEASUREMENT_BOUND = 3;
const NOWHERE = { file: '<variation>', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };

const VARIATION: ElementaryDistribution = {
  kind: 'normal',
  mean: 0,
  standardDeviation: 1,
  min: -MEASUREMENT_BOUND,
  max: MEASUREMENT_BOUND,
  at: NOWHERE,
};

/** What can be written of a measurement at most; in UCUM's `%` a part of a whole. */
const LARGEST = 999_999;
const SCORE = '{score}';
const MOST: Readonly<Record<string, number>> = { '%': 100 };
/** A measurement that varies widely still finds something of what there is: this part of it at least. */
const LEAST_FOUND = 0.05;

/** What a row must know of its observation to be measured. */
export const MEASURING_COLUMNS: readonly ValuesColumn[] = [
  { name: 'scale', type: double },
  { name: 'step', type: double },
  { name: 'variation', type: double },
  { name: 'least', type: double },
  { name: 'most', type: double },
  { name: 'value', type: { kind: 'stream' } },
];

/** `event` is the path of what measures. */
export function measuringCells(concept: ObservationConcept, event: string, knowledge: Knowledge): readonly Scalar[] {
  const { decimals } = concept;
  const { withinPersonVariation } = variesWith(concept, knowledge);
  const [scale, step] = [10 ** decimals, 10 ** -decimals];
  const stream = valueStream(concept, event, knowledge);
  return [scale, step, withinPersonVariation, leastOf(concept), mostOf(concept), stream];
}

/** In which it is drawn how far a measurement lies from the true value. */
export function valueStream(concept: ObservationConcept, event: string, knowledge: Knowledge): string {
  return `${event}/${variesWith(concept, knowledge).name}/value`;
}

/** Of what everybody has some of, no measurement says that there is none. */
function leastOf({ baseline, decimals }: ObservationConcept): number {
  return baseline.kind === 'normal' && (baseline.min ?? 0) > 0 ? 10 ** -decimals : 0;
}

/** By which a true value is multiplied in a measurement: the mean of it, and its variance as a part of the square of that. */
export function measuredSpread({
  withinPersonVariation: variation,
}: Pick<ObservationConcept, 'withinPersonVariation'>): {
  readonly mean: number;
  readonly variance: number;
} {
  const cells = Array.from({ length: CELLS }, (_, at) => ((at + 0.5) / CELLS - 0.5) * 2 * MEASUREMENT_BOUND);
  const weighted = cells.map((z) => ({
    weight: Math.exp((-z * z) / 2),
    factor: Math.max(1 + variation * z, LEAST_FOUND),
  }));
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
  const mean = weighted.reduce((sum, { weight, factor }) => sum + weight * factor, 0) / total;
  const square = weighted.reduce((sum, { weight, factor }) => sum + weight * factor ** 2, 0) / total;
  return { mean, variance: square / mean ** 2 - 1 };
}

const CELLS = 600;

/** The most that can be written of a measurement in this unit. */
export function mostOf({ unit, baseline }: Pick<ObservationConcept, 'unit' | 'baseline'>): number {
  return (unit === SCORE ? endOfScale(baseline) : MOST[unit]) ?? LARGEST;
}

/** Of a score, the most that its own row gives: people with an illness are somewhere on the same scale. */
function endOfScale(baseline: ObservationConcept['baseline']): number | undefined {
  if (baseline.kind !== 'conditional') return baseline.kind === 'normal' ? baseline.max : undefined;
  const own = baseline.rules.at(-1);
  return own && endOfScale(own.distribution);
}

/** The most that a measurement can be, as a multiple of the true value. */
export function farthestAbove({ withinPersonVariation }: Pick<ObservationConcept, 'withinPersonVariation'>): number {
  return 1 + MEASUREMENT_BOUND * withinPersonVariation;
}

/** What decides on a measurement beside the true value. */
interface MeasuringTerms {
  readonly scale: Term;
  readonly step: Term;
  readonly variation: Term;
  readonly least: Term;
  readonly most: Term;
  readonly uniform: Term;
}

const OF_ROW: MeasuringTerms = {
  scale: column('scale'),
  step: column('step'),
  variation: column('variation'),
  least: column('least'),
  most: column('most'),
  uniform: drawBy('value'),
};

/** Of an observation that is known while planning; its stream stands in that column. */
export function measuringOf(concept: ObservationConcept, stream: string, knowledge: Knowledge): MeasuringTerms {
  const { decimals } = concept;
  return {
    scale: literal(10 ** decimals, double),
    step: literal(10 ** -decimals, double),
    variation: literal(variesWith(concept, knowledge).withinPersonVariation, double),
    least: literal(leastOf(concept), double),
    most: literal(mostOf(concept), double),
    uniform: drawBy(stream),
  };
}

/** What is measured of a true value, over the columns above where nothing else is said. */
export function measuredTerm(value: Term, by: MeasuringTerms = OF_ROW): Term {
  const deviation: Term = { kind: 'sample', distribution: VARIATION, uniform: by.uniform, type: double };
  const varied = call('add', literal(1, double), call('multiply', by.variation, deviation));
  const factor = call('greatest', varied, literal(LEAST_FOUND, double));
  return written(call('multiply', value, factor), by);
}

/** Within what can be written, to the decimals of the observation: the nearest whole number of its steps. */
export function written(value: Term, { least, most, scale, step }: MeasuringTerms = OF_ROW): Term {
  const within = call('least', call('greatest', value, least), most);
  return cast(call('multiply', cast(call('multiply', within, scale), integer), step), measure);
}
