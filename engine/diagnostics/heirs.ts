/** Diagnostics about a file that another skill extends: whose they are, and which of them only say again what the file has itself. */
import type { SourceRange } from '../model/index.ts';
import type { Diagnostic } from './diagnostic.ts';

/** The file that is read there: the heir's, not the one in which it is written. */
export function ownerOf({ file, heir }: SourceRange): string {
  return heir === undefined ? file : heir.replace(/:\d+$/, '');
}

/** Without what is wrong with an heir only because it is wrong with what it extends. */
export function withoutInherited(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (!diagnostics.some(({ at }) => at?.heir !== undefined)) return diagnostics;
  const own = new Set(diagnostics.filter(({ at }) => at?.heir === undefined).map(matterOf));
  return diagnostics.filter((one) => one.at?.heir === undefined || !own.has(matterOf(one)));
}

function matterOf({ code, message, at }: Diagnostic): string {
  return JSON.stringify([code, message, at?.file, at?.start]);
}
