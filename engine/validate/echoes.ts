/** Errors that say again what another says of the same text: what does not fit its schema is wrong in every other way too. */
import { nearest } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';

/** The first of these that stands at a place says what is wrong there. */
const OF_VALUES = ['validate-size', 'validate-value-kind', 'validate-value-unknown', 'validate-value-form'];

export function withoutEchoes(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const said = new Map<string, Diagnostic>();
  for (const code of OF_VALUES) {
    for (const one of diagnostics) if (one.code === code && !said.has(placeOf(one))) said.set(placeOf(one), one);
  }
  const undeclared = new Set(diagnostics.filter(isOfParameters).map(({ at }) => at?.file));
  return diagnostics.filter((one) => {
    if (one.severity !== 'error') return true;
    if (one.code === 'validate-parameter-unknown' && undeclared.has(one.at?.file)) return false;
    const first = said.get(placeOf(one));
    return first === undefined || first === one;
  });
}

function placeOf({ at }: Diagnostic): string {
  return at === undefined ? '' : `${at.file}:${at.start.line}:${at.start.column} ${at.heir ?? ''}`;
}

/** Whether the front matter means to declare parameters, and cannot be read as doing so. */
function isOfParameters({ code, params }: Diagnostic): boolean {
  if (code === 'validate-value-kind') return 'subject' in params && params.subject === '`parameters`';
  if (code !== 'validate-key-unknown' || !('key' in params) || !('within' in params)) return false;
  return params.within.includes('front matter') && nearest(params.key, ['parameters']).length > 0;
}
