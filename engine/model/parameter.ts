/** Values of a template that whoever uses it may set. */
import type { Scalar, SourceRange } from './source.ts';

export type ParameterKind = 'number' | 'integer' | 'text' | 'boolean' | 'date';

export interface ParameterDefinition {
  readonly name: string;
  readonly kind: ParameterKind;
  readonly description: string | undefined;
  /** Where nobody sets it. */
  readonly value: Scalar;
  readonly min: number | undefined;
  readonly max: number | undefined;
  /** The values that it may have; any where absent. */
  readonly values: readonly Scalar[] | undefined;
  /** Where the default stands. */
  readonly at: SourceRange;
}

/** What somebody gives a parameter. */
export interface ParameterSetting {
  readonly name: string;
  readonly value: Scalar;
  readonly at: SourceRange;
}
