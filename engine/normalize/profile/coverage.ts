/** Who pays: one payer, and its plans with their shares. A plan may be named by its row, its type or a phrase that several share. */
import type {
  CoverageDefinition,
  DataNode,
  Located,
  MapNode,
  PayerConcept,
  PlanConcept,
  WeightedOption,
} from '../../model/index.ts';
import type { Context } from '../context.ts';
import { mapOf } from '../../trees/index.ts';
import { inOrderOfValue, readDistribution, sharesOf } from '../distribution/index.ts';
import { hasWord } from '../concepts/index.ts';
import { createReader } from '../reader.ts';
import { readNumber, readText, sameWord } from '../scalars.ts';
import { hasFailed } from '../problems.ts';

export interface Coverage {
  readonly definition: CoverageDefinition;
  readonly payer: PayerConcept;
}

export function readCoverage(node: DataNode, context: Context): Coverage | undefined {
  const { problems } = context;
  const map: MapNode = node.kind === 'map' ? node : mapOf([{ key: 'type', keyAt: node.at, value: node }], node.at);
  const reader = createReader(map, 'coverage', problems);
  const [type, plan, plans] = [
    reader.take('type', 'payer'),
    reader.take('plan'),
    reader.take('plans', 'plan_distribution'),
  ];
  reader.finish(['start', 'end', 'group', 'metal_tier', 'secondary']);
  const payer = readPayer(type, plan, node, context);
  if (payer === undefined) return undefined;
  const own = context.knowledge.plans.filter((one) => one.payer === payer.value.name);
  const choose = plans === undefined ? matching : family;
  const narrowed = plan === undefined ? own : plansNamed(plan, own, { payer: payer.value, choose }, context);
  if (narrowed === undefined) return undefined;
  const options =
    plans === undefined ? byShare(narrowed, 1, plan ?? node) : readPlans(plans, narrowed, payer.value, context);
  if (options === undefined || options.length === 0) return undefined;
  const distribution = {
    kind: 'categorical',
    options: inOrderOfValue(options),
    at: (plans ?? plan ?? node).at,
  } as const;
  const definition = { payer: { value: payer.value.name, at: payer.at }, plans: distribution, at: node.at };
  return { definition, payer: payer.value };
}

/** The payer named, or that of the plan. */
function readPayer(
  type: DataNode | undefined,
  plan: DataNode | undefined,
  node: DataNode,
  context: Context,
): Located<PayerConcept> | undefined {
  const { knowledge, payers, problems } = context;
  if (type?.kind === 'map') {
    return problems.report('normalize-not-supported', { part: 'several payers in one profile' }, type.at);
  }
  const named = type ?? plan;
  if (named === undefined)
    return problems.report('normalize-key-missing', { key: 'type', within: 'coverage' }, node.at);
  const text = readText(named, 'coverage', problems);
  if (text === undefined) return undefined;
  const name = type === undefined ? matching(text, knowledge.plans)[0]?.payer : text;
  const payer =
    name === undefined ? undefined : payers.find((one) => sameWord(one.name, name) || hasWord(one.phrases, name));
  if (payer !== undefined) return { value: payer, at: named.at };
  const known = type === undefined ? knowledge.plans.map((one) => one.name) : payers.map((one) => one.name);
  const kind = type === undefined ? 'plan' : 'payer';
  return problems.report('normalize-reference-unknown', { kind, name: text, known }, named.at);
}

/** By name; else by product type; else by a phrase. */
function matching(text: string, plans: readonly PlanConcept[]): readonly PlanConcept[] {
  const ways: readonly ((plan: PlanConcept) => boolean)[] = [
    ({ name }) => sameWord(name, text),
    ({ type }) => sameWord(type, text),
    ({ phrases }) => hasWord(phrases, text),
  ];
  return ways.map((way) => plans.filter(way)).find((found) => found.length > 0) ?? [];
}

function plansNamed(
  node: DataNode,
  plans: readonly PlanConcept[],
  { payer, choose }: { readonly payer: PayerConcept; readonly choose: typeof matching },
  { problems }: Context,
): readonly PlanConcept[] | undefined {
  const text = readText(node, 'A plan', problems);
  if (text === undefined) return undefined;
  const found = choose(text, plans);
  return found.length > 0 ? found : planOrReport({ value: text, at: node.at }, plans, payer, problems);
}

