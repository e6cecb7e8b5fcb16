/**
 * What a profile declares of its people, as far as it is seen in each of them: shares, numbers and dependence. Of what follows
 * from other values (`derived`) and of what households settle nothing is claimed.
 */
import type { Declaration, Expression } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import type { Scope } from '../expressions.ts';
import { shareTaking, startOf } from '../journey-start.ts';
import { linksBefore } from '../latent.ts';
import type { Population } from '../population.ts';
import { withTextValues } from '../population/attributes.ts';
import { allergyColumn } from '../population/clinical.ts';
import { populationScope } from '../population/scope.ts';
import { exactWithin } from '../quota-shares.ts';
import { settledTruth } from '../settled.ts';
import { armsOf } from '../study-arm.ts';
import type { Trials } from '../tables/trialsim/index.ts';
import { boolean, call, column, date } from '../terms.ts';
import { isThere } from '../population/journeys.ts';
import { asColumns } from '../state/columns.ts';
import { declaredBranches } from './branches.ts';
import { declaredCorrelations } from './correlations.ts';
import { declaredDistribution, declaredProbability } from './declarations.ts';
import type { Quantity } from './declarations.ts';
import { amongOf, declaredHouseholds, drawers, TO_A_HOUSEHOLD } from './households.ts';
import { declaredStarts } from './starts.ts';
import { studyDeclarations } from './study.ts';
import type { Sums } from './sums.ts';

interface Declaring extends Pick<Quantity, 'settled'> {
  readonly context: PlanContext;
  readonly population: Population;
  readonly scope: Scope;
  readonly sums: Sums;
}

interface People {
  readonly population: Population;
  readonly trials: Trials;
  readonly sums: Sums;
}

export function declaredOfPeople(context: PlanContext, { population, trials, sums }: People): readonly Declaration[] {
  const { profile } = context.cohort;
  const scope = populationScope(context, population.attributes);
  const settled = (one: Expression): boolean | undefined => settledTruth(one, profile);
  const declaring: Declaring = { context, population, scope, sums, settled };
  return [
    ...attributes(declaring),
    ...declaredHouseholds(context, sums),
    ...conditions(declaring),
    ...medications(declaring),
    ...allergies(declaring),
    ...coverage(declaring),
    ...journeys(declaring),
    ...declaredStarts(context, sums),
    ...declaredCorrelations(population.attributes, { profile, sums, scope, settled }),
    ...declaredBranches(context, { sums, scope, settled }),
    ...trials.flatMap((trial) => studyDeclarations(trial, sums, context)),
  ];
}

/** Quotas hold over the whole cohort. */
function asksQuotas({ cohort: { profile, persons } }: PlanContext): boolean {
  return profile.sampling.value === 'stratified' && persons.from === 1 && persons.to === profile.count.value;
}

/** For what no partner moves. */
function isQuota(context: PlanContext, name: string): boolean {
  return asksQuotas(context) && linksBefore(name, context.cohort.profile.correlations).length === 0;
}

function quotasOf(context: PlanContext, name: string): Pick<Quantity, 'quota' | 'asksQuotas' | 'quotaWithin'> {
  return {
    quota: isQuota(context, name),
    asksQuotas: asksQuotas(context),
    quotaWithin: exactWithin(name, context),
  };
}

function attributes({ context, population, scope, sums, settled }: Declaring): readonly Declaration[] {
  const arms = armsOf(context.cohort);
  return population.attributes
    .filter(({ name }) => !arms.has(name) || !context.cohort.profile.products.includes('trialsim'))
    .flatMap(({ name, role, distribution, column: of, type, at }) => {
      const quantity = {
        settled,
        section: role,
        quantity: name,
        value: column(of),
        type,
        ...quotasOf(context, name),
        at,
      };
      const drawing = drawers(name, context);
      if (drawing === undefined) return declaredDistribution(quantity, distribution, sums, scope);
      return drawing.flatMap((among) => {
        const isByHousehold = among.words === 'subscribers' && quantity.quota;
        const own = { ...quantity, among, quota: isByHousehold, within: TO_A_HOUSEHOLD };
        return declaredDistribution(own, distribution, sums, scope);
      });
    });
}

