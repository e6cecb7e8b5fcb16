/** How a specification differs from the schema of its kind. */
import type { Catalog } from '../../entry.ts';
import { capital, counted, didYouMean, digits, excerpt, nearest, nearestOrAll } from '../../wording.ts';

export interface SchemasParams {
  'validate-key-unknown': {
    key: string;
    within: string;
    known: readonly string[];
    elsewhere: readonly string[];
    /** The key that says here what it says in other words. */
    meant: string | undefined;
    lacking: readonly string[];
  };
  'validate-key-of-item': { key: string; owner: string; expected: string };
  /** `as`: the key that stands there for it. */
  'validate-key-missing': { keys: readonly string[]; within: string; as: string | undefined };
  'validate-key-beside': { key: string; under: string };
  'validate-key-misplaced': { key: string; within: string };
  'validate-value-kind': {
    subject: string;
    expected: string;
    found: string;
    /** How it would be written. */
    meant: string | undefined;
  };
  'validate-value-unknown': { subject: string; value: unknown; known: readonly string[] };
  'validate-value-form': { subject: string; value: string; expected: string };
  'validate-value-range': { subject: string; value: number; limit: string };
  'validate-size': { subject: string; found: number; limit: string; of: string };
  'validate-repeated': { subject: string; value: unknown };
  'validate-block-unknown': { known: readonly string[] };
  'validate-example-unknown': { known: readonly string[] };
  'validate-block-word': { word: string; known: readonly string[] };
  'validate-specification-missing': { kind: string; specification: string };
  'validate-block-unmarked': { specification: string; language: string };
  'validate-more': { count: number };
}

/** `code:E11.9` is one word, `code E11.9` and `code = E11.9` are keys. */
function spaced(key: string, known: readonly string[]): string | undefined {
  const [, name = '', sign, value] = /^([\w-]+)(:| ?= ?| )(\S.*)$/.exec(key) ?? [];
  if (sign === undefined || (sign !== ':' && !known.includes(name))) return undefined;
  const problem = sign === ':' ? 'A colon needs a space behind it' : 'A colon stands between a key and its value';
  return `${problem}: \`${name}: ${excerpt(value)}\`.`;
}

const END_OF_STAY =
  'A stay lasts until the event of type `discharge` that follows it (`timing: { after: …, days: 4 }`), else as long as the reference of stays says.';

/** What authors would say of a stay, whose end is an event of its own. */
const OF_STAYS: ReadonlyMap<string, string> = new Map(
  ['length_of_stay', 'los', 'stay', 'stay_length', 'nights', 'duration', 'discharge'].map((key) => [key, END_OF_STAY]),
);

const LENGTH = 'a length of time';
const UNITS = ['minutes', 'hours', 'days', 'weeks', 'months', 'quarters', 'years'];

/** `30-180 dyas`, and `three days`. */
function unitMeant(value: string): string {
  const [, unit = ''] = /\d\s*([a-z]+)\s*$/i.exec(value) ?? /^([a-z]+)\s*\d/i.exec(value) ?? [];
  const [meant] = unit === '' ? [] : nearest(unit, UNITS);
  return meant === undefined
    ? 'It is numbers in digits and one of `days`, `weeks`, `months`, `years`, `hours` or `minutes`.'
    : `\`${excerpt(unit)}\` is no unit of time. Nearest: \`${meant}\`.`;
}

const list = (names: readonly string[]): string => names.map((name) => `\`${excerpt(name)}\``).join(', ');

const shown = (value: unknown): string => (value === '' ? 'empty' : `\`${excerpt(value)}\``);

