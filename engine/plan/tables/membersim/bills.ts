/** `scratch.bills`: every claim as the payer receives it, priced, with what becomes of it; nobody's share is known yet. */
import type { ColumnType, Distribution, PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import type { Scope } from '../../expressions.ts';
import { rowKey } from '../../keys.ts';
import { sampleTerm } from '../../sampling.ts';
import type { Timeline } from '../../timeline.ts';
import {
  bigint,
  boolean,
  call,
  cast,
  column,
  date,
  day,
  double,
  filter,
  integer,
  joinOn,
  keep,
  literal,
  wideMoney,
  named,
  output,
  project,
  smallint,
  table,
  when,
} from '../../terms.ts';
import type { Billing } from './billing.ts';
import { chosenOf, claimKeys, drawnStays, claimTerms, SHARING } from './claim-values.ts';
import { insured, spanned } from './insured.ts';
import { servicesOf } from './services.ts';
import { otherDiagnoses, principalTerm, reasonKnown } from './claim-diagnoses.ts';
import { drawKey, drawOfClaim } from './draws.ts';
import { adjustmentTerms, fateTerms, sendingTerms } from './fate.ts';
import { scratchColumns } from '../../scratch-columns.ts';

export const BILLS: Relation = table('scratch', 'bills');

function billColumns({ types }: Billing): readonly { readonly name: string; readonly type: ColumnType }[] {
  return [
    { name: 'claim_id', type: bigint },
    { name: 'claim_key', type: integer },
    { name: 'person_id', type: integer },
    { name: 'occurrence', type: smallint },
    { name: 'version', type: smallint },
    { name: 'plan_id', type: integer },
    { name: 'plan_year', type: smallint },
    { name: 'drg', type: types.drg },
    { name: 'diagnosis', type: types.diagnosis },
    { name: 'diagnosis_2', type: types.diagnosis },
    { name: 'diagnosis_3', type: types.diagnosis },
    { name: 'diagnosis_4', type: types.diagnosis },
    { name: 'provider_id', type: bigint },
    { name: 'facility_id', type: bigint },
    { name: 'in_network', type: boolean },
    { name: 'service_from', type: date },
    { name: 'service_to', type: date },
    { name: 'days', type: smallint },
    { name: 'received_on', type: date },
    { name: 'decided_on', type: date },
    { name: 'first_decided', type: date },
    { name: 'status', type: types.status },
    { name: 'adjustment_group', type: types.group },
    { name: 'adjustment_code', type: types.code },
    { name: 'approved', type: boolean },
    { name: 'charge_factor', type: double },
    { name: 'factor', type: double },
    { name: 'charge', type: wideMoney },
    { name: 'allowed', type: wideMoney },
    { name: 'copay', type: wideMoney },
    { name: 'is_shared', type: boolean },
    { name: 'coinsurance_rate', type: { kind: 'decimal', precision: 5, scale: 4 } },
    { name: 'secondary', type: boolean },
  ];
}

export function billsTable(context: PlanContext, timeline: Timeline, billing: Billing): PlannedTable {
  const columns = billColumns(billing);
  const asOf = day(context.cohort.profile.asOf.value);
  return {
    schema: 'scratch',
    name: 'bills',
    fill: 'scratch',
    comment: 'Claims as they are received.',
    columns: scratchColumns(columns),
    primaryKey: ['claim_id'],
    relation: project(
      priced(received(sent(context, timeline, billing), asOf), billing, asOf),
      columns.map(({ name }) => keep(name)),
    ),
    origins: billing.templates.map(({ rule }) => rule.at),
  };
}

/** What is drawn about a claim before all is gathered that it depends on: few columns stand beside the draws here. */
function drawnAhead(billing: Billing): readonly string[] {
  const hasStays = chosenOf(billing).stays.size > 0;
  return ['fate', 'submission', 'payment', 'intensity', ...(hasStays ? ['drg'] : [])];
}

/** Claims as they are sent: those that are drawn to be sent again, twice. */
function sentOf(services: Relation, billing: Billing): Relation {
  const keyed: Relation = {
    kind: 'extend',
    input: joinOn(services, claimKeys(billing), 'event_key'),
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
function sent(context: PlanContext, timeline: Timeline, billing: Billing): Relation {
  const services = spanned(servicesOf(context, timeline, billing), context, timeline);
  const claims = joinOn(sentOf(services, billing), claimTerms(billing, context), 'claim_key');
  const chosen = chosenOf(billing);
  const lag = (all: readonly Distribution[], of: string): Term => drawn(all, of, integer);
  const stays = [...chosen.stays.values()];
  const stay = when(output('reason_known'), column('stay_number'), otherStay(billing));
  const drawnStay: Term = {
    kind: 'case',
    branches: stays.map((drgs, number) => ({
      when: call('equal', stay, number),
      then: {
        kind: 'sample',
        distribution: {
          kind: 'categorical',
          at: drgs[0]?.at ?? context.cohort.profile.at,
          options: drgs.map(({ drg, share, at }) => ({
            value: drg,
            weight: share / drgs.reduce((sum, one) => sum + one.share, 0),
            at,
          })),
        },
        uniform: column('drawn:drg'),
        type: billing.types.drg,
      },
    })),
    otherwise: literal(null, billing.types.drg),
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
      named('drg', stays.length === 0 ? literal(null, billing.types.drg) : drawnStay),
      ...fateTerms(billing),
    ],
  };
  const isSent = call('or', call('equal', column('version'), 0), column('corrected'), column('duplicated'));
  return filter(dated, isSent);
}

/** The groups of a stay that is for something else: for what was drawn, where that has groups of its own. */
function otherStay(billing: Billing): Term {
  const branches = drawnStays(billing).map(({ key, code, stay }) => ({
    when: call(
      'and',
      call('equal', column('claim_key'), key),
      call('equal', column('given_reason'), literal(code, billing.types.reason)),
    ),
    then: literal(stay),
  }));
  const otherwise = column('other_stay_number');
  return branches.length === 0 ? otherwise : { kind: 'case', branches, otherwise };
}

/** Distributions of claims read nothing of a person: they were refused where they stand. */
const NOBODY: Scope = {
  name: () => literal(null),
  hasCondition: () => literal(false),
  hasMedication: () => literal(false),
};

/** The distribution whose number the claim has, at the draw of that name. */
function drawn(all: readonly Distribution[], of: string, type: ColumnType): Term {
  const at = (one: Distribution): Term => sampleTerm(one, column(`drawn:${of}`), type, NOBODY);
  const [first, ...rest] = all;
  if (first === undefined) return literal(0, type);
  return {
    kind: 'case',
    branches: rest.map((one, index) => ({ when: call('equal', column(`${of}_number`), index + 1), then: at(one) })),
    otherwise: at(first),
  };
}

/** What has come in by `as_of`. */
function received(claims: Relation, asOf: Term): Relation {
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

function priced(claims: Relation, billing: Billing, asOf: Term): Relation {
  const again = call('equal', column('version'), 1);
  const pays = call('or', isStatus('paid', billing), isStatus('corrected', billing));
  const weights = new Map(
    [...chosenOf(billing).stays.values()].flatMap((drgs) => drgs.map(({ drg, weight }) => [drg, weight] as const)),
  );
  const weight: Term = {
    kind: 'case',
    branches: [...weights].map(([drg, value]) => ({
      when: call('equal', column('drg'), literal(drg, billing.types.drg)),
      then: literal(value, double),
    })),
    otherwise: literal(1, double),
  };
  const perDay = when(column('per_day'), cast(column('days'), double), literal(1, double));
  const size = call(
    'multiply',
    call('multiply', column('intensity_drawn'), perDay),
    weights.size === 0 ? literal(1, double) : weight,
  );
  const rate = when(column('in_network'), column('rate_in'), column('rate_out'));
  const decided: Relation = {
    kind: 'extend',
    input: claims,
    columns: [
      named('claim_id', rowKey(when(again, column('again_key'), column('claim_key')), column('occurrence'))),
      named('plan_year', cast(call('year_of', column('service_from')), smallint)),
      ...adjustmentTerms(billing, asOf),
      named('size', size),
      named('diagnosis', principalTerm(billing)),
    ],
  };
  const shares = (kind: keyof typeof SHARING): Term => call('equal', column('sharing'), SHARING[kind]);
  const copayOf: Term = {
    kind: 'case',
    branches: [
      { when: shares('primary_care'), then: column('primary_care_copay') },
      { when: shares('specialist'), then: column('specialist_copay') },
    ],
    otherwise: literal(null, wideMoney),
  };
  const amounts: Relation = {
    kind: 'extend',
    input: decided,
    columns: [
      ...otherDiagnoses(billing),
      named('factor', when(pays, call('multiply', column('size'), rate), literal(0, double))),
      named(
        'charge_factor',
        call(
          'multiply',
          column('size'),
          call('greatest', column('list_rate'), call('multiply', rate, literal(LEAST_DISCOUNT, double))),
        ),
      ),
      named('charge', cast(call('multiply', output('charge_factor'), column('price')), wideMoney)),
      named('allowed', cast(call('multiply', output('factor'), column('price')), wideMoney)),
      named('copay_due', copayOf),
      named('coinsurance_rate', when(column('in_network'), column('coinsurance_in'), column('coinsurance_out'))),
    ],
  };
  const nothing = literal(0, wideMoney);
  return {
    kind: 'extend',
    input: amounts,
    columns: [
      named('copay', call('least', column('allowed'), call('coalesce', column('copay_due'), nothing))),
      named('is_shared', call('not', call('or', shares('none'), call('not', call('is_null', column('copay_due')))))),
    ],
  };
}

/** Nobody charges less than a tenth above what is allowed. */
const LEAST_DISCOUNT = 1.1;

function isStatus(status: string, { types }: Billing): Term {
  return call('equal', column('status'), literal(status, types.status));
}
