/** What the stage `normalize` has to say of keys, values and names of any specification, and of the tree as a whole. */
import type { Catalog } from '../../entry.ts';
import { capital, didYouMean, digits, excerpt, list, nearestOrAll, withArticle } from '../../wording.ts';

export interface SpecificationsParams {
  'normalize-key-unknown': { key: string; within: string; known: readonly string[]; instead?: string | undefined };
  'normalize-key-twice': { key: string; first: string; within: string };
  'normalize-key-missing': { key: string; within: string };
  'normalize-not-supported': { part: string };
  /** `isOfRows`: other rows of reference tables would give it one. */
  'normalize-without-effect': { part: string; reason: string; isOfRows?: boolean };
  'normalize-value-kind': { what: string; expected: string; found: string };
  'normalize-value-range': { what: string; value: unknown; expected: string };
  'normalize-word-unknown': { what: string; word: string; known: readonly string[] };
  'normalize-word-near': { attribute: string; word: string; known: readonly string[] };
  /** `near`: what is known of it by another name. */
  'normalize-reference-unknown': { kind: string; name: string; known: readonly string[]; near?: readonly string[] };
  /** `first`: where it is defined, unless that is near. */
  'normalize-duplicate': { what: string; name: string; first?: string };
  'normalize-item-repeated': { item: string; list: string };
  'normalize-cycle': { what: string; path: readonly string[] };
  'normalize-parameter-unknown': { name: string; known: readonly string[] };
  'normalize-parameter-value': { name: string; value: unknown; expected: string; cause: string };
  'normalize-calls-circle': { path: readonly string[] };
  'normalize-calls-many': { most: number };
  'normalize-default-missing': { key: string };
  'normalize-tree-bare': { keys: readonly string[]; kinds: readonly string[] };
  'normalize-override-path': { path: string; reason: string };
  'normalize-journey-unknown': { name: string; known: readonly string[] };
  'normalize-template-unknown': { name: string; known: readonly string[] };
}

/** `2025-06-31` has the form of a date. */
function dateMeant(found: string): string | undefined {
  const [, year, month] = /(\d{4})-(\d{2})-\d{2}/.exec(found) ?? [];
  if (year === undefined || month === undefined) return undefined;
  if (Number(month) < 1 || Number(month) > 12) return 'Months are 01 to 12; the year stands first and the day last.';
  const isLeap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  const days = month === '02' ? (isLeap ? 29 : 28) : ['04', '06', '09', '11'].includes(month) ? 30 : 31;
  return `The days of ${year}-${month} are 01 to ${days}.`;
}

/** The table whose rows are the things of a kind. */
const DEFINED_BY: ReadonlyMap<string, string> = new Map([
  ['adverse event', 'trial_adverse_events'],
  ['allergen', 'allergens'],
  ['encounter class', 'encounter_classes'],
  ['list of reasons', 'reason_lists'],
  ['medication', 'medications'],
  ['observation', 'observations'],
  ['payer', 'payers'],
  ['plan', 'plans'],
  ['procedure', 'procedures'],
  ['service', 'services'],
  ['specialty', 'specialties'],
  ['vaccine', 'vaccines'],
]);

/** Ages of `30-50` are `[30, 50]`. */
function rangeMeant(found: string): string | undefined {
  const [, low, high] = /^(\d+) ?(?:-|–|to) ?(\d+)$/.exec(found.trim()) ?? [];
  return low === undefined ? undefined : `A range is a list of two numbers: \`[${low}, ${high}]\`.`;
}

