/** Rows about services to concepts: their classes, their codes, and what is done at events. */
import type { ClaimKnowledge, CostSharing, ServiceClass, ServiceConcept } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { codesOf, forReasons, optionallyShaped, someOf } from '../knowledge/index.ts';
import type { ReferenceTables, TableRow } from '../knowledge/index.ts';
import { amount, known, oneOf, payerOf, REVENUE_CODE } from './cells.ts';
import { namedDistribution } from './rules.ts';

export function readServices(
  tables: ReferenceTables,
  context: Context,
): Pick<ClaimKnowledge, 'classes' | 'services' | 'codes' | 'eventServices'> {
  const rated = [...new Set(tables.concepts('payer_rates', (row) => row.cell('sector').value))];
  const classes = tables.concepts(
    'service_classes',
    (row) => readClass(row, rated, context),
    ({ name }) => name,
  );
  const services = tables.concepts(
    'services',
    (row) => readService(row, classes, context),
    ({ name }) => name,
  );
  const service = { kind: 'service', known: services.map(({ name }) => name) };
  const events = { kind: 'event', known: context.knowledge.events.map(({ name }) => name) };
  return {
    classes,
    services,
    codes: tables.concepts(
      'service_codes',
      (row) => ({
        service: known(row, 'service', service, context),
        code: procedureCode(row),
        modifier: optionallyShaped(row, 'modifier', MODIFIER),
      }),
      (one) => one.service,
    ),
    eventServices: tables.concepts(
      'event_services',
      (row) => ({
        event: known(row, 'event', events, context),
        payer: row.cell('payer').value === '' ? undefined : payerOf(row, context),
        reasons: codesOf(row, 'reasons', context.problems),
        services: someOf(row, 'services').map((name) => known(row, 'services', { ...service, name }, context)),
      }),
      ({ event, payer = '', reasons }) => forReasons(`${event}${payer === '' ? '' : ` of ${payer}`}`, reasons),
    ),
  };
}

const COST_SHARING = ['none', 'primary_care', 'specialist', 'coinsurance'] as const satisfies readonly CostSharing[];

/** With the sectors that some payer has rates of; a tree without any has no claims, and may have classes. */
function readClass(row: TableRow, rated: readonly string[], context: Context): ServiceClass {
  const intensity = namedDistribution(row, 'intensity', context);
  if (intensity === undefined) row.refuse('intensity', 'the name of a distribution');
  const charge = row.number('charge');
  if (charge < 1) row.refuse('charge', 'a number of at least 1');
  return {
    name: row.text('class'),
    sector:
      rated.length === 0
        ? row.text('sector')
        : known(row, 'sector', { kind: 'sector of payer rates', known: rated }, context),
    costSharing: oneOf(row, 'cost_sharing', COST_SHARING),
    intensity: intensity ?? { kind: 'fixed', value: 1, at: row.at },
    charge,
    at: row.at,
  };
}

function readService(row: TableRow, classes: readonly ServiceClass[], context: Context): ServiceConcept {
  const observations = { kind: 'observation', known: context.knowledge.observations.map(({ name }) => name) };
  const base = amount(row, 'base');
  if (base <= 0) row.refuse('base', 'a number above 0');
  return {
    name: row.text('name'),
    display: row.text('display'),
    class: known(row, 'class', { kind: 'class of services', known: classes.map(({ name }) => name) }, context),
    base,
    revenueCode: optionallyShaped(row, 'revenue_code', REVENUE_CODE),
    observations: row
      .list('observations')
      .map((name) => known(row, 'observations', { ...observations, name }, context)),
    at: row.at,
  };
}

const MODIFIER = { pattern: /^[A-Z0-9]{2}$/, expected: 'two letters or digits' };

function procedureCode(row: TableRow): string {
  const code = row.text('code');
  if (code !== '' && !/^[A-Z0-9]{5}$/.test(code)) row.refuse('code', 'a procedure code of five letters and digits');
  return code;
}
