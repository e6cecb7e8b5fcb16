/** What the plan says to an order: whether it asks for an authorization, gives it, and why it rejects the first claim. */
import type { FormularyDrug, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { call, column, date, double, drawOf, literal, output, pick, text, when } from '../../terms.ts';
import type { PharmacyBenefits } from './benefit.ts';
import { lineOf } from '../../line.ts';

export function isDrug(drugs: readonly string[], { keys }: PharmacyBenefits): Term {
  const isOne = drugs.map((name) => call('equal', column('formulary_id'), literal(keys.get(name) ?? 0)));
  return call('or', literal(false), ...isOne);
}

/** Drugs that are ordered and need an authorization or another medicine before. */
export function managedDrugs({ orders }: PharmacyBenefits): readonly FormularyDrug[] {
  const drugs = new Map(orders.map(({ drug }) => [drug.drug, drug]));
  return [...drugs.values()].filter(({ priorAuthorization, step }) => priorAuthorization || step.length > 0);
}

/** Of these, those that only events order: the plan has allowed what people take. */
export function undecidedDrugs(benefits: PharmacyBenefits): readonly FormularyDrug[] {
  const held = new Set(benefits.orders.filter((order) => order.held).map(({ drug }) => drug));
  return managedDrugs(benefits).filter((drug) => !held.has(drug));
}

/** Whether the plan asks for an authorization: always, or where the medicine of the step was not ordered before. */
export function asksTerm(benefits: PharmacyBenefits): Term {
  if (managedDrugs(benefits).length === 0) return literal(false);
  return call('or', column('authorizes'), unmetStep());
}

function unmetStep(): Term {
  const tried = call('coalesce', call('less', column('step_moment'), column('first_moment')), literal(false));
  return call('and', column('steps'), call('not', tried));
}

/** The same for every order of the medicine by the person. */
export function approvedTerm({ cohort }: PlanContext, benefits: PharmacyBenefits): Term {
  const undecided = undecidedDrugs(benefits);
  if (undecided.length === 0) return literal(true);
  const share = literal(benefits.rule('authorization_approved_share'), double);
  const lucky: Term = {
    kind: 'case',
    branches: undecided.map(({ drug }) => ({
      when: isDrug([drug], benefits),
      then: call('less', drawOf(`${lineOf(cohort.profile)}/pharmacy/authorization/${drug}`), share),
    })),
    otherwise: literal(true),
  };
  return call('or', call('not', output('asked')), lucky);
}

/** The day on which an authorization is asked for: with the first order, or once there is a plan to ask. */
export function askedOnTerm(benefits: PharmacyBenefits): Term {
  if (managedDrugs(benefits).length === 0) return literal(null, date);
  const ordered = call('to_date', column('first_moment'));
  const first = call('greatest', call('coalesce', column('first_covered'), ordered), column('covered_from'));
  return when(output('asked'), first, literal(null, date));
}

/** The day from which on the medicine may be filled; nothing where none is asked or the authorization stands. */
export function decidedTerm({ cohort }: PlanContext, benefits: PharmacyBenefits): Term {
  if (managedDrugs(benefits).length === 0) return literal(null, date);
  const [least, most] = [benefits.rule('authorization_days_min'), benefits.rule('authorization_days_max')];
  const uniform = drawOf(`${lineOf(cohort.profile)}/pharmacy/authorization_days`);
  const wait = call('add', least, pick(uniform, Math.max(1, most - least + 1)));
  return call('add_days', output('asked_on'), wait);
}

/** Why the first claim of the order is rejected, the gravest reason first; nothing where it is paid. */
export function rejectTerm({ rejectCode, ...benefits }: PharmacyBenefits): Term {
  const code = (reason: Parameters<typeof rejectCode>[0]): Term => literal(rejectCode(reason), text);
  const isFirst = call('equal', column('moment'), column('first_moment'));
  const managed = managedDrugs({ rejectCode, ...benefits }).length > 0;
  return {
    kind: 'case',
    branches: [
      {
        when: call(
          'or',
          column('in_gap'),
          call('less', call('to_date', column('moment')), column('covered_from')),
          call('greater_or_equal', call('to_date', column('moment')), column('covered_until')),
        ),
        then: code('not_enrolled'),
      },
      { when: call('not', column('covered')), then: code('not_covered') },
      ...(managed
        ? [
            { when: call('and', column('authorizes'), isFirst), then: code('prior_authorization') },
            { when: call('and', unmetStep(), isFirst), then: code('step_therapy') },
          ]
        : []),
      { when: call('greater', column('ordered_days'), column('longest')), then: code('plan_limit') },
    ],
    otherwise: literal(null, text),
  };
}
