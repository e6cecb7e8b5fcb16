/** What the tables of claims of one plan share: the claims that events make, and the types of their columns. */
import type { AgeBounds, ClaimFigure, ClaimKnowledge, ClaimRule, ColumnType } from '../../../model/index.ts';
import { claimsOfPayer } from '../../billing/of-payer.ts';
import { authorizationTemplates, claimTemplates, principalOf } from '../../billing/templates.ts';
import type { AuthorizationTemplate, ClaimTemplate } from '../../billing/templates.ts';
import type { PlanContext } from '../../context.ts';
import { agesOf } from '../../population/onset.ts';
import { madeOnceOfBoth } from '../../made-once.ts';
import { text } from '../../terms.ts';
import type { Timeline } from '../../timeline.ts';
import { coveragePlans } from '../coverage-plans.ts';
import type { CoveragePlan } from '../coverage-plans.ts';
import { conditionCodes } from '../condition-codes.ts';
import { passes } from '../courses.ts';
import { drawnDrgs, drawnReasons } from './drawn-stays.ts';
import type { DrawnReasons } from './drawn-stays.ts';
import { familySize } from './families.ts';
import { problemCodes } from '../diagnoses.ts';
import { drawnCodes, drawnEvents } from '../reasons/drawn.ts';

export interface Billing {
  readonly claims: ClaimKnowledge;
  readonly templates: readonly ClaimTemplate[];
  /** What events ask for. */
  readonly authorizations: readonly AuthorizationTemplate[];
  readonly plans: readonly CoveragePlan[];
  /** Whether members of a family share bounds of their plan. */
  readonly hasFamilies: boolean;
  readonly drawn: DrawnReasons;
  /** Codes that claims can give as the reason and that people can have as a problem. */
  readonly problems: readonly string[];
  /** By what a claim can be for, what it does not give beside that though the person has it. */
  readonly excluded: ReadonlyMap<string, readonly string[]>;
  /** Whether one diagnosis at most is left out beside the principal one, however a claim comes out. */
  readonly leavesOutOne: boolean;
  /** Whether people of the cohort can have what is over after a while. */
  readonly passes: boolean;
  /** Of what claims can give as the reason, what only women (`F`) or men (`M`) can have. */
  readonly ofOneSex: readonly { readonly code: string; readonly sex: 'F' | 'M' }[];
  /** The same of what cannot be had at every age, as far as no problem of the person says so. */
  readonly ofAges: readonly { readonly code: string; readonly ages: AgeBounds }[];
  readonly types: ClaimTypes;
  readonly figure: (name: ClaimFigure) => number;
}

export interface ClaimTypes {
  readonly form: ColumnType;
  readonly place: ColumnType;
  readonly billType: ColumnType;
  readonly diagnosis: ColumnType;
  /** As encounters say what they are for. */
  readonly reason: ColumnType;
  readonly drg: ColumnType;
  readonly status: ColumnType;
  readonly group: ColumnType;
  readonly code: ColumnType;
  readonly service: ColumnType;
  readonly procedure: ColumnType;
  readonly modifier: ColumnType;
  readonly revenue: ColumnType;
}

const STATUSES = ['paid', 'denied', 'reversed', 'corrected', 'pending'] as const;

/** Nothing where no event of the cohort makes a claim or asks for an authorization. */
export const billingOf: (context: PlanContext, timeline: Timeline) => Billing | undefined = madeOnceOfBoth(billingFor);

function billingFor(context: PlanContext, timeline: Timeline): Billing | undefined {
  const claims = claimsOfPayer(context);
  const templates = claimTemplates(timeline.events, context);
  if (claims === undefined) return undefined;
  const authorizations = authorizationTemplates(timeline.events, templates, { claims });
  if (templates.length === 0 && authorizations.length === 0) return undefined;
  const primary = context.cohort.profile.conditions[0]?.code;
  const principals = new Set(templates.flatMap(({ event }) => principalOf(event, primary) ?? []));
  const known = problemCodes(context, timeline);
  const billed = templates.map(({ event }) => event);
  const draws = drawnEvents(context, [...new Set(billed)]);
  const drawnFor = drawnCodes(context, timeline, draws);
  const reasons = [...new Set([...known, ...drawnFor])];
  const drawn = drawnReasons(
    draws.map(({ event }) => event),
    reasons,
    claims,
  );
  const codes = [...known, ...principals, ...drawnFor];
  const excluded = excludedBeside(codes, known, context);
  return {
    claims,
    templates,
    authorizations,
    plans: coveragePlans(context).plans,
    hasFamilies: familySize(context) > 1,
    drawn,
    problems: known.filter((code) => principals.has(code)),
    excluded,
    leavesOutOne: [...excluded].every(([code, some]) => some.length + (known.includes(code) ? 1 : 0) < 2),
    passes: known.some((code) => passes(code, context.knowledge)),
    ofOneSex: context.knowledge.conditions.flatMap(({ code, sex }) =>
      sex !== undefined && principals.has(code) ? [{ code, sex }] : [],
    ),
    ofAges: claimedOfAges(context, principals, known),
    types: {
      ...claimTypes(context, {
        claims,
        templates,
        authorizations,
        drawn,
        codes,
      }),
      reason: conditionCodes(context, timeline) ?? text,
    },
    figure: (name) => claims.figures.get(name)?.value ?? 0,
  };
}

