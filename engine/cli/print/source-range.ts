/** What is a place in a skill file, among the values of a plan or a specification. */
import type { SourceRange } from '../../model/index.ts';

export function isSourceRange(value: unknown): value is SourceRange {
  return typeof value === 'object' && value !== null && 'file' in value && 'start' in value && 'end' in value;
}