function conditions({ context, scope, sums, population, settled }: Declaring): readonly Declaration[] {
  return context.cohort.profile.conditions.flatMap(({ code, prevalence, severity, at }) => {
    const has = column(`condition:${code}`);
    const of: Quantity = {
      settled,
      section: 'conditions',
      quantity: code,
      value: has,
      type: boolean,
      ...quotasOf(context, code),
      at,
    };
    const shares = declaredProbability(of, prevalence, sums, scope);
    const type = population.table.columns.find(({ name }) => name === `severity:${code}`)?.type;
    if (severity === undefined || type === undefined) return shares;
    const among = { words: `has_condition('${code}')`, holds: has };
    const grade = { ...of, quantity: `${code} severity`, value: column(`severity:${code}`), type, quota: false, among };
    return [...shares, ...declaredDistribution(grade, withTextValues(severity), sums, scope)];
  });
}

function medications({ context, scope, sums, settled }: Declaring): readonly Declaration[] {
  return context.cohort.profile.medications.flatMap(({ drug, prevalence, at }) => {
    const value = column(`medication:${drug}`);
    const of = {
      settled,
      section: 'medications',
      quantity: drug,
      value,
      type: boolean,
      ...quotasOf(context, drug),
      at,
    };
    return declaredProbability(of, prevalence, sums, scope);
  });
}

/** Those that the profile names; of the shares of the reference the chart is asked. */
function allergies({ context, scope, sums, settled }: Declaring): readonly Declaration[] {
  if (!context.cohort.profile.products.includes('patientsim')) return [];
  return (context.cohort.profile.allergies ?? []).flatMap(({ allergen, prevalence, at }) => {
    const quota = asksQuotas(context);
    const value = column(allergyColumn(allergen));
    const of = { settled, section: 'allergies', quantity: allergen, value, type: boolean, quota, at };
    return declaredProbability(of, prevalence, sums, scope);
  });
}

function coverage({ context, population, scope, sums, settled }: Declaring): readonly Declaration[] {
  const { coverage: declared, household } = context.cohort.profile;
  const type = population.table.columns.find(({ name }) => name === 'plan')?.type;
  if (declared === undefined || type === undefined) return [];
  const { plans, at } = declared;
  const quota = isQuota(context, 'plan');
  const byHousehold = household === undefined ? {} : { among: amongOf('subscribers'), within: TO_A_HOUSEHOLD };
  const of = { settled, section: 'coverage', quantity: 'plan', value: column('plan'), type, quota, at, ...byHousehold };
  return declaredDistribution(of, plans, sums, scope);
}

/** Starts that not everybody has. */
const FOR_SOME: ReadonlySet<string> = new Set(['age', 'diagnosis']);

/** Of those who lived, and were members where that is asked, on the day on which the journey would begin. */
const THERE = 'there on its day';

function journeys({ context, scope, sums, settled }: Declaring): readonly Declaration[] {
  const { cohort } = context;
  return cohort.journeys.flatMap((journey) => {
    const share = shareTaking(journey, cohort);
    if (share === undefined || FOR_SOME.has(startOf(journey, cohort).kind)) return [];
    const { id } = journey;
    const value = call('not', call('is_null', column(`journey:${id}`)));
    const at = cohort.profile.journeys.find((one) => one.journey === id)?.at ?? share.at;
    const there = isThere(journey, context);
    const among = there && { words: THERE, holds: sums.bind(asColumns(there)) };
    const quota = among === undefined && isQuota(context, id);
    const of = { settled, section: 'journeys', quantity: id, value, type: date, quota, at, ...(among && { among }) };
    return declaredProbability(of, share, sums, scope);
  });
}
