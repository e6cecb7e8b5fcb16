/** The syntax tree of an author's expression (`a1c > 8.0 and severity == 'uncontrolled'`). Never evaluated as code. */
import type { Offset } from './offset.ts';
import type { SourceRange } from './source.ts';

export type ValueType = 'number' | 'text' | 'boolean' | 'date';

export type Expression =
  | { readonly kind: 'number'; readonly value: number; readonly at: SourceRange }
  | { readonly kind: 'text'; readonly value: string; readonly at: SourceRange }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly at: SourceRange }
  | { readonly kind: 'name'; readonly name: string; readonly at: SourceRange }
  | { readonly kind: 'not'; readonly operand: Expression; readonly at: SourceRange }
  | { readonly kind: 'negate'; readonly operand: Expression; readonly at: SourceRange }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: SourceRange;
    }
  | {
      readonly kind: 'in';
      readonly operand: Expression;
      readonly options: readonly Expression[];
      readonly negated: boolean;
      readonly at: SourceRange;
    }
  | {
      readonly kind: 'between';
      readonly operand: Expression;
      readonly low: Expression;
      readonly high: Expression;
      readonly negated: boolean;
      readonly at: SourceRange;
    }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly arguments: readonly Expression[];
      readonly at: SourceRange;
    }
  /** What is worked out of values: `power(bmi, 2)`. */
  | {
      readonly kind: 'function';
      readonly name: FunctionName;
      readonly arguments: readonly Expression[];
      readonly at: SourceRange;
    }
  /** `30 days`, as an argument. */
  | { readonly kind: 'length'; readonly length: Offset; readonly at: SourceRange }
  /** `… at month 6`: the operand as it is that long after the journey's start. */
  | { readonly kind: 'moment'; readonly operand: Expression; readonly after: Offset; readonly at: SourceRange };

export type BinaryOperator = 'and' | 'or' | '+' | '-' | '*' | '/' | '=' | '!=' | '<' | '<=' | '>' | '>=';

/** `if` takes a condition and what holds then and else. What is worked out of something unknown is unknown, also by `least` and `greatest`. */
export type FunctionName = 'power' | 'least' | 'greatest' | 'if';
