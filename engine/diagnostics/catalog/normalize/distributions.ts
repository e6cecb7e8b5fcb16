/** What the stage `normalize` has to say of distributions. */
import type { Scalar } from '../../../model/index.ts';
import type { Catalog } from '../../entry.ts';
import { counted, excerpt, excerptList, list } from '../../wording.ts';

export interface DistributionsParams {
  'normalize-distribution-missing': { what: string; known: readonly string[] };
  'normalize-weights': { sum: number; normalized: readonly string[] };
  'normalize-values-mixed': { value: Scalar };
  'normalize-bounds': { low: number; high: number; what: string };
  'normalize-bounds-round': { what: string };
  'normalize-count-open': { what: string; most: number };
  'normalize-truncation': { what: string };
  'normalize-tail': { what: string; mean: number; edge: number };
  'normalize-band-open': { band: string };
  'normalize-else-missing': { what: string };
  'normalize-rule-unreachable': { what: string };
}

export const distributionsCatalog: Catalog<DistributionsParams> = {
  'normalize-distribution-missing': {
    severity: 'error',
    message: ({ what }) => `${excerpt(what)} does not say which distribution it is.`,
    hint: ({ known }) => `Write \`distribution:\` with one of ${list(known)}.`,
  },
  'normalize-weights': {
    severity: 'error',
    message: ({ sum }) => `The weights sum to ${Number(sum.toPrecision(6))}, not to 1.`,
    hint: ({ normalized }) =>
      normalized.length === 0 ? undefined : `In the same proportions: ${excerptList(normalized)}.`,
  },
  'normalize-values-mixed': {
    severity: 'error',
    message: ({ value }) =>
      typeof value === 'number'
        ? `\`${value}\` is a number among texts.`
        : `\`${excerpt(value)}\` is a text among numbers.`,
    hint: ({ value }) => {
      if (typeof value === 'number') return `A text stands in quotes: \`"${value}"\`.`;
      return isNumber(value)
        ? `A number stands without quotes: \`${Number(value)}\`.`
        : 'A number is written in digits; where all values are to be texts, numbers stand in quotes.';
    },
  },
  'normalize-bounds': {
    severity: 'error',
    message: ({ low, high, what }) => `${excerpt(what)} runs backwards, from ${low} to ${high}.`,
    hint: () => 'Exchange the two.',
  },
  'normalize-bounds-round': {
    severity: 'error',
    message: ({ what }) => `Between the bounds of ${excerpt(what)} lies no value that its rounding leaves.`,
    hint: () => 'Widen the bounds, or round to more decimals.',
  },
  'normalize-count-open': {
    severity: 'warning',
    message: ({ what, most }) =>
      `How often ${excerpt(what)} happen is a formula that may come to more than ${counted(most)}, the limit of events of a person; what lies beyond 10,000 is cut off.`,
    hint: () => 'Give the formula a `max`, or what it reads bounds.',
  },
  'normalize-truncation': {
    severity: 'error',
    message: ({ what }) => `${excerpt(what)} has practically no values between its bounds.`,
    hint: () => 'Move the bounds to where the distribution lies.',
  },
  'normalize-tail': {
    severity: 'warning',
    message: ({ what, mean, edge }) =>
      `Hardly anything of ${excerpt(what)} lies between its bounds: its mean is ${mean}, and what comes out is near ${edge}.`,
    hint: () => 'Move the mean or the bounds, so that the curve lies where its values are wanted.',
  },
  'normalize-band-open': {
    severity: 'error',
    message: ({ band }) => `The last age band \`${excerpt(band)}\` has no upper end.`,
    hint: () => 'Give it one (`65-95`), or give the distribution a `max`.',
  },
  'normalize-else-missing': {
    severity: 'error',
    message: ({ what }) => `${excerpt(what)} says nothing about people for whom no rule holds.`,
    hint: () => 'Add `- else: …` as the last rule.',
  },
  'normalize-rule-unreachable': {
    severity: 'error',
    message: ({ what }) => `${excerpt(what)} has a rule behind its \`else\`, which nobody can reach.`,
    hint: () => 'Make `else` the last rule.',
  },
};

function isNumber(value: Scalar): boolean {
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
}
