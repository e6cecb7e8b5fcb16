/** What the stage `resolve` has to say. */
import type { Catalog } from '../entry.ts';
import { excerpt } from '../wording.ts';

export interface ResolveParams {
  'resolve-phrase-empty': { phrase: string };
  'resolve-phrase-too-long': { characters: number; limit: number };
  'resolve-none': {
    phrase: string;
    unread: readonly string[];
    nearest: readonly string[];
    instead?: string;
  };
  'resolve-ambiguous': { phrase: string; candidates: readonly { skill: string; matched: readonly string[] }[] };
  'resolve-unread': { text: string; instead?: string };
  'resolve-unread-more': { count: number };
  /** `aside`: what there is instead. */
  'resolve-aside': { text: string; aside: string };
  'resolve-abbreviation': { text: string; meanings: readonly string[] };
  'resolve-age-months': { text: string; years: readonly string[] };
  /** `other`: the unit in which it may be meant. */
  'resolve-measure-bare': { text: string; name: string; unit: string; other: string };
  'resolve-count-vague': { text: string };
  'resolve-misspelt': { word: string; nearest: readonly string[] };
  'resolve-contradiction': { what: string; first: string; second: string };
  'resolve-denial': { text: string };
  'resolve-either': { text: string; first: string; second: string };
  'resolve-groups': { first: string; second: string };
  'resolve-count-range': { text: string; instead: string | undefined };
  'resolve-share-range': { text: string };
  'resolve-age-range': { text: string; oldest: number };
  'resolve-age-outside': { text: string; template: string; low: number; high: number };
  'resolve-code-unknown': { code: string; nearest: readonly string[] };
  'resolve-postal-code-unknown': { code: string; nearest: readonly string[] };
  'resolve-place-ambiguous': { text: string; states: readonly string[] };
  /** `states`: those that are asked for; `elsewhere`: where there is one of that name. */
  'resolve-place-unknown': {
    text: string;
    states: readonly string[];
    elsewhere: readonly string[];
    nearest: readonly string[];
  };
  'resolve-measure-missing': { text: string; name: string; template: string; others: readonly string[] };
  'resolve-measure-formula': { text: string; name: string; sources: readonly string[] };
  'resolve-measure-unit': { text: string; name: string; unit: string; others: readonly string[] };
  /** `size`: how many `part` the template has. */
  'resolve-study-size': { text: string; template: string; part: string; size: number };
  'resolve-claims-uninsured': { text: string; template: string; payers: readonly string[] };
  'resolve-claims-without-care': { text: string; template: string; others: readonly string[] };
  /** `others`: journeys that have one of the events. */
  'resolve-event-missing': {
    phrase: string;
    events: readonly string[];
    journeys: readonly string[];
    others: readonly string[];
  };
  'resolve-profile-missing': { journey: string; profile: string | undefined };
  'resolve-name-unknown': { name: string; nearest: readonly string[] };
  /** `of`: what is given the word; `other`: what has it, with its place. */
  'resolve-word-taken': { word: string; of: string; other: string };
  'resolve-word-read': { word: string; of: string };
}

