/** What the stage `normalize` has to say. */
import type { Catalog } from '../entry.ts';
import { didYouMean, excerpt } from '../wording.ts';

export interface NormalizeParams {
  'normalize-key-unknown': { key: string; within: string; known: readonly string[] };
  'normalize-key-twice': { key: string; first: string; within: string };
  'normalize-key-missing': { key: string; within: string };
  'normalize-not-supported': { part: string };
  'normalize-without-effect': { part: string; reason: string };
  'normalize-value-kind': { what: string; expected: string; found: string };
  'normalize-value-range': { what: string; value: unknown; expected: string };
  'normalize-word-unknown': { what: string; word: string; known: readonly string[] };
  'normalize-reference-unknown': { kind: string; name: string; known: readonly string[] };
  'normalize-duplicate': { what: string; name: string };
  'normalize-cycle': { what: string; path: readonly string[] };
  'normalize-default-missing': { key: string };
  'normalize-tree-bare': { keys: readonly string[]; kinds: readonly string[] };
  'normalize-override-path': { path: string; reason: string };
  'normalize-code-impossible': { code: string };
  'normalize-code-unchecked': { code: string };
  'normalize-distribution-missing': { what: string; known: readonly string[] };
  'normalize-weights': { sum: number; normalized: readonly string[] };
  'normalize-bounds': { low: number; high: number; what: string };
  'normalize-truncation': { what: string };
  'normalize-band-open': { band: string };
  'normalize-else-missing': { what: string };
  'normalize-rule-unreachable': { what: string };
  'normalize-name-taken': { name: string };
  'normalize-age-payer': { payer: string; ages: string; exempt: readonly string[] };
  'normalize-condition-age': { code: string; ages: string };
  'normalize-condition-ages': { code: string; ages: string };
  'normalize-condition-sex': { code: string; sex: string };
  'normalize-plan-payer': { plan: string; payer: string; known: readonly string[] };
  'normalize-correlation-kind': { measure: 'odds_ratio' | 'rank_correlation'; unfit: readonly string[] };
  'normalize-correlation-dependent': { between: readonly string[]; path: readonly string[] };
  'normalize-expression-syntax': { found: string; expected: string };
  'normalize-expression-size': { what: string; limit: number };
  'normalize-expression-name': { name: string; known: readonly string[] };
  'normalize-expression-function': { name: string; known: readonly string[] };
  'normalize-expression-type': { part: string; expected: string; found: string };
  'normalize-expression-moment': { part: string };
  'normalize-expression-value': { name: string; value: string; known: readonly string[] };
  'normalize-duration': { text: string };
  'normalize-timing': { text: string };
  'normalize-recurrence': { text: string };
  'normalize-phase-beyond-duration': { phase: string };
  'normalize-timing-outside-phase': { event: string; phase: string; side: 'before' | 'after' };
  'normalize-timing-beyond-journey': { event: string };
  'normalize-timing-beyond-cycle': { event: string; phase: string };
  'normalize-branch-unreachable': { branch: string; point: string };
  'normalize-occurrences': { event: string; count: number; limit: number };
  'normalize-recurrence-long': { event: string; count: number; fitting: number };
  'normalize-cycles-long': { phase: string; count: number; fitting: number };
  'normalize-event-incomplete': { type: string; key: string };
  'normalize-study-without': { type: string };
  'normalize-dosing-without': { key: string; needed: string };
  'normalize-event-key-idle': { key: string; type: string; types: readonly string[] };
  'normalize-event-broken': { event: string };
  'normalize-event-repeated': { event: string; phase: string };
  'normalize-effect-attribute': { name: string; isKnown: boolean; known: readonly string[] };
  'normalize-anchor-unknown': { name: string; known: readonly string[] };
  'normalize-start-elsewhere': { event: string; known: readonly string[] };
  'normalize-phases-circle': { path: readonly string[] };
  'normalize-journey-unknown': { name: string; known: readonly string[] };
  'normalize-template-unknown': { name: string; known: readonly string[] };
  'normalize-table-missing': { table: string; heading: string };
  'normalize-column-missing': { column: string; table: string };
  'normalize-column-unknown': { column: string; table: string; known: readonly string[] };
  'normalize-cell': { column: string; expected: string; found: string };
}

