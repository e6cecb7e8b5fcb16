/** Rows about laboratory tests and vital signs to concepts; rows for people with a condition become rules of the baseline. */
import type { ConditionalRule, Distribution, ObservationConcept } from '../../model/index.ts';
import { isEmpty } from '../distribution/index.ts';
import type { Problems } from '../problems.ts';
import { codePrefixOf } from '../concepts/index.ts';
import type { ReferenceTables } from './read-tables.ts';
import type { TableRow } from './table-row.ts';

export function readObservations(tables: ReferenceTables, problems: Problems): readonly ObservationConcept[] {
  const general = tables.concepts('observations', readObservation, ({ name }) => name);
  const decimals = new Map(general.map((one) => [one.name, one.decimals]));
  const specific = tables.concepts('observation_baselines', (row) => readBaselineRule(row, decimals, problems));
  return general.map((concept) => {
    const rules = specific.flatMap(({ name, rule }) => (name === concept.name ? [rule] : []));
    return rules.length === 0 ? concept : withRules(concept, rules);
  });
}

function withRules(concept: ObservationConcept, rules: readonly ConditionalRule[]): ObservationConcept {
  const { baseline } = concept;
  const all = [...rules, { given: undefined, distribution: baseline }];
  return { ...concept, baseline: { kind: 'conditional', rules: all, at: baseline.at } };
}

function readObservation(row: TableRow): ObservationConcept {
  const decimals = row.optionalNumber('decimals') ?? 0;
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > 10)
    row.refuse('decimals', 'a whole number from 0 to 10');
  const [low, high] = [row.optionalNumber('low'), row.optionalNumber('high')];
  if (low !== undefined && high !== undefined && low > high) row.refuse('high', 'a number not below `low`');
  const withinPersonVariation = row.optionalNumber('variation') ?? 0;
  if (withinPersonVariation < 0 || withinPersonVariation >= 1) row.refuse('variation', 'a share from 0 to below 1');
  return {
    name: row.text('name'),
    code: row.text('code'),
    display: row.text('display'),
    unit: row.cell('unit').value,
    phrases: row.list('phrases'),
    low,
    high,
    decimals,
    baseline: readBaseline(row, decimals),
    withinPersonVariation,
    at: row.at,
  };
}

function readBaseline(row: TableRow, decimals: number): Distribution {
  const [mean, standardDeviation] = [row.number('mean'), row.number('sd')];
  const [min, max] = [row.optionalNumber('min'), row.optionalNumber('max')];
  const { at } = row.cell('mean');
  const bounds = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
  const baseline: Distribution = { kind: 'normal', mean, standardDeviation, ...bounds, decimals, at };
  if (standardDeviation <= 0) row.refuse('sd', 'a number above 0');
  else if (min !== undefined && max !== undefined && min >= max) row.refuse('max', 'a number above `min`');
  else if (isEmpty(baseline)) row.refuse('mean', 'a number that the bounds leave room for');
  return baseline;
}

interface BaselineRule {
  readonly name: string;
  readonly rule: ConditionalRule;
}

function readBaselineRule(row: TableRow, decimals: ReadonlyMap<string, number>, problems: Problems): BaselineRule {
  const [name, condition] = [row.text('name'), row.text('condition')];
  if (name !== '' && !decimals.has(name)) {
    const known = [...decimals.keys()];
    problems.report('normalize-reference-unknown', { kind: 'observation', name, known }, row.cell('name').at);
  }
  const prefix = codePrefixOf(condition);
  const { at } = row.cell('condition');
  if (prefix === undefined && condition !== '') problems.report('normalize-code-impossible', { code: condition }, at);
  const argument = { kind: 'text', value: prefix ?? condition, at } as const;
  const given = { kind: 'call', name: 'has_condition', arguments: [argument], at } as const;
  return { name, rule: { given, distribution: readBaseline(row, decimals.get(name) ?? 0) } };
}
