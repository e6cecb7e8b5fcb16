/**
 * Values that some people lack: none is drawn of them, or the formula that makes theirs divides by what is 0 of these people, or has no power of
 * what they have.
 */
import type { Distribution, Expression } from '../model/index.ts';
import type { PlannedAttribute } from './population/attributes.ts';
import { leavesOf } from '../trees/index.ts';

/** Of these the ones that can be lacking: a formula may read another. */
export function canLack(
  some: readonly PlannedAttribute[],
  all: readonly PlannedAttribute[],
): readonly PlannedAttribute[] {
  const isSource = all.some(({ distribution }) => hasNone(distribution) || formulasOf(distribution).some(divides));
  if (!isSource) return [];
  return some.filter(({ distribution }) => hasNone(distribution) || formulasOf(distribution).length > 0);
}

function hasNone(distribution: Distribution): boolean {
  return leavesOf(distribution).some((leaf) => leaf.kind === 'fixed' && leaf.value === null);
}

function formulasOf(distribution: Distribution): readonly Expression[] {
  return leavesOf(distribution).flatMap((leaf) => (leaf.kind === 'derived' ? [leaf.formula] : []));
}

/** By more than a number that stands there. */
function divides(formula: Expression): boolean {
  if (formula.kind === 'negate') return divides(formula.operand);
  if (formula.kind === 'function')
    return formula.arguments.some(divides) || (formula.name === 'power' && !isRaisedSurely(formula));
  if (formula.kind !== 'binary') return false;
  const { operator, left, right } = formula;
  const isByNumber = right.kind === 'number' && right.value !== 0;
  return (operator === '/' && !isByNumber) || divides(left) || divides(right);
}

/** Of a number above 0 there is any power, and of any number its square, but not what divides by it. */
function isRaisedSurely({ arguments: [base, exponent] }: Extract<Expression, { kind: 'function' }>): boolean {
  if (base?.kind === 'number' && base.value > 0) return true;
  return exponent?.kind === 'number' && Number.isInteger(exponent.value) && exponent.value >= 0;
}