export const schemasCatalog: Catalog<SchemasParams> = {
  'validate-key-unknown': {
    severity: 'error',
    message: ({ key, within }) => `\`${excerpt(key)}\` is no key of ${within}, so it would be lost.`,
    hint: ({ key, known, elsewhere, meant, lacking }) => {
      const split = spaced(key, known) ?? (known.includes('days_supply') ? OF_STAYS.get(key) : undefined);
      if (split !== undefined) return split;
      const instead =
        (meant === undefined ? undefined : `Here it is called \`${meant}\`.`) ??
        (/^\d+$/.test(key) ? 'Decimals stand behind a point, as in `0.8`.' : undefined) ??
        didYouMean(key, known) ??
        (elsewhere.length === 0 ? nearestOrAll(key, known) : `It is a key of ${elsewhere.slice(0, 3).join(', of ')}.`);
      if (lacking.length === 0) return instead;
      return [...(instead === undefined ? [] : [instead]), `Without it ${list(lacking)} is missing.`].join(' ');
    },
  },
  'validate-key-of-item': {
    severity: 'error',
    message: ({ key, owner, expected }) =>
      `Each key of this map must be ${expected}; \`${excerpt(key)}\` is a key of ${owner}.`,
    hint: ({ key }) => `In a list each stands in a map of its own: \`[{ ${excerpt(key)}: … }]\`.`,
  },
  'validate-key-missing': {
    severity: 'error',
    message: ({ keys, within }) =>
      `${capital(within)} needs ${list(keys)}, which ${keys.length === 1 ? 'is' : 'are'} missing.`,
    hint: ({ keys, as }) =>
      as === undefined ? undefined : `\`${excerpt(as)}\` stands here; ${list(keys)} may be meant.`,
  },
  'validate-key-beside': {
    severity: 'error',
    message: ({ key, under }) => `\`${excerpt(key)}\` stands beside \`${excerpt(under)}\`, which lacks it.`,
    hint: ({ under }) => `Indent it deeper than \`${excerpt(under)}\`.`,
  },
  'validate-key-misplaced': {
    severity: 'error',
    message: ({ key, within }) => `\`${excerpt(key)}\` has no place in ${within}, because its type has no use for it.`,
    hint: () => 'Remove it, or change the `type` of the skill.',
  },
  'validate-value-kind': {
    severity: 'error',
    message: ({ subject, expected, found }) => `${subject} must be ${expected}, but it is ${found}.`,
    hint: ({ meant }) => meant,
  },
  'validate-value-unknown': {
    severity: 'error',
    message: ({ subject, value }) => `${subject} cannot be ${shown(value)}.`,
    hint: ({ subject, value, known }) =>
      subject === '`geography`' && typeof value === 'string' && /^[A-Z]{2}$/.test(value)
        ? `A state is written \`{ state: ${value} }\`.`
        : nearestOrAll(typeof value === 'string' ? value : '', known),
  },
  'validate-value-form': {
    severity: 'error',
    message: ({ subject, value, expected }) => `${subject} must be ${expected}, but it is ${shown(value)}.`,
    hint: ({ value, expected }) => {
      if (/[“”„‘’]/.test(value)) return 'Curly quotes belong to the text; straight ones, `"`, stand around it.';
      const isName = expected.includes('ICD-10-CM') && /^\p{L}{4}[\p{L} ]*$/u.test(value);
      if (isName) return 'Codes stand beside what they mean in the conditions reference.';
      return expected.includes(LENGTH) ? unitMeant(value) : undefined;
    },
  },
  'validate-value-range': {
    severity: 'error',
    message: ({ subject, value, limit }) => `${subject} is ${digits(value)}; it must be ${limit}.`,
    hint: ({ value, limit }) =>
      limit === 'at most 1' && value > 1 && value <= 100
        ? `Shares are numbers from 0 to 1: ${value} % is written as ${Number((value / 100).toPrecision(12))}.`
        : undefined,
  },
  'validate-size': {
    severity: 'error',
    message: ({ subject, found, limit, of }) => `${subject} has ${counted(found)} ${of}; it must have ${limit}.`,
  },
  'validate-repeated': {
    severity: 'error',
    message: ({ subject, value }) => `${subject} stands in its list already: ${shown(value)}.`,
    hint: () => 'Take one of the two out; the second adds nothing.',
  },
  'validate-block-unknown': {
    severity: 'error',
    message: () => 'The block looks like no specification, so nothing would be made of it.',
    hint: ({ known }) =>
      `Known are ${list(known)}. A block that only illustrates is marked by the word \`example\` behind its language.`,
  },
  'validate-example-unknown': {
    severity: 'warning',
    message: () => 'The example looks like no specification, so it cannot be checked.',
    hint: ({ known }) => `Known are ${list(known)}; the kind may stand behind the language.`,
  },
  'validate-block-word': {
    severity: 'error',
    message: ({ word }) => `\`${excerpt(word)}\` behind the language of the block is no kind of specification.`,
    hint: ({ word, known }) => didYouMean(word, known),
  },
  'validate-specification-missing': {
    severity: 'error',
    message: ({ kind, specification }) =>
      `A skill of type \`${kind}\` needs a block with ${specification}, and this one has none.`,
    hint: () => 'A specification stands in a fenced `yaml` or `json` block; one marked `example` is not run.',
  },
  'validate-block-unmarked': {
    severity: 'error',
    message: ({ specification }) =>
      `The fence says neither \`yaml\` nor \`json\`, so what looks like ${specification} is prose, and nothing would be made of it.`,
    hint: ({ language }) => `Write \`${language}\` right behind the fence.`,
  },
  'validate-more': {
    severity: 'error',
    message: ({ count }) => `The file has ${digits(count)} more problems like these.`,
  },
};
