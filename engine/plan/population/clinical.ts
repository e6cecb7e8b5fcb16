/** Which conditions a person has and how severely, and which medicines they take. */
import type { AllergyDefinition, ConditionDefinition, MedicationDefinition, Profile, Term } from '../../model/index.ts';
import { chanceOf, correlatedChanceOf } from '../chance.ts';
import type { PlanContext } from '../context.ts';
import type { Scope } from '../expressions.ts';
import { holdsByGroup } from '../quota-shares.ts';
import { namedValues, probabilityTerm, sampleTerm } from '../sampling.ts';
import { boolean, call, double, literal, named, output, when } from '../terms.ts';
import { withTextValues } from './attributes.ts';
import type { PopulationColumn } from './column.ts';

export function conditionColumns(
  condition: ConditionDefinition,
  context: PlanContext,
  scope: Scope,
): readonly PopulationColumn[] {
  const { cohort, enumerations } = context;
  const { code, prevalence, severity } = condition;
  const { profile } = cohort;
  const has =
    holdsByGroup({ name: code, of: `conditions/${code}` }, prevalence, context, scope) ??
    call('less', correlatedChanceOf(profile, code, scope), probabilityTerm(prevalence, scope));
  const flag = { term: named(`condition:${code}`, has), type: boolean };
  if (severity === undefined) return [flag];
  const severities = profile.conditions.flatMap((one) =>
    one.severity === undefined ? [] : (namedValues(one.severity) ?? []).map(String),
  );
  const type = enumerations.define('patientsim', 'condition_severity', severities);
  const value = sampleTerm(withTextValues(severity), severityChance(condition, profile), type, scope);
  const held = when(output(`condition:${code}`), value, literal(null));
  return [flag, { term: named(`severity:${code}`, held), type }];
}

/**
 * A draw of its own. Quotas are to hold among those who have the condition, who are no even part of such a draw: there it
 * is the draw that gave them the condition, stretched over its share.
 */
function severityChance({ code, prevalence }: ConditionDefinition, profile: Profile): Term {
  const own = chanceOf(profile, `conditions/${code}/severity`);
  const isCorrelated = profile.correlations.some(({ between }) => between.includes(code));
  const isShared = prevalence.kind === 'constant' && prevalence.value > 0 && prevalence.value < 1;
  if (profile.sampling.value === 'independent' || isCorrelated || !isShared) return own;
  const within = call('divide', chanceOf(profile, `conditions/${code}`), literal(prevalence.value, double));
  return call('least', within, literal(1 - 2 ** -33, double));
}

/** The column of people that says whether a profile made them allergic to something. */
export function allergyColumn(allergen: string): string {
  return `allergy:${allergen}`;
}

export function allergyFlag(
  { allergen, prevalence }: AllergyDefinition,
  { cohort }: PlanContext,
  scope: Scope,
): PopulationColumn {
  const has = call('less', chanceOf(cohort.profile, `allergies/${allergen}/has`), probabilityTerm(prevalence, scope));
  return { term: named(allergyColumn(allergen), has), type: boolean };
}

export function medicationColumn(
  { drug, prevalence }: MedicationDefinition,
  context: PlanContext,
  scope: Scope,
): PopulationColumn {
  const of = `medications/${drug}`;
  const takes =
    holdsByGroup({ name: drug, of }, prevalence, context, scope) ??
    call('less', chanceOf(context.cohort.profile, of), probabilityTerm(prevalence, scope));
  return { term: named(`medication:${drug}`, takes), type: boolean };
}
