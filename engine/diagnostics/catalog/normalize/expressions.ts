/** What the stage `normalize` has to say of expressions. */
import type { Catalog } from '../../entry.ts';
import { didYouMean, excerpt, list } from '../../wording.ts';

export interface ExpressionsParams {
  'normalize-expression-syntax': { found: string; expected: string; meant: string | undefined };
  'normalize-expression-size': { what: string; limit: number };
  'normalize-expression-name': { name: string; known: readonly string[]; isText?: true };
  'normalize-expression-function': { name: string; known: readonly string[] };
  'normalize-expression-type': { part: string; expected: string; found: string };
  'normalize-expression-moment': { part: string };
  'normalize-expression-value': { name: string; value: string; known: readonly string[] };
  'normalize-expression-divides': Record<string, never>;
  'normalize-expression-constant': { holds: boolean };
  'normalize-expression-zero': { what: string; does: 'divides' | 'raises' };
}

export const expressionsCatalog: Catalog<ExpressionsParams> = {
  'normalize-expression-syntax': {
    severity: 'error',
    message: ({ found, expected }) => `The expression has ${excerpt(found)} where ${expected} was expected.`,
    hint: ({ meant }) => meant,
  },
  'normalize-expression-size': {
    severity: 'error',
    message: ({ what, limit }) => `The expression is too ${what}; the limit is ${limit}.`,
  },
  'normalize-expression-name': {
    severity: 'error',
    message: ({ name }) => `The expression reads \`${excerpt(name)}\`, which nothing defines.`,
    hint: ({ name, known, isText }) => {
      if (isText) return `A text stands in quotes: \`'${excerpt(name)}'\`.`;
      return name === 'severity'
        ? 'It is that of the first condition of the profile, which has none: give it a `severity`, or put the condition first that has one.'
        : (didYouMean(name, known) ?? 'A text stands in quotes.');
    },
  },
  'normalize-expression-function': {
    severity: 'error',
    message: ({ name }) => `There is no function \`${excerpt(name)}\`.`,
    hint: ({ name, known }) => didYouMean(name, known) ?? `Functions: ${list(known)}.`,
  },
  'normalize-expression-type': {
    severity: 'error',
    message: ({ part, expected, found }) => `${excerpt(part)} must be ${expected}; it is ${found}.`,
  },
  'normalize-expression-moment': {
    severity: 'error',
    message: ({ part }) =>
      `\`${excerpt(part)}\` asks about a time of a journey, and this is decided before any journey begins.`,
    hint: () => 'Events and branches of a journey can ask it.',
  },
  'normalize-expression-value': {
    severity: 'warning',
    message: ({ name, value }) => `\`${excerpt(name)}\` is never '${excerpt(value)}', so the comparison never holds.`,
    hint: ({ value, known }) => didYouMean(value, known) ?? `Values: ${list(known)}.`,
  },
  'normalize-expression-divides': {
    severity: 'error',
    message: () => 'The expression divides by 0, so it never has a value.',
    hint: () => 'Divide by something else, such as what is measured of the person.',
  },
  'normalize-expression-constant': {
    severity: 'warning',
    message: ({ holds }) => `The comparison ${holds ? 'always' : 'never'} holds, for it reads nothing of the person.`,
    hint: () => 'Compare something of the person, as in `age > 65`; what is to hold for nobody or for all is left out.',
  },
  'normalize-expression-zero': {
    severity: 'warning',
    message: ({ what, does }) =>
      `The formula of ${excerpt(what)} ${does === 'divides' ? 'divides by what can be 0' : 'takes a power of what can be 0 or below'}; whoever has it so has no value, and nothing is measured of it.`,
    hint: ({ does }) =>
      `A bound (\`min\`) of what it ${does} ${does === 'divides' ? 'by leaves 0 out' : 'leaves that out'}, or a rule that asks about it says what then holds.`,
  },
};