const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

export const normalizeCatalog: Catalog<NormalizeParams> = {
  'normalize-key-unknown': {
    severity: 'error',
    message: ({ key, within }) => `\`${excerpt(key)}\` is no key of ${excerpt(within)}, so it would be lost.`,
    hint: ({ key, known }) => didYouMean(key, known),
  },
  'normalize-key-twice': {
    severity: 'error',
    message: ({ key, first, within }) =>
      `\`${excerpt(key)}\` says again what \`${excerpt(first)}\` says in ${excerpt(within)}; only one can hold.`,
    hint: () => 'Remove one of the two.',
  },
  'normalize-key-missing': {
    severity: 'error',
    message: ({ key, within }) => `${excerpt(within)} needs \`${key}\`.`,
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
  },
  'normalize-value-range': {
    severity: 'error',
    message: ({ what, value, expected }) => `${excerpt(what)} must be ${expected}; it is ${excerpt(value)}.`,
  },
  'normalize-word-unknown': {
    severity: 'error',
    message: ({ what, word }) => `\`${excerpt(word)}\` is no ${what}.`,
    hint: ({ word, known }) => didYouMean(word, known) ?? (known.length > 0 ? `Known: ${list(known)}.` : undefined),
  },
  'normalize-reference-unknown': {
    severity: 'error',
    message: ({ kind, name }) => `No ${kind} is called \`${excerpt(name)}\`.`,
    hint: ({ kind, name, known }) =>
      known.length === 0 ? `No skill of the tree defines a ${kind}.` : didYouMean(name, known),
  },
  'normalize-duplicate': {
    severity: 'error',
    message: ({ what, name }) => `The ${what} \`${excerpt(name)}\` is defined more than once.`,
  },
  'normalize-cycle': {
    severity: 'error',
    message: ({ what, path }) => `The ${what} wait for each other: ${path.map(excerpt).join(' → ')}.`,
    hint: () => 'Break the circle at one of them.',
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
      const defines = kinds.length === 0 ? '' : ` Nothing defines a ${kinds.map(excerpt).join(' or a ')}.`;
      return `The tree has neither an executor with defaults nor reference skills.${says}${defines}`;
    },
    hint: () =>
      'Put the file into the `skills/` that come with HealthSim, or copy their folders beside it: `generation/executors` and the reference skills of each product.',
  },
  'normalize-override-path': {
    severity: 'error',
    message: ({ path, reason }) => `\`${excerpt(path)}\` names nothing that can be set: ${excerpt(reason)}.`,
  },
  'normalize-code-impossible': {
    severity: 'error',
    message: ({ code }) => `\`${excerpt(code)}\` cannot be an ICD-10-CM code.`,
    hint: () => 'A code is a letter, a digit, a digit or letter, then up to four more behind a dot.',
  },
  'normalize-code-unchecked': {
    severity: 'warning',
    message: ({ code }) =>
      `\`${excerpt(code)}\` has the shape of an ICD-10-CM code but is not in the conditions reference, so it is unchecked.`,
    hint: () => 'Add it to the conditions reference, with its display and source.',
  },
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
  'normalize-bounds': {
    severity: 'error',
    message: ({ low, high, what }) => `${excerpt(what)} runs backwards, from ${low} to ${high}.`,
    hint: () => 'Exchange the two.',
  },
  'normalize-truncation': {
    severity: 'error',
    message: ({ what }) => `${excerpt(what)} has practically no values between its bounds.`,
    hint: () => 'Move the bounds to where the distribution lies.',
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
  'normalize-expression-syntax': {
    severity: 'error',
    message: ({ found, expected }) => `The expression has ${excerpt(found)} where ${expected} was expected.`,
  },
  'normalize-expression-size': {
    severity: 'error',
    message: ({ what, limit }) => `The expression is too ${what}; the limit is ${limit}.`,
  },
  'normalize-expression-name': {
    severity: 'error',
    message: ({ name }) => `The expression reads \`${excerpt(name)}\`, which nothing defines.`,
    hint: ({ name, known }) => didYouMean(name, known) ?? 'A text stands in quotes.',
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
  'normalize-duration': {
    severity: 'error',
    message: ({ text }) => `\`${excerpt(text)}\` is no length of time.`,
    hint: () => 'Write it like `12 months`, `0-30 days`, `weeks 14-27` or a number of days.',
  },
  'normalize-timing': {
    severity: 'error',
    message: ({ text }) => `\`${excerpt(text)}\` says no point in time.`,
    hint: () =>
      'Write it like `{ day: 3, variance: 1 }`, `{ after: labs, days: 2 }`, `day 2-4`, `week 2` or `same_day`.',
  },
  'normalize-recurrence': {
    severity: 'error',
    message: ({ text }) => `\`${excerpt(text)}\` says no rhythm.`,
    hint: () =>
      'Write `daily`, `weekly`, `monthly`, `quarterly`, `annually`, `3x_week` or `{ every: 28, unit: days }`.',
  },
  'normalize-phase-beyond-duration': {
    severity: 'error',
    message: ({ phase }) => `The phase \`${excerpt(phase)}\` ends after the journey does.`,
    hint: () => 'Lengthen the `duration` of the journey or shorten the phase.',
  },
  'normalize-timing-outside-phase': {
    severity: 'warning',
    message: ({ event, phase, side }) =>
      `\`${excerpt(event)}\` happens ${side} its phase \`${excerpt(phase)}\` ${side === 'before' ? 'begins' : 'is over'}.`,
    hint: () => 'Days are counted from the start of the journey, not of the phase.',
  },
  'normalize-timing-beyond-journey': {
    severity: 'warning',
    message: ({ event }) => `\`${excerpt(event)}\` happens after its journey is over.`,
    hint: () =>
      'Lengthen the `duration` of the journey, or say what it comes after, as in `timing: { after: surgery, days: 30 }`.',
  },
  'normalize-timing-beyond-cycle': {
    severity: 'warning',
    message: ({ event, phase }) => `\`${excerpt(event)}\` happens after its cycle of \`${excerpt(phase)}\` is over.`,
    hint: () =>
      'Days are counted from the start of each cycle. What comes behind the last cycle has a phase of its own.',
  },
  'normalize-branch-unreachable': {
    severity: 'error',
    message: ({ branch, point }) =>
      `Nobody can reach the branch \`${excerpt(branch)}\` at \`${excerpt(point)}\`: the one before it takes everybody who is left.`,
    hint: () => 'Give the branch before it a `condition` or a `probability`, or make it the last.',
  },
  'normalize-recurrence-long': {
    severity: 'warning',
    message: ({ event, count, fitting }) =>
      `\`${excerpt(event)}\` recurs ${count} times, but its phase has room for ${fitting}; the others happen behind its end.`,
    hint: () => 'Leave the `count` out, so that the phase ends the series, or lengthen the phase.',
  },
  'normalize-cycles-long': {
    severity: 'warning',
    message: ({ phase, count, fitting }) =>
      `\`${excerpt(phase)}\` has ${count} cycles, but room for ${fitting}; the others happen behind its end.`,
    hint: () => 'Leave the `count` out, so that the phase ends the cycles, or leave out its `duration`.',
  },
  'normalize-occurrences': {
    severity: 'error',
    message: ({ event, count, limit }) =>
      `\`${excerpt(event)}\` would happen ${count} times to a person; the limit is ${limit}.`,
  },
  'normalize-event-key-idle': {
    severity: 'error',
    message: ({ key, type }) => `\`${key}\` says nothing in an event of type \`${type}\`, so it would be lost.`,
    hint: ({ types }) => `It belongs to events of type ${list(types)}.`,
  },
  'normalize-event-incomplete': {
    severity: 'error',
    message: ({ type, key }) => `An event of type \`${type}\` needs \`${key}\`.`,
  },
  'normalize-study-without': {
    severity: 'error',
    message: ({ type }) => `A study needs an event of type \`${type}\` in a phase of its journey.`,
    hint: ({ type }) => `Add one, as in \`events: [ { id: ${type}, type: ${type} } ]\`.`,
  },
  'normalize-dosing-without': {
    severity: 'error',
    message: ({ key, needed }) => `\`${key}\` of a phase needs ${needed} in it.`,
    hint: () => 'Doses are asked one by one, each in its own cycle.',
  },
  'normalize-event-broken': {
    severity: 'error',
    message: ({ event }) =>
      `The event \`${excerpt(event)}\` of the catalogue has an error, so the journey cannot use it.`,
  },
  'normalize-event-repeated': {
    severity: 'error',
    message: ({ event, phase }) =>
      `\`${excerpt(event)}\` stands more than once in the phase \`${excerpt(phase)}\` under one name.`,
    hint: () => 'Give each of them an `id` of its own.',
  },
  'normalize-effect-attribute': {
    severity: 'error',
    message: ({ name, isKnown }) =>
      isKnown
        ? `An effect moves numbers of the person other than the age, and \`${excerpt(name)}\` is none of them.`
        : `An effect moves \`${excerpt(name)}\`, which nothing defines.`,
    hint: ({ name, isKnown, known }) =>
      (isKnown ? undefined : didYouMean(name, known)) ?? 'Define the attribute in the profile, or name an observation.',
  },
  'normalize-anchor-unknown': {
    severity: 'error',
    message: ({ name }) => `No event of the journey is called \`${excerpt(name)}\`, so nothing can be timed by it.`,
    hint: ({ name, known }) => didYouMean(name, known),
  },
  'normalize-start-elsewhere': {
    severity: 'error',
    message: ({ event }) =>
      `The journey begins with \`${excerpt(event)}\` of another, but these people take no journey in which that happens.`,
    hint: ({ event, known }) =>
      didYouMean(event, known) ?? 'Add the journey with that event to the `journeys` of the profile or of the cohort.',
  },
  'normalize-phases-circle': {
    severity: 'error',
    message: ({ path }) => `People would come back to a phase that they have left: ${path.map(excerpt).join(' → ')}.`,
    hint: () =>
      'A phase takes place once. Write what follows as a phase of its own, or give the journey a `cycle`, in each of which its phases begin anew.',
  },
  'normalize-journey-unknown': {
    severity: 'error',
    message: ({ name }) => `No journey that can run is called \`${excerpt(name)}\`.`,
    hint: ({ name, known }) => didYouMean(name, known),
  },
  'normalize-template-unknown': {
    severity: 'error',
    message: ({ name }) => `No profile that can run is called \`${excerpt(name)}\`.`,
    hint: ({ name, known }) => didYouMean(name, known),
  },
  'normalize-table-missing': {
    severity: 'error',
    message: ({ table, heading }) =>
      `The table \`${excerpt(table)}\` should stand under the heading \`${excerpt(heading)}\`, but none does.`,
  },
  'normalize-column-missing': {
    severity: 'error',
    message: ({ column, table }) => `The table \`${table}\` has no column \`${column}\`.`,
  },
  'normalize-column-unknown': {
    severity: 'warning',
    message: ({ column, table }) => `\`${excerpt(column)}\` is no column of the table \`${table}\`, so it is not read.`,
    hint: ({ column, known }) => didYouMean(column, known) ?? 'Prose about a row belongs in the column `source`.',
  },
  'normalize-cell': {
    severity: 'error',
    message: ({ column, expected, found }) =>
      `The column \`${column}\` must hold ${expected}; \`${excerpt(found)}\` was found.`,
  },
};

function excerptList(parts: readonly string[]): string {
  const shown = parts.slice(0, 8).map((part) => excerpt(part));
  return parts.length > shown.length ? `${shown.join(', ')}, …` : shown.join(', ');
}