/** Beside shares of plans, a plan stands for all whose names begin with it: `Medicare Advantage` for its HMO and its PPO. */
function family(text: string, plans: readonly PlanConcept[]): readonly PlanConcept[] {
  const begun = plans.filter(({ name }) => sameWord(name.slice(0, text.trim().length), text));
  return begun.length > 0 ? begun : matching(text, plans);
}

function planOrReport(
  { value, at }: Located<string>,
  plans: readonly PlanConcept[],
  payer: PayerConcept,
  problems: Context['problems'],
): readonly PlanConcept[] | undefined {
  const found = matching(value, plans);
  if (found.length > 0) return found;
  const known = plans.map(({ name }) => name);
  return problems.report('normalize-plan-payer', { plan: value, payer: payer.name, known }, at);
}

/** A weight divided among plans by their shares of the payer's members; who names a plan that has no share has it alone. */
function byShare(
  plans: readonly PlanConcept[],
  weight: number,
  { at }: Pick<DataNode, 'at'>,
): readonly WeightedOption[] {
  const total = plans.reduce((sum, { share }) => sum + share, 0);
  const taken = total > 0 ? plans.filter(({ share }) => share > 0) : plans;
  return taken.map(({ name, share }) => ({
    value: name,
    weight: total > 0 ? (weight * share) / total : weight / plans.length,
    at,
  }));
}

function readPlans(
  node: DataNode,
  plans: readonly PlanConcept[],
  payer: PayerConcept,
  context: Context,
): readonly WeightedOption[] | undefined {
  if (node.kind === 'list') return readPlanList(node, plans, payer, context);
  const distribution = readDistribution(node, 'plans', context);
  if (distribution === undefined) return undefined;
  const named =
    distribution.kind === 'categorical'
      ? distribution.options
      : distribution.kind === 'fixed'
        ? [{ value: distribution.value, weight: 1, at: node.at }]
        : context.problems.report(
            'normalize-value-kind',
            { what: 'plans', expected: 'shares of plans', found: distribution.kind },
            node.at,
          );
  const options = named?.map(({ value, weight, at }) => {
    const found = planOrReport({ value: String(value), at }, plans, payer, context.problems);
    return found && byShare(found, weight, { at });
  });
  return options?.every((one) => one !== undefined) ? merged(options.flat()) : undefined;
}

/** With shares for all; without any, as often as the payer's members have them. */
function readPlanList(
  node: Extract<DataNode, { kind: 'list' }>,
  plans: readonly PlanConcept[],
  payer: PayerConcept,
  context: Context,
): readonly WeightedOption[] | undefined {
  const { problems } = context;
  const found = problems.found.length;
  const listed = node.items.map((item) => {
    const reader = item.kind === 'map' ? createReader(item, 'a plan', problems) : undefined;
    const nameNode = reader === undefined ? item : reader.need('name');
    const shareNode = reader?.take('share');
    reader?.finish();
    const text = nameNode && readText(nameNode, 'A plan', problems);
    const named = text === undefined ? [] : (planOrReport({ value: text, at: item.at }, plans, payer, problems) ?? []);
    return { text, named, weight: shareNode && readNumber(shareNode, 'The share of a plan', problems), at: item.at };
  });
  if (hasFailed(problems, found)) return undefined;
  const isShared = listed.some(({ weight }) => weight !== undefined);
  const without = listed.find(({ weight }) => weight === undefined);
  if (!isShared) return byShare([...new Set(listed.flatMap(({ named }) => named))], 1, node);
  if (without !== undefined)
    return problems.report(
      'normalize-key-missing',
      { key: 'share', within: 'a plan beside others with shares' },
      without.at,
    );
  const weighted = listed.map((one) => ({ ...one, weight: one.weight ?? 0 }));
  const shares = sharesOf(weighted, ({ text = '' }) => text, node.at, problems);
  return shares && merged(weighted.flatMap(({ named, at }, index) => byShare(named, shares[index] ?? 0, { at })));
}

function merged(options: readonly WeightedOption[]): readonly WeightedOption[] {
  const byName = new Map<unknown, WeightedOption>();
  for (const option of options) {
    const before = byName.get(option.value);
    byName.set(option.value, before === undefined ? option : { ...before, weight: before.weight + option.weight });
  }
  return [...byName.values()];
}
