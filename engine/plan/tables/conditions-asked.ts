/** The conditions for which a profile gives a medicine: which they are, since when somebody can take it, and for which of them. */
import type { ColumnType, Expression, MedicationDefinition, Probability, Term } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { onset } from './held.ts';
import { call, column, literal } from '../terms.ts';

/** Conditions for which the profile gives the medicine. */
export function codesAsked({ prevalence }: MedicationDefinition, { cohort }: PlanContext): readonly string[] {
  const prefixes = conditionsAsked(prevalence);
  const codes = cohort.profile.conditions.map(({ code }) => code);
  return codes.filter((code) => prefixes.some((prefix) => code.startsWith(prefix)));
}

/** Nobody takes a medicine before their birth, or for conditions before the first of them began. */
export function firstDayOf(codes: readonly string[]): Term {
  const birth = call('least', column('birth_date'), column('last_day'));
  if (codes.length === 0) return birth;
  return call('greatest', birth, call('coalesce', firstOnset(codes), birth));
}

function firstOnset(codes: readonly string[]): Term {
  return call('least', ...codes.map((code) => column(onset(code))));
}

/** The condition that they had first; nothing where the medicine is given for none. */
export function firstReason(codes: readonly string[], type: ColumnType): Term {
  if (codes.length === 0) return literal(null, type);
  const branches = codes.map((code) => ({
    when: call('equal', column(onset(code)), firstOnset(codes)),
    then: literal(code, type),
  }));
  return { kind: 'case', branches, otherwise: literal(null, type) };
}

function conditionsAsked(probability: Probability): readonly string[] {
  if (probability.kind === 'constant') return [];
  const { given, holds, fails } = probability;
  return [...conditionsIn(given), ...conditionsAsked(holds), ...conditionsAsked(fails)];
}

function conditionsIn(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'not':
    case 'negate':
      return conditionsIn(expression.operand);
    case 'binary':
      return [...conditionsIn(expression.left), ...conditionsIn(expression.right)];
    case 'call': {
      const [first] = expression.arguments;
      return expression.name === 'has_condition' && first?.kind === 'text' ? [first.value] : [];
    }
    default:
      return [];
  }
}