export const specificationsCatalog: Catalog<SpecificationsParams> = {
  'normalize-key-unknown': {
    severity: 'error',
    message: ({ key, within }) => `\`${excerpt(key)}\` is no key of ${excerpt(within)}, so it would be lost.`,
    hint: ({ key, known, instead }) =>
      instead === undefined ? nearestOrAll(key, known) : `It stands in \`${instead}\`.`,
  },
  'normalize-key-twice': {
    severity: 'error',
    message: ({ key, first, within }) =>
      `\`${excerpt(key)}\` says again what \`${excerpt(first)}\` says in ${excerpt(within)}; only one can hold.`,
    hint: () => 'Remove one of the two.',
  },
  'normalize-key-missing': {
    severity: 'error',
    message: ({ key, within }) => `${capital(excerpt(within))} needs \`${key}\`.`,
  },
  'normalize-not-supported': {
    severity: 'error',
    message: ({ part }) => `\`${excerpt(part)}\` is part of the language, but this engine does not run it yet.`,
    hint: () => 'Remove it, or mark the block as an example (```yaml example) to keep it as prose.',
  },
  'normalize-without-effect': {
    severity: 'warning',
    message: ({ part, reason }) => `\`${excerpt(part)}\` has no effect: ${reason}.`,
  },
  'normalize-value-kind': {
    severity: 'error',
    message: ({ what, expected, found }) => `${excerpt(what)} must be ${expected}; ${excerpt(found)} was found.`,
    hint: ({ what, expected, found }) =>
      expected.startsWith('a date') ? dateMeant(found) : what === 'age' ? rangeMeant(found) : undefined,
  },
  'normalize-value-range': {
    severity: 'error',
    message: ({ what, value, expected }) =>
      `${excerpt(what)} must be ${expected}; it is ${typeof value === 'number' ? digits(value) : excerpt(value)}.`,
  },
  'normalize-word-unknown': {
    severity: 'error',
    message: ({ what, word }) => `\`${excerpt(word)}\` is no ${what}.`,
    hint: ({ word, known }) => didYouMean(word, known) ?? (known.length > 0 ? `Known: ${list(known)}.` : undefined),
  },
  'normalize-word-near': {
    severity: 'warning',
    message: ({ attribute, word }) =>
      `\`${excerpt(word)}\` is almost ${withArticle(attribute)} that is known, but stands for another.`,
    hint: ({ known }) => `Nearest: ${list(known)}.`,
  },
  'normalize-reference-unknown': {
    severity: 'error',
    message: ({ kind, name }) => `No ${kind} is called \`${excerpt(name)}\`.`,
    hint: ({ kind, name, known, near = [] }) => {
      if (known.length === 0) return `No skill of the tree defines a ${kind}.`;
      if (near.length > 0) return `Nearest: ${list(near)}.`;
      const table = DEFINED_BY.get(kind);
      const another = table === undefined ? '' : ` Another one is a row of the table \`${table}\` of a reference.`;
      return didYouMean(name, known) ?? `${nearestOrAll(name, known)}${another}`;
    },
  },
  'normalize-duplicate': {
    severity: 'error',
    message: ({ what, name, first }) =>
      `The ${what} \`${excerpt(name)}\` is defined ${first === undefined ? 'more than once' : `already, at ${first}`}.`,
    hint: () => 'One of them is to go, or to be about something else.',
  },
  'normalize-item-repeated': {
    severity: 'error',
    message: ({ item, list: within }) => `\`${excerpt(item)}\` stands in \`${within}\` already.`,
    hint: () => 'Take one of the two out; the second adds nothing.',
  },
  'normalize-cycle': {
    severity: 'error',
    message: ({ what, path }) => `The ${what} wait for each other: ${path.map(excerpt).join(' → ')}.`,
    hint: () => 'Break the circle at one of them.',
  },
  'normalize-parameter-unknown': {
    severity: 'error',
    message: ({ name }) => `Nothing declares a parameter \`${excerpt(name)}\` here.`,
    hint: ({ name, known }) =>
      nearestOrAll(name, known) ??
      'Profiles, journeys and cohorts declare theirs under `parameters` in the front matter.',
  },
  'normalize-parameter-value': {
    severity: 'error',
    message: ({ name, value, expected }) =>
      `The parameter \`${excerpt(name)}\` must be ${excerpt(expected)}; it is \`${excerpt(value)}\`.`,
    hint: ({ cause }) => `It is declared at \`${cause}\`.`,
  },
  'normalize-calls-many': {
    severity: 'error',
    message: ({ most }) =>
      `This journey comes to more than ${most} calls of journeys, with those that they make in turn.`,
    hint: () => 'Call fewer. What comes again is one call with a `recurrence`, or within a `cycle`.',
  },
  'normalize-calls-circle': {
    severity: 'error',
    message: ({ path }) => `A journey would take place within itself: ${path.map(excerpt).join(' calls ')}.`,
    hint: () =>
      'Take one of the calls out. What comes round again is a `cycle`, or one call with a `recurrence`; what comes behind a journey is called by the journey that called it.',
  },
  'normalize-default-missing': {
    severity: 'error',
    message: ({ key }) => `Nothing says \`${key}\`: neither the profile nor the defaults of an executor skill.`,
    hint: ({ key }) =>
      `Write \`${key}\` in the profile, or under \`defaults\` in the front matter of the profile executor.`,
  },
  'normalize-tree-bare': {
    severity: 'error',
    message: ({ keys, kinds }) => {
      const says = keys.length === 0 ? '' : ` Nothing says ${list(keys)}.`;
      const defines =
        kinds.length === 0 ? '' : ` Nothing defines ${kinds.map((kind) => withArticle(excerpt(kind))).join(' or ')}.`;
      return `The tree has neither an executor with defaults nor reference skills.${says}${defines}`;
    },
    hint: () => 'Put the file into the `skills/` that come with HealthSim, or into a copy of that whole folder.',
  },
  'normalize-override-path': {
    severity: 'error',
    message: ({ path, reason }) => `\`${excerpt(path)}\` names nothing that can be set: ${excerpt(reason)}.`,
  },
  'normalize-journey-unknown': {
    severity: 'error',
    message: ({ name }) => `No journey that can run is called \`${excerpt(name)}\`.`,
    hint: ({ name, known }) => nearestOrAll(name, known),
  },
  'normalize-template-unknown': {
    severity: 'error',
    message: ({ name }) => `No profile that can run is called \`${excerpt(name)}\`.`,
    hint: ({ name, known }) => nearestOrAll(name, known),
  },
};
