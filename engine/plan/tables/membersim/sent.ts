/** Claims as they are sent: when they come in, what is drawn about them, and those that come again. */
import type { ColumnType, Distribution, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { ClaimTemplate } from '../../billing/templates.ts';
import { leftJoin } from '../../endings.ts';
import { readsNothing } from '../../expressions.ts';
import { sampleTerm } from '../../sampling.ts';
import type { Timeline } from '../../timeline.ts';
import {
  call,
  cast,
  column,
  double,
  filter,
  integer,
  joinOn,
  literal,
  named,
  output,
  smallint,
  when,
} from '../../terms.ts';
import type { Billing } from './billing.ts';
import { othersCoverBefore } from '../coverage-spans.ts';
import { reasonKnown } from './claim-diagnoses.ts';
import { chosenOf, claimTerms, drawnStays } from './claim-values.ts';
import { drawKey, drawOfClaim } from './draws.ts';
import { fateTerms, isSentHere, sendingTerms } from './fate.ts';
import { insured, spanned } from './insured.ts';
import { withClaimKeys } from './reason-claims.ts';
import { servicesOf } from './services.ts';

/** What is drawn about a claim before all is gathered that it depends on: few columns stand beside the draws here. */
function drawnAhead(billing: Billing): readonly string[] {
  const hasStays = chosenOf(billing).stays.size > 0;
  return ['fate', 'submission', 'payment', 'intensity', ...(hasStays ? ['drg'] : [])];
}

/** Claims as they are sent: those that are drawn to be sent again, twice. */
function sentOf(services: Relation, billing: Billing): Relation {
  const keyed: Relation = {
    kind: 'extend',
    input: withClaimKeys(services, billing),
    columns: [named('draw_key', drawKey())],
  };
  const fated: Relation = {
    kind: 'extend',
    input: keyed,
    columns: drawnAhead(billing).map((what) => named(`drawn:${what}`, drawOfClaim(what))),
  };
  const versions: Relation = {
    kind: 'values',
    columns: ['again', 'version'].map((name) => ({ name, type: integer })),
    rows: [
      [0, 0],
      [1, 0],
      [1, 1],
    ],
  };
  return joinOn({ kind: 'extend', input: fated, columns: sendingTerms(billing) }, versions, 'again');
}

/** Claims with when they come in and what is drawn about them. */
export function sent(context: PlanContext, timeline: Timeline, billing: Billing): Relation {
  const services = spanned(servicesOf(context, timeline, billing), context, timeline);
  const ofReasons = drawnStays(billing);
  const claims = withStays(
    joinOn(sentOf(services, billing), claimTerms(billing, context), 'claim_key'),
    ofReasons,
    billing,
  );
  const chosen = chosenOf(billing);
  const lag = (all: readonly Distribution[], of: string): Term => drawn(all, of, integer);
  const stays = [...chosen.stays.values()];
  const other = column('other_stay_number');
  const drawnOther = ofReasons.length === 0 ? other : call('coalesce', column('drawn_stay_number'), other);
  const stay = when(output('reason_known'), column('stay_number'), drawnOther);
  const none = literal(null, billing.types.drg);
  const drawnStay: Term = {
    kind: 'case',
    branches: [
      { when: call('is_null', stay), then: none },
      ...stays.map((drgs, number) => ({ when: call('equal', stay, number), then: drgOf(drgs, context, billing) })),
    ],
    otherwise: none,
  };
  const dated: Relation = {
    kind: 'extend',
    input: insured(claims, { timeline, billing }),
    columns: [
      named(
        'days',
        cast(call('greatest', 1, call('days_between', column('service_from'), column('service_to'))), smallint),
      ),
      named('first_received', call('add_days', column('service_to'), lag(chosen.submission, 'submission'))),
      named('first_decided', call('add_days', output('first_received'), lag(chosen.payment, 'payment'))),
      named('intensity_drawn', drawn(chosen.intensity, 'intensity', double)),
      named('reason_known', reasonKnown(billing)),
      named('drg', stays.length === 0 ? none : drawnStay),
      ...fateTerms(billing),
    ],
  };
  const isSent = call('or', call('equal', column('version'), 0), column('corrected'), column('duplicated'));
  return filter(dated, othersCoverBefore(context, timeline) ? call('and', isSent, isSentHere(billing)) : isSent);
}

function drgOf(drgs: ClaimTemplate['drgs'], { cohort }: PlanContext, { types }: Billing): Term {
  const total = drgs.reduce((sum, { share }) => sum + share, 0);
  const options = drgs.map(({ drg, share, at }) => ({ value: drg, weight: share / total, at }));
  const distribution = { kind: 'categorical' as const, at: drgs[0]?.at ?? cohort.profile.at, options };
  return { kind: 'sample', distribution, uniform: column('drawn:drg'), type: types.drg };
}

/** With `drawn_stay_number`, of the groups of a stay for what was drawn, where that has groups of its own. Most stays have the same for the same reasons. */
function withStays(claims: Relation, ofReasons: ReturnType<typeof drawnStays>, { types }: Billing): Relation {
  if (ofReasons.length === 0) return claims;
  const kinds = new Map<string, { readonly stays: typeof ofReasons; readonly keys: number[] }>();
  for (const key of new Set(ofReasons.map((one) => one.key))) {
    const stays = ofReasons.filter((one) => one.key === key);
    const alike = JSON.stringify(stays.map(({ code, stay }) => [code, stay]));
    const found = kinds.get(alike) ?? { stays, keys: [] };
    found.keys.push(key);
    kinds.set(alike, found);
  }
  const numbered = [...kinds.values()];
  const kindsOfClaims: Relation = {
    kind: 'values',
    columns: ['claim_key', 'stay_kind'].map((name) => ({ name, type: integer })),
    rows: numbered.flatMap(({ keys }, kind) => keys.map((key) => [key, kind])),
  };
  const staysOfKinds: Relation = {
    kind: 'values',
    columns: [
      { name: 'stay_kind', type: integer },
      { name: 'given_reason', type: types.reason },
      { name: 'drawn_stay_number', type: integer },
    ],
    rows: numbered.flatMap(({ stays }, kind) => stays.map(({ code, stay }) => [kind, code, stay])),
  };
  return leftJoin(leftJoin(claims, kindsOfClaims, 'claim_key'), staysOfKinds, 'stay_kind', 'given_reason');
}

/** The distribution whose number the claim has, which reads nothing of a person, at the draw of that name. */
function drawn(all: readonly Distribution[], of: string, type: ColumnType): Term {
  const at = (one: Distribution): Term => sampleTerm(one, column(`drawn:${of}`), type, readsNothing);
  const [first, ...rest] = all;
  if (first === undefined) return literal(0, type);
  return {
    kind: 'case',
    branches: rest.map((one, index) => ({ when: call('equal', column(`${of}_number`), index + 1), then: at(one) })),
    otherwise: at(first),
  };
}

/** What has come in by `as_of`. */
export function received(claims: Relation, asOf: Term): Relation {
  const again = call('equal', column('version'), 1);
  const wait = column('wait_days');
  const afterFirst = when(column('corrected'), column('first_decided'), column('first_received'));
  const dated: Relation = {
    kind: 'extend',
    input: claims,
    columns: [
      named('again_received', call('add_days', afterFirst, wait)),
      named(
        'again_decided',
        call(
          'add_days',
          output('again_received'),
          call('days_between', column('first_received'), column('first_decided')),
        ),
      ),
      named('received_on', when(again, output('again_received'), column('first_received'))),
      named('decided_on', when(again, output('again_decided'), column('first_decided'))),
    ],
  };
  return filter(dated, call('less_or_equal', column('received_on'), asOf));
}
