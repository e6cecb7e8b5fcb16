/** What the stage `normalize` has to say of the people of a profile: what of them contradicts itself, and what goes together. */
import type { Catalog } from '../../entry.ts';
import { cutList, didYouMean, excerpt, list } from '../../wording.ts';

export interface PeopleParams {
  'normalize-code-impossible': { code: string };
  'normalize-code-unchecked': { code: string; known: readonly string[] };
  'normalize-name-taken': { name: string };
  'normalize-age-payer': { payer: string; ages: string; exempt: readonly string[] };
  'normalize-condition-age': { code: string; ages: string };
  'normalize-condition-ages': { code: string; ages: string };
  'normalize-condition-sex': { code: string; sex: string };
  /** Each code with its share. */
  'normalize-alternatives-apart': { codes: readonly string[]; shares: readonly number[] };
  'normalize-plan-payer': { plan: string; payer: string; known: readonly string[] };
  'normalize-correlation-kind': { measure: 'odds_ratio' | 'rank_correlation'; unfit: readonly string[] };
  'normalize-correlation-dependent': { between: readonly string[]; path: readonly string[] };
}

/** What is left of the people gets its part of what is left of the shares. */
function nextOf(codes: readonly string[], shares: readonly number[], at: number): string {
  const before = codes.slice(0, at).map((code) => `has_condition('${code}')`);
  const asked = before.length === 1 ? `not ${before.join('')}` : `not (${before.join(' or ')})`;
  const left = shares.slice(at).reduce((sum, share) => sum + share, 0);
  const then = Number(((shares[at] ?? 0) / left).toPrecision(6));
  return `\`{ code: ${codes[at]}, prevalence: { given: "${asked}", then: ${then}, else: 0 } }\``;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

export const peopleCatalog: Catalog<PeopleParams> = {
  'normalize-code-impossible': {
    severity: 'error',
    message: ({ code }) => `\`${excerpt(code)}\` cannot be an ICD-10-CM code.`,
    hint: () => 'A code is a letter, a digit, a digit or letter, then up to four more behind a dot.',
  },
  'normalize-code-unchecked': {
    severity: 'warning',
    message: ({ code }) =>
      `\`${excerpt(code)}\` has the shape of an ICD-10-CM code but is not in the conditions reference, so it is unchecked.`,
    hint: ({ code, known }) => {
      const near = known.filter((one) => one.length > 3 && (one.startsWith(code) || code.startsWith(one)));
      const meant = near.length === 0 ? '' : `Nearest: ${cutList(near, 3)}. `;
      return `${meant}Add it to the conditions reference, with its display and source.`;
    },
  },
  'normalize-name-taken': {
    severity: 'error',
    message: ({ name }) => `\`${excerpt(name)}\` has a meaning of its own and cannot be the name of an attribute.`,
  },
  'normalize-age-payer': {
    severity: 'warning',
    message: ({ payer, ages }) => `The ages of the profile reach beyond those of ${excerpt(payer)} members (${ages}).`,
    hint: ({ exempt }) =>
      exempt.length === 0
        ? 'The profile decides; change its ages or its coverage if that was not meant.'
        : `The profile decides. Change its ages or its coverage, or give everybody a condition that entitles at any age (${list(exempt)}).`,
  },
  'normalize-condition-age': {
    severity: 'error',
    message: ({ code, ages }) =>
      `${excerpt(code)} begins at ages of ${ages}, but the profile gives it to people of other ages alone.`,
    hint: () => 'Change the ages of the profile, or the condition; the conditions reference says when one can begin.',
  },
  'normalize-condition-ages': {
    severity: 'warning',
    message: ({ code, ages }) =>
      `${excerpt(code)} begins at ages of ${ages}: people of the profile who are of other ages do not have it.`,
    hint: () => 'Write a prevalence by age (`given: "age >= …"`) to say the share among those who can have it.',
  },
  'normalize-condition-sex': {
    severity: 'error',
    message: ({ code, sex }) =>
      `Only people of sex ${sex} can have ${excerpt(code)}, but the profile gives it to others as well.`,
    hint: ({ sex }) =>
      `Write \`prevalence: { given: "gender == '${sex}'", then: …, else: 0 }\`, or let all people be ${sex}.`,
  },
  'normalize-alternatives-apart': {
    severity: 'warning',
    message: ({ codes, shares }) =>
      `${list(codes.map((code) => excerpt(code)))} add up to everybody, but each is drawn by itself: ${percent(shares.reduce((none, share) => none * (1 - share), 1))} of the people have none of them, and others several.`,
    hint: ({ codes, shares }) =>
      `If everybody has one of them, let the later ones ask for those before: ${codes
        .slice(1)
        .map((_, at) => nextOf(codes, shares, at + 1))
        .join('; ')}.`,
  },
  'normalize-plan-payer': {
    severity: 'error',
    message: ({ plan, payer }) => `\`${excerpt(plan)}\` is no plan of ${excerpt(payer)}.`,
    hint: ({ plan, known }) => didYouMean(plan, known) ?? (known.length > 0 ? `Plans: ${list(known)}.` : undefined),
  },
  'normalize-correlation-kind': {
    severity: 'error',
    message: ({ measure, unfit }) =>
      measure === 'odds_ratio'
        ? `An odds ratio needs two conditions; ${list(unfit.map((name) => excerpt(name)))} is none.`
        : `A rank correlation needs two numbers that are drawn, or a number and a condition; ${list(unfit.map((name) => excerpt(name)))} does not fit.`,
    hint: ({ measure }) =>
      measure === 'odds_ratio'
        ? 'A number and a condition go together by `rank_correlation`.'
        : 'Two conditions go together by `odds_ratio`; words go with anything by a `conditional` distribution.',
  },
  'normalize-correlation-dependent': {
    severity: 'error',
    message: ({ between, path }) =>
      `${list(between.map((name) => excerpt(name)))} cannot be correlated: how one value follows from another is said already (${path.map((one) => excerpt(one)).join(' → ')}).`,
    hint: () => 'Say it once: by the correlation, or by the rules of the values.',
  },
};
