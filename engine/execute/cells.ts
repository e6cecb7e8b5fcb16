/** Values of a result in the type that its column has. */
import type { PlainValue } from './session.ts';

export function textOf(value: PlainValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
