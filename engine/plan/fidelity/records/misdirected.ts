/** How much of what came before coverage, which somebody else covered, was sent to this payer all the same. */
import type { Declaration, Relation } from '../../../model/index.ts';
import { leftJoin } from '../../endings.ts';
import { eventKeyOf, rowKey } from '../../keys.ts';
import { hasSeveralSpans, othersCoverBefore } from '../../tables/coverage-spans.ts';
import {
  call,
  cast,
  column,
  filter,
  integer,
  joinOn,
  keep,
  known,
  literal,
  named,
  project,
  table,
} from '../../terms.ts';
import type { Claiming } from './first-claims.ts';
import { CLAIMS, rowsOfMany, shareOf } from './records.ts';

/** Most come before coverage of the youngest alone, and more people would make every build dearer. */
const PEOPLE = 2000;

export function declaredMisdirected(claiming: Claiming): readonly Declaration[] {
  const { records, billing } = claiming;
  const { context, timeline } = records;
  const share = billing.claims.figures.get('misdirected_share');
  const claims = claimsOfAll(claiming);
  if (share === undefined || claims.length === 0 || !records.has('core', 'timeline')) return [];
  if (!othersCoverBefore(context, timeline) || hasSeveralSpans(timeline)) return [];
  return records.of(beforeCoverage(claiming, claims), (sums) => [
    shareOf(
      {
        section: CLAIMS,
        quantity: 'sent here',
        part: '',
        among: 'before coverage',
        people: sums.count(literal(true)),
        at: share.at,
      },
      { holding: sums.count(known(column('is_sent'))), target: billing.figure('misdirected_share') },
    ),
  ]);
}

/** Events with claims that each of them makes, whatever it is for: but of stays and of use that comes once a day, which may give way to others. */
function claimsOfAll({ records, billing }: Claiming): readonly (readonly [event: number, claim: number])[] {
  const { encounterClasses } = records.context.knowledge;
  const stays = new Set(encounterClasses.flatMap(({ code, isStay }) => (isStay === true ? [code] : [])));
  const daily = new Set(encounterClasses.flatMap(({ code, onceADay }) => (onceADay === true ? [code] : [])));
  const told = new Set(billing.templates.flatMap(({ event, reasons }) => (reasons.length > 0 ? [event.key] : [])));
  return billing.templates.flatMap(({ event, key }) => {
    const { times, definition } = event.use;
    const { encounterClass = '', type } = definition;
    const yields = stays.has(encounterClass) || (times !== undefined && daily.has(encounterClass));
    const isSure = !told.has(event.key) && type !== 'admission' && !yields;
    return isSure ? [[event.key, key] as const] : [];
  });
}

/** One row a claim that its event makes, with `is_sent` where it was. */
function beforeCoverage(
  { records: { context }, horizons }: Claiming,
  claims: readonly (readonly [event: number, claim: number])[],
): Relation {
  const rows = rowsOfMany('core', 'timeline', 'timeline_id', context, PEOPLE);
  const happened = project(filter(rows, call('equal', column('status'), literal('happened', STATUS))), [
    ...['person_id', 'occurrence'].map(keep),
    named('event_key', cast(eventKeyOf(column('timeline_id')), integer)),
    named('service_from', call('to_date', column('moment'))),
  ]);
  const made: Relation = {
    kind: 'values',
    columns: ['event_key', 'claim_key'].map((name) => ({ name, type: integer })),
    rows: claims,
  };
  const starts = project(table('membersim', 'enrollments'), [
    named('person_id', column('member_id')),
    keep('start_date'),
  ]);
  const from = column('service_from');
  const early = filter(
    joinOn(joinOn(happened, made, 'event_key'), starts, 'person_id'),
    call('and', call('less', from, column('start_date')), call('less_or_equal', from, horizons.submitted)),
  );
  const sent = project(rowsOfMany('membersim', 'claims', 'claim_id', context, PEOPLE), [
    keep('claim_id'),
    named('is_sent', literal(true)),
  ]);
  const keyed: Relation = {
    kind: 'extend',
    input: early,
    columns: [named('claim_id', rowKey(column('claim_key'), column('occurrence')))],
  };
  return leftJoin(keyed, sent, 'claim_id');
}

const STATUS = { kind: 'enumeration', schema: 'core', name: 'timeline_status' } as const;
