/** What is declared of how studies go: where they enroll, why people leave, how grave adverse events are, deviations, consent. */
import type { Declaration } from '../../../model/index.ts';
import { trialsOf } from '../../tables/trialsim/index.ts';
import type { Trials } from '../../tables/trialsim/index.ts';
import { call, cast, column, integer, literal, table, text } from '../../terms.ts';
import { readsNothing } from '../../expressions.ts';
import { declaredDistribution } from '../declarations.ts';
import { CONDUCT, quantityOf, shareOf } from './records.ts';
import type { Records } from './records.ts';
import { declaredDeviations } from './trial-deviations.ts';
import { declaredGravity } from './trial-events.ts';
import { declaredSites } from './trial-sites.ts';

export function declaredOfTrials(records: Records): readonly Declaration[] {
  const trials = trialsOf(records.context, records.timeline);
  const [first] = trials;
  if (first === undefined || !records.has('trialsim', 'subjects')) return [];
  const { knowledge } = first;
  return [
    ...declaredSites(records, trials),
    ...declaredSubjects(records, trials),
    ...(records.has('trialsim', 'adverse_events') ? declaredGravity(records, trials) : []),
    ...(records.has('trialsim', 'deviations') && knowledge.deviations.length > 0
      ? declaredDeviations(records, trials)
      : []),
  ];
}

function declaredSubjects(records: Records, trials: Trials): readonly Declaration[] {
  const { discontinuations, rules } = trials[0]?.knowledge ?? { discontinuations: [], rules: undefined };
  const lead = rules?.get('consent_lead_days_max');
  const total = discontinuations.reduce((sum, { share }) => sum + share, 0);
  const ended = cast(column('disposition'), text);
  return records.of(table('trialsim', 'subjects'), (sums) => {
    const left = sums.bind(
      call('or', literal(false), ...discontinuations.map(({ reason }) => call('equal', ended, reason))),
    );
    const people = sums.count(left);
    return [
      ...(discontinuations.length < 2
        ? []
        : discontinuations.map(({ reason, share, at }) =>
            shareOf(
              {
                section: CONDUCT,
                quantity: 'reason for leaving',
                part: reason.toLowerCase(),
                among: '',
                people,
                at,
              },
              { holding: sums.count(call('equal', ended, reason)), target: share / total },
            ),
          )),
      ...(lead === undefined
        ? []
        : declaredDistribution(
            quantityOf({
              section: CONDUCT,
              quantity: 'days from consent to screening',
              value: call('days_between', column('consented_on'), column('screened_on')),
              type: integer,
              at: lead.at,
            }),
            { kind: 'uniform', low: 0, high: lead.value, integer: true, at: lead.at },
            sums,
            readsNothing,
          )),
    ];
  });
}