export const resolveCatalog: Catalog<ResolveParams> = {
  'resolve-phrase-empty': {
    severity: 'error',
    message: () => 'The phrase holds no words.',
    hint: () => 'Name the people wanted, such as `100 commercial members`, or a template.',
  },
  'resolve-phrase-too-long': {
    severity: 'error',
    message: ({ characters, limit }) => `The phrase has ${characters} characters; a phrase may have ${limit}.`,
    hint: () => 'A long request is better written as a profile or a cohort skill.',
  },
  'resolve-none': {
    severity: 'error',
    message: ({ phrase, unread }) => {
      const words = unread.filter((text) => text !== phrase.trim()).map((text) => `"${excerpt(text)}"`);
      return `No template matches "${excerpt(phrase)}"${words.length === 0 ? '' : `, and nothing takes up ${words.join(', ')}`}.`;
    },
    hint: ({ nearest, instead }) =>
      instead ?? (nearest.length === 0 ? 'The templates are listed by `healthsim list`.' : listed('Nearest', nearest)),
  },
  'resolve-ambiguous': {
    severity: 'error',
    message: ({ phrase, candidates }) =>
      `"${excerpt(phrase)}" speaks for ${candidates.length} templates equally: ${candidates.map(describe).join(', ')}.`,
    hint: () => 'A word more decides: the name of one template, its payer, or `journey`.',
  },
  'resolve-unread': {
    severity: 'error',
    message: ({ text }) =>
      `Nothing took up "${excerpt(text)}"; without it, other people or events might come out than asked for.`,
    hint: ({ instead }) =>
      instead ??
      'Leave it out, or give it a meaning: in a `phrases` block of a builder skill, or in the column `phrases` of a reference.',
  },
  'resolve-aside': {
    severity: 'warning',
    message: ({ text }) =>
      `"${excerpt(text)}" says nothing of who the people are or what happens to them; it is left out.`,
    hint: ({ aside }) => aside,
  },
  'resolve-abbreviation': {
    severity: 'error',
    message: ({ text, meanings }) =>
      `"${excerpt(text)}" may be ${meanings.map((one) => `"${excerpt(one)}"`).join(' or ')}.`,
    hint: ({ text }) => `Write out which of them is meant; \`in ${excerpt(text)}\` is the state.`,
  },
  'resolve-age-months': {
    severity: 'error',
    message: ({ text }) => `"${excerpt(text)}" cannot be done: ages are completed years.`,
    hint: ({ years }) => `${years.map((one) => `\`${one}\``).join(', ')} is as near as they come.`,
  },
  'resolve-measure-bare': {
    severity: 'error',
    message: ({ text, name, unit, other }) =>
      `"${excerpt(text)}" says no unit: in ${unit}, in which \`${name}\` is measured, it tells hardly anybody apart; in ${other} it would.`,
    hint: ({ unit, other }) => `Write ${other} or ${unit} behind the number.`,
  },
  'resolve-word-taken': {
    severity: 'error',
    message: ({ word, of, other }) =>
      `"${excerpt(word)}" cannot be a word for ${of}: in a request it is one for ${other}.`,
    hint: () => 'One of the two needs a word that sets it apart; `diabetic` and `diabetics` are one word.',
  },
  'resolve-word-read': {
    severity: 'error',
    message: ({ word, of }) => `"${excerpt(word)}" cannot be a word for ${of}: a request reads it without any skill.`,
    hint: () => 'Words for people, ages, counts and what joins them are taken; add a word that says what is meant.',
  },
  'resolve-count-vague': {
    severity: 'warning',
    message: ({ text }) => `"${excerpt(text)}" is no number of people; there will be as many as the template says.`,
    hint: () => 'Say how many, such as `20 commercial members`, or set --count.',
  },
  'resolve-unread-more': {
    severity: 'error',
    message: ({ count }) => `Nothing took up ${count} further parts of the phrase.`,
  },
  'resolve-misspelt': {
    severity: 'error',
    message: ({ word }) =>
      `"${excerpt(word)}" is not a known word, but nearly one; leaving it out would change what is asked for.`,
    hint: ({ nearest }) => listed('Nearest', nearest),
  },
  'resolve-contradiction': {
    severity: 'error',
    message: ({ what, first, second }) => `"${excerpt(first)}" and "${excerpt(second)}" cannot both decide ${what}.`,
    hint: () => 'Keep one of the two.',
  },
  'resolve-denial': {
    severity: 'error',
    message: ({ text }) =>
      `"${excerpt(text)}" cannot be done: only conditions and medicines can be left out of a template.`,
    hint: () => 'Say what is wanted instead, such as another payer or place.',
  },
  'resolve-either': {
    severity: 'error',
    message: ({ text }) =>
      `"${excerpt(text)}" leaves open who is which. People can have one of several conditions or medicines and live in one of several places; nothing else is left open.`,
    hint: ({ first, second }) => `Ask for each by itself, \`${excerpt(first)}\` and \`${excerpt(second)}\`.`,
  },
  'resolve-groups': {
    severity: 'error',
    message: ({ second }) => `"${excerpt(second)}" is another group of people, and a file holds one.`,
    hint: ({ first, second }) =>
      `Ask for each by itself, \`${excerpt(first)}\` and \`${excerpt(second)}\`; or say which part of all of them has what, as in \`150 patients, 50 of them women\`.`,
  },
  'resolve-count-range': {
    severity: 'error',
    message: ({ text }) =>
      `"${excerpt(text)}" is no count of people: a cohort has a whole number of them, at least one.`,
    hint: ({ instead }) =>
      instead === undefined
        ? 'Name one, such as `100 commercial members`.'
        : `Name one number, such as \`${excerpt(instead)}\`.`,
  },
  'resolve-share-range': {
    severity: 'error',
    message: ({ text }) => `"${excerpt(text)}" is no part of the people: shares lie between 0 and 100 %.`,
  },
  'resolve-age-range': {
    severity: 'error',
    message: ({ text, oldest }) =>
      `"${excerpt(text)}" holds no age: ages are whole years from 0 to ${oldest}, the lower first.`,
  },
  'resolve-age-outside': {
    severity: 'warning',
    message: ({ text, template, low, high }) =>
      `"${excerpt(text)}" lies outside the ages of \`${template}\`, ${low} to ${high}; ages are spread evenly instead.`,
    hint: () => 'The rest of the template, such as how often conditions occur, was made for its own ages.',
  },
  'resolve-code-unknown': {
    severity: 'error',
    message: ({ code }) => `The conditions reference has no code \`${excerpt(code)}\`.`,
    hint: ({ nearest }) => (nearest.length === 0 ? undefined : listed('Nearest', nearest)),
  },
  'resolve-postal-code-unknown': {
    severity: 'error',
    message: ({ code }) => `No place of the reference lies in ZIP code ${excerpt(code)}.`,
    hint: ({ nearest }) =>
      nearest.length === 0
        ? 'Name a county, a town or a state, or add a row to the places reference.'
        : `${listed('Nearest', nearest)} Or name a county, a town or a state, or add a row to the places reference.`,
  },
  'resolve-place-ambiguous': {
    severity: 'error',
    message: ({ text, states }) => `"${excerpt(text)}" is in several states: ${states.join(', ')}.`,
    hint: ({ text, states }) => `Name the state, such as \`${excerpt(text)}, ${states[0] ?? ''}\`.`,
  },
  'resolve-place-unknown': {
    severity: 'error',
    message: ({ text, states, elsewhere }) =>
      elsewhere.length === 0
        ? `The places reference has no "${excerpt(text)}".`
        : `The places reference has "${excerpt(text)}" in ${elsewhere.join(', ')}, not in ${states.join(', ')}.`,
    hint: ({ nearest }) =>
      `${nearest.length === 0 ? '' : `${listed('Nearest', nearest)} `}It is a sample of places: name another, a whole state or region, or add a row to it.`,
  },
  'resolve-measure-missing': {
    severity: 'error',
    message: ({ text, name, template }) =>
      `"${excerpt(text)}" cannot be done: \`${template}\` says nothing of \`${name}\`.`,
    hint: ({ others }) => (others.length === 0 ? undefined : `Name a template that does: ${quoted(others)}.`),
  },
  'resolve-measure-formula': {
    severity: 'error',
    message: ({ text, name, sources }) =>
      `"${excerpt(text)}" cannot be done: \`${name}\` follows from ${quoted(sources)}, so it has no curve that bounds could cut.`,
    hint: ({ sources }) => `Ask for bounds of one of these: ${quoted(sources)}.`,
  },
  'resolve-measure-unit': {
    severity: 'error',
    message: ({ text, name, unit }) =>
      `"${excerpt(text)}" cannot be done: \`${name}\` is measured in ${unit === '' ? 'no unit' : unit}, and the reference does not say what another unit is in it.`,
    hint: ({ unit, others }) =>
      `Write the number ${[unit, ...others].every((one) => one === '') ? 'alone' : `in ${[unit, ...others].filter((one) => one !== '').join(' or ')}`}, or add a row to \`other_units\` of the units reference.`,
  },
  'resolve-study-size': {
    severity: 'error',
    message: ({ text, template, part, size }) =>
      `"${excerpt(text)}" cannot be done: \`${template}\` has ${size} ${part}.`,
    hint: ({ template, part }) =>
      `Write them as \`study: { ${part}: … }\` in a journey that says \`extends: ${template}\`.`,
  },
  'resolve-claims-uninsured': {
    severity: 'error',
    message: ({ text, template }) =>
      `"${excerpt(text)}" asks for the record of a payer, and nobody of \`${template}\` is insured.`,
    hint: ({ payers }) => `Name a payer: ${quoted(payers)}.`,
  },
  'resolve-claims-without-care': {
    severity: 'warning',
    message: ({ text, template }) =>
      `"${excerpt(text)}" asks for claims, and the people of \`${template}\` are enrolled but use no care that could be claimed.`,
    hint: ({ others }) =>
      `Name a journey${others.length === 0 ? '' : `, or people who use care: ${quoted(others)}`}; or set \`utilization\`.`,
  },
  'resolve-event-missing': {
    severity: 'error',
    message: ({ phrase, events, journeys }) =>
      journeys.length === 0
        ? `"${excerpt(phrase)}" asks for ${quoted(events)}, and the request has no journey.`
        : `"${excerpt(phrase)}" asks for ${quoted(events)}, which ${quoted(journeys)} does not have.`,
    hint: ({ others }) =>
      others.length === 0
        ? 'Leave it out, or add the event to a phase of a journey.'
        : `Leave it out, or name a journey that has it: ${quoted(others)}.`,
  },
  'resolve-profile-missing': {
    severity: 'error',
    message: ({ journey, profile }) =>
      profile === undefined
        ? `The journey \`${excerpt(journey)}\` names no profile, and there is no default one.`
        : `The journey \`${excerpt(journey)}\` takes its people from \`${excerpt(profile)}\`, which is no profile that can be run.`,
    hint: () => 'Name a profile in the front matter of the journey, or in the defaults of the journey executor.',
  },
  'resolve-name-unknown': {
    severity: 'error',
    message: ({ name }) => `No profile, journey or cohort is called \`${excerpt(name)}\`.`,
    hint: ({ nearest }) =>
      nearest.length === 0 ? 'The names are listed by `healthsim list`.' : listed('Nearest', nearest),
  },
};

function describe({ skill, matched }: { readonly skill: string; readonly matched: readonly string[] }): string {
  return `\`${skill}\` (${matched.map((words) => `"${excerpt(words)}"`).join(', ')})`;
}

function listed(title: string, names: readonly string[]): string {
  return `${title}: ${quoted(names)}.`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
