/** What reference skills say quality of care is measured by. */
import type { Ages } from './chart.ts';
import type { Expression } from './expression.ts';
import type { SourceRange } from './source.ts';

export interface QualityMeasure {
  readonly name: string;
  readonly display: string;
  readonly ages: Ages;
  readonly sex: 'F' | 'M' | undefined;
  /** Asks for conditions, medicines, age and gender alone. */
  readonly given: Expression | undefined;
  readonly everyMonths: number;
  /** One of them closes the gap. */
  readonly closedBy: readonly MeasureCloser[];
  /** All of them close the gap, by the value measured last. */
  readonly control: readonly MeasureControl[];
  readonly at: SourceRange;
}

/** `name` is that of a row of the reference, the beginning of a code, or that of an event of the catalogue. */
export interface MeasureCloser {
  readonly kind: 'procedure' | 'vaccine' | 'observation' | 'medication' | 'condition' | 'event';
  readonly name: string;
  readonly at: SourceRange;
}

export interface MeasureControl {
  readonly observation: string;
  readonly operator: 'less' | 'less_or_equal' | 'greater' | 'greater_or_equal';
  readonly limit: number;
}
