/** Payer and plan of a request over those of a template. Plans that share their words (`PPO`) are those of the payer. */
import type { PlanConcept } from '../model/index.ts';
import { extentOf, overlap } from './age-extent.ts';
import type { FactOf } from './fact.ts';
import { combine, contradiction, EMPTY, factsOf, factsOfAll, override } from './layer.ts';
import type { Layer, Laying } from './layer.ts';

export function layCoverage(laying: Laying): Layer {
  const payers = factsOf(laying, 'payer');
  const [first] = payers;
  const plans = factsOf(laying, 'plan');
  const payer = first?.payer.name ?? payerOfPlans(laying, plans);
  const others = payers.filter((fact) => fact.payer.name !== payer);
  const agreeing = payers.filter((fact) => !others.includes(fact));
  return combine([
    layPayer(laying, agreeing, plans.length > 0),
    ...(first === undefined ? [] : others.map((fact) => contradiction(laying, 'payer', first, fact))),
    payer === undefined ? EMPTY : layPlans(laying, payer, plans),
  ]);
}

/** The one whose plans are named; where several have such plans, the template's. */
function payerOfPlans(laying: Laying, facts: readonly FactOf<'plan'>[]): string | undefined {
  const payers = new Set(facts.flatMap(({ plans }) => plans.map(({ payer }) => payer)));
  const own = laying.profile.coverage?.payer.value;
  if (own !== undefined && facts.every(({ plans }) => plans.some(({ payer }) => payer === own))) return own;
  return [...payers].find((payer) => facts.every(({ plans }) => plans.some((plan) => plan.payer === payer)));
}

function layPayer(laying: Laying, facts: readonly FactOf<'payer'>[], plansFollow: boolean): Layer {
  const [first] = facts;
  if (first === undefined) return EMPTY;
  const { name } = first.payer;
  const isSame = laying.profile.coverage?.payer.value === name;
  const meaning = isSame ? `coverage ${name}, as in the template` : `coverage ${name}`;
  const overrides = isSame || plansFollow ? [] : [override(laying, ['coverage'], { type: name }, first)];
  const taken = facts.map((fact) => ({ fact, meaning }));
  return combine([{ ...EMPTY, overrides, taken }, isSame ? EMPTY : layAgesOfPayer(laying, first)]);
}

/** Another payer brings the ages of its members, where the template's people are none of them and no age is asked. */
function layAgesOfPayer(laying: Laying, fact: FactOf<'payer'>): Layer {
  const { minAge, maxAge, name } = fact.payer;
  if (minAge === undefined || maxAge === undefined || factsOfAll(laying, 'age').length > 0) return EMPTY;
  if (overlap(extentOf(laying.profile), { low: minAge, high: maxAge }) !== undefined) return EMPTY;
  const ages = override(laying, ['demographics', 'age'], { min: minAge, max: maxAge }, fact);
  return {
    ...EMPTY,
    overrides: [ages],
    taken: [{ fact, meaning: `age ${minAge} to ${maxAge}, as members of ${name}` }],
  };
}

function layPlans(laying: Laying, payer: string, facts: readonly FactOf<'plan'>[]): Layer {
  const [first] = facts;
  if (first === undefined) return EMPTY;
  const foreign = facts.filter(({ plans }) => !plans.some((plan) => plan.payer === payer));
  const meant = facts.filter((fact) => !foreign.includes(fact));
  const plans = [...new Set(meant.flatMap((fact) => fact.plans.filter((plan) => plan.payer === payer)))];
  const says = factsOf(laying, 'payer')[0] ?? meant[0] ?? first;
  return combine([
    plans.length === 0 ? EMPTY : layOnePayersPlans(laying, plans, meant),
    ...foreign.map((fact) => contradiction(laying, 'plan', says, fact)),
  ]);
}

function layOnePayersPlans(laying: Laying, plans: readonly PlanConcept[], facts: readonly FactOf<'plan'>[]): Layer {
  const names = plans.map(({ name }) => name);
  const isSame = plansOfTemplate(laying).length > 0 && plansOfTemplate(laying).every((name) => names.includes(name));
  const meaning = `plan ${names.join(', ')}${isSame ? ', as in the template' : ''}`;
  const [first] = facts;
  const overrides = isSame || first === undefined ? [] : [override(laying, ['coverage'], coverageOf(plans), first)];
  return { ...EMPTY, overrides, taken: facts.map((fact) => ({ fact, meaning })) };
}

function plansOfTemplate({ profile }: Laying): readonly string[] {
  const plans = profile.coverage?.plans;
  if (plans?.kind === 'fixed') return [String(plans.value)];
  return plans?.kind === 'categorical'
    ? plans.options.filter(({ weight }) => weight > 0).map(({ value }) => String(value))
    : [];
}

/** Several plans keep the proportions that they have among the payer's members. */
function coverageOf(plans: readonly PlanConcept[]): unknown {
  const [only] = plans;
  if (plans.length === 1 && only !== undefined) return { type: only.payer, plan: only.name };
  const total = plans.reduce((shares, { share }) => shares + share, 0);
  const shares = plans.map(({ name, share }) => [
    name,
    total > 0 ? Number((share / total).toPrecision(9)) : 1 / plans.length,
  ]);
  return { type: only?.payer, plans: Object.fromEntries(shares) as unknown };
}
