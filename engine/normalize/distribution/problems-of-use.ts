/** What is asked of a distribution by whoever uses it is wrong where it is used, not where it has its name. */
import type { SourceRange } from '../../model/index.ts';
import type { Context } from '../context.ts';
import type { Problems } from '../problems.ts';

/** Problems whose places within named distributions are that of the use. */
export function problemsOfUse(use: SourceRange, { problems, distributions }: Context): Problems {
  const isNamed = (at: SourceRange): boolean => distributions.some(({ data }) => isWithin(at, data.at));
  return { ...problems, report: (code, params, at) => problems.report(code, params, isNamed(at) ? use : at) };
}

function isWithin({ file, start, end }: SourceRange, outer: SourceRange): boolean {
  return file === outer.file && !isBefore(start, outer.start) && !isBefore(outer.end, end);
}

function isBefore(one: SourceRange['start'], other: SourceRange['start']): boolean {
  return one.line < other.line || (one.line === other.line && one.column < other.column);
}
