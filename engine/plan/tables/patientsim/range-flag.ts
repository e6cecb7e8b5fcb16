/** Where the measured `value` of a row lies to its reference range; empty where there is none to hold it against. */
import type { ColumnType, Term } from '../../../model/index.ts';
import { call, column, literal, output } from '../../terms.ts';

export function rangeFlag(
  type: ColumnType,
  words: { readonly low: string; readonly within: string; readonly high: string },
): Term {
  const isUnheld = call('is_null', call('coalesce', column('low'), column('high')));
  return {
    kind: 'case',
    branches: [
      { when: call('less', output('value'), column('low')), then: literal(words.low, type) },
      { when: call('greater', output('value'), column('high')), then: literal(words.high, type) },
      { when: isUnheld, then: literal(null, type) },
    ],
    otherwise: literal(words.within, type),
  };
}