function excludedBeside(
  codes: readonly string[],
  known: readonly string[],
  { knowledge }: PlanContext,
): Billing['excluded'] {
  const excludes = new Map(knowledge.conditions.map((one) => [one.code, one.excludes ?? []]));
  return new Map(
    [...new Set(codes)].flatMap((code) => {
      const beginnings = excludes.get(code) ?? [];
      const others = known.filter((one) => one !== code && beginnings.some((some) => one.startsWith(some)));
      return others.length === 0 ? [] : [[code, others] as const];
    }),
  );
}

/** A problem was found at an age at which it can begin; what ends with age is asked for on each claim. */
export function claimedOfAges(
  { knowledge }: PlanContext,
  claimed: Iterable<string>,
  problems: readonly string[],
): Billing['ofAges'] {
  return [...claimed].flatMap((code) => {
    const ages = agesOf(code, knowledge);
    return ages === undefined || (ages.to === undefined && problems.includes(code)) ? [] : [{ code, ages }];
  });
}

interface Coded {
  readonly claims: ClaimKnowledge;
  readonly templates: readonly ClaimTemplate[];
  readonly authorizations: readonly AuthorizationTemplate[];
  readonly drawn: DrawnReasons;
  readonly codes: readonly string[];
}

/** All that can stand on a claim of the rule beside what it is for. */
function codesBeside({ withDiagnoses }: ClaimRule, { accompanying }: ClaimKnowledge): readonly string[] {
  return withDiagnoses.flatMap((one) => {
    const drawn = accompanying.filter(({ name }) => name === one);
    return drawn.length === 0 ? [one] : drawn.map(({ code }) => code);
  });
}

function claimTypes(
  { enumerations }: PlanContext,
  { claims, templates, authorizations, drawn, codes }: Coded,
): Omit<ClaimTypes, 'reason'> {
  const define = (name: string, values: readonly (string | undefined)[]): ColumnType => {
    const known = [...new Set(values.filter((value) => value !== undefined))].toSorted();
    return known.length === 0 ? text : enumerations.define('membersim', name, known);
  };
  const lines = templates.flatMap((template) => template.lines);
  const rules = templates.map(({ rule }) => rule);
  return {
    form: enumerations.define('membersim', 'claim_form', ['professional', 'institutional']),
    place: define(
      'place_of_service',
      rules.map(({ placeOfService }) => placeOfService),
    ),
    billType: define(
      'bill_type',
      rules.map(({ billType }) => billType),
    ),
    diagnosis: define('diagnosis_code', [
      ...codes,
      ...rules.flatMap((rule) => [rule.diagnosis, ...codesBeside(rule, claims)]),
    ]),
    drg: define(
      'drg',
      templates.flatMap((template) => {
        const { drgs, otherDrgs } = template;
        const others = drawnDrgs(template, drawn).flatMap((one) => one.drgs);
        return [...drgs, ...otherDrgs, ...others].map(({ drg }) => drg);
      }),
    ),
    status: enumerations.define('membersim', 'claim_status', STATUSES),
    group: define(
      'adjustment_group',
      claims.reasons.map(({ group }) => group),
    ),
    code: define(
      'adjustment_code',
      claims.reasons.map(({ code }) => code),
    ),
    service: define(
      'service',
      [...lines, ...authorizations].map(({ service }) => service),
    ),
    procedure: define(
      'procedure_code',
      lines.map(({ code }) => code),
    ),
    modifier: define(
      'procedure_modifier',
      lines.map(({ modifier }) => modifier),
    ),
    revenue: define(
      'revenue_code',
      lines.map(({ revenueCode }) => revenueCode),
    ),
  };
}
