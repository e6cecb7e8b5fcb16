/** Deviations of a study: which of those with the same occasion, and how many are major. */
import type { Declaration, Term } from '../../../model/index.ts';
import type { Trials } from '../../tables/trialsim/index.ts';
import { boolean, call, cast, column, double, literal, table, text } from '../../terms.ts';
import { declaredOfEach } from '../declarations.ts';
import { CONDUCT, quantityOf, shareOf } from './records.ts';
import type { Records } from './records.ts';

export function declaredDeviations(records: Records, trials: Trials): readonly Declaration[] {
  const deviations = trials[0]?.knowledge.deviations ?? [];
  const term = cast(column('term'), text);
  return records.of(table('trialsim', 'deviations'), (sums) => {
    const chance: Term = {
      kind: 'case',
      branches: deviations.map((one) => ({ when: call('equal', term, one.term), then: literal(one.major, double) })),
      otherwise: literal(0, double),
    };
    const [first] = deviations;
    return [
      ...deviations.flatMap(({ term: name, occasion, weight, at }) => {
        const others = deviations.filter((one) => one.occasion === occasion);
        const total = others.reduce((sum, one) => sum + one.weight, 0);
        if (others.length < 2 || total === 0) return [];
        const among = call('or', literal(false), ...others.map((one) => call('equal', term, one.term)));
        return [
          shareOf(
            {
              section: CONDUCT,
              quantity: 'deviation',
              part: name,
              among: '',
              people: sums.count(among),
              at,
            },
            { holding: sums.count(call('equal', term, name)), target: weight / total },
          ),
        ];
      }),
      ...(first === undefined
        ? []
        : [
            declaredOfEach(
              quantityOf({
                section: CONDUCT,
                quantity: 'deviation',
                value: call('equal', cast(column('severity'), text), 'MAJOR'),
                type: boolean,
                at: first.at,
              }),
              sums.bind(chance),
              sums,
              'major',
            ),
          ]),
    ];
  });
}
