/** What is wrong with what a skill is called, leads to, names, extends or lets others set. */
import type { Catalog } from '../../entry.ts';
import { cutList, didYouMean, excerpt, nearestOrAll } from '../../wording.ts';

export interface TreeParams {
  'validate-name-form': { name: string };
  'validate-name-reserved': { name: string };
  /** `mayBe`: whether a skill may be called as its place is. */
  'validate-name-place': { name: string; expected: string; place: 'file' | 'folder'; mayBe: boolean };
  'validate-name-taken': { name: string; first: string; free?: string | undefined };
  'validate-prose-key': { key: string };
  'validate-characters': { subject: string; value: string; characters: readonly string[] };
  'validate-trigger-taken': { trigger: string; first: string };
  'validate-trigger-generic': { trigger: string };
  'validate-link-dead': { target: string; known: readonly string[] };
  'validate-link-outside': { target: string };
  'validate-anchor-dead': { target: string; anchor: string; known: readonly string[] };
  'validate-table-missing': { table: string; heading: string; known: readonly string[] };
  /** `isType`: whether events have a type of that name. */
  'validate-reference-unknown': { what: string; name: string; known: readonly string[]; isType?: boolean };
  'validate-reference-kind': { what: string; name: string; found: string };
  'validate-extends-kind': { kind: string };
  'validate-extends-cycle': { path: readonly string[] };
  'validate-parameters-kind': { kind: string };
  'validate-parameter-default': { name: string };
  'validate-parameter-value': { name: string; value: unknown; expected: string };
  'validate-parameter-limits': { name: string; problem: string };
  'validate-parameter-unknown': { name: string; known: readonly string[] };
  'validate-parameter-unused': { name: string; kind: string };
  'validate-remove-unknown': { name: string; known: readonly string[] };
  'validate-cause-elsewhere': { names: readonly string[]; cause: string | undefined };
}

const INSTEAD_OF_EXTENDS: Readonly<Record<string, string>> = {
  event:
    'Its events are known to the whole tree; a journey changes one where it names it: `{ event: labs, probability: 0.5 }`.',
  distribution:
    'Its distributions are known to the whole tree; values are laid over one where it is used: `{ use: medicare-age, mean: 75 }`.',
};

export const treeCatalog: Catalog<TreeParams> = {
  'validate-cause-elsewhere': {
    severity: 'error',
    message: ({ names }) => `This cannot be used, because what it names has errors where it stands: ${cutList(names)}.`,
    hint: ({ cause }) => (cause === undefined ? undefined : `First mend \`${cause}\`.`),
  },
  'validate-name-form': {
    severity: 'error',
    message: ({ name }) =>
      `The name \`${excerpt(name)}\` is not made of small letters, digits and hyphens behind a first letter, 63 at most.`,
  },
  'validate-name-reserved': {
    severity: 'error',
    message: ({ name }) => `No file can be called \`${excerpt(name)}\` on Windows, so no skill can.`,
    hint: () => 'Choose another name.',
  },
  'validate-prose-key': {
    severity: 'error',
    message: ({ key }) => `\`${excerpt(key)}\` does nothing here: a README is prose, and no skill.`,
    hint: () => 'Move it, and what belongs to it, to a file with the name of its skill.',
  },
  'validate-name-place': {
    severity: 'error',
    message: ({ name, expected, place }) =>
      `The name \`${excerpt(name)}\` differs from that of its ${place}, which is \`${excerpt(expected)}\`.`,
    hint: ({ name, expected, place, mayBe }) =>
      `Rename the ${place} to \`${excerpt(name)}${place === 'file' ? '.md' : ''}\`${mayBe ? `, or call the skill \`${excerpt(expected)}\`` : ''}.`,
  },
  'validate-name-taken': {
    severity: 'error',
    message: ({ name, first }) => `The name \`${excerpt(name)}\` is already that of ${first}.`,
    hint: ({ free }) => (free === undefined ? undefined : `Call this one \`${excerpt(free)}\`, as its file is called.`),
  },
  'validate-characters': {
    severity: 'error',
    message: ({ subject, value, characters }) =>
      `${subject} \`${excerpt(value)}\` holds ${characters.join(', ')}, which ${characters.length === 1 ? 'looks' : 'look'} like something else or cannot be seen.`,
    hint: () => 'Typed again on a Latin keyboard it is what it looks like.',
  },
  'validate-trigger-taken': {
    severity: 'error',
    message: ({ trigger, first }) => `The trigger phrase \`${excerpt(trigger)}\` is already claimed at ${first}.`,
    hint: () => 'One of the two needs a word that sets it apart.',
  },
  'validate-trigger-generic': {
    severity: 'error',
    message: ({ trigger }) => `The trigger phrase \`${excerpt(trigger)}\` would match almost any request.`,
    hint: () => 'A noun that people use for this skill alone makes it specific.',
  },
  'validate-link-dead': {
    severity: 'error',
    message: ({ target }) => `The link leads to \`${excerpt(target)}\`, which does not exist.`,
    hint: ({ target, known }) => didYouMean(target, known),
  },
  'validate-link-outside': {
    severity: 'error',
    message: ({ target }) => `The link to \`${excerpt(target)}\` leaves the tree of skills.`,
    hint: () => 'Links between skill files are relative and stay inside the tree.',
  },
  'validate-anchor-dead': {
    severity: 'error',
    message: ({ target, anchor }) =>
      `${target === '' ? 'This file' : `\`${excerpt(target)}\``} has no heading with the anchor \`#${excerpt(anchor)}\`.`,
    hint: ({ anchor, known }) => didYouMean(anchor, known),
  },
  'validate-table-missing': {
    severity: 'error',
    message: ({ table, heading }) =>
      `The table \`${table}\` is said to stand under the heading \`${excerpt(heading)}\`, and no table stands there.`,
    hint: ({ heading, known }) => nearestOrAll(heading, known),
  },
  'validate-reference-unknown': {
    severity: 'error',
    message: ({ what, name }) => `There is no ${what} named \`${excerpt(name)}\`.`,
    hint: ({ name, known, isType }) =>
      isType === true ? `As a type of event it stands behind \`type\`: \`type: ${name}\`.` : didYouMean(name, known),
  },
  'validate-reference-kind': {
    severity: 'error',
    message: ({ what, name, found }) =>
      found === 'prose'
        ? `\`${excerpt(name)}\` is not a ${what}, but prose for people.`
        : `\`${excerpt(name)}\` is not a ${what}: the skill of that name is of type \`${found}\`.`,
  },
  'validate-extends-kind': {
    severity: 'error',
    message: ({ kind }) =>
      `A skill of type \`${kind}\` extends no other: only profiles, journeys and cohorts are built on others.`,
    hint: ({ kind }) => INSTEAD_OF_EXTENDS[kind] ?? 'Remove it, or change the `type` of the skill.',
  },
  'validate-extends-cycle': {
    severity: 'error',
    message: ({ path }) =>
      path.length === 2
        ? 'The skill extends itself.'
        : `The skills extend each other in a circle: ${path.map(excerpt).join(' → ')}.`,
    hint: ({ path }) =>
      path.length === 2 ? 'Name another skill, or remove `extends`.' : 'One of them has to stand by itself.',
  },
  'validate-parameters-kind': {
    severity: 'error',
    message: ({ kind }) =>
      `A skill of type \`${kind}\` has no parameters: only profiles, journeys and cohorts are used with values of their own.`,
    hint: () => 'Write the values where they are read.',
  },
  'validate-parameter-default': {
    severity: 'error',
    message: ({ name }) => `The parameter \`${excerpt(name)}\` has no default, so nothing runs where nobody sets it.`,
    hint: ({ name }) => `\`${excerpt(name)}: { default: … }\` or, without limits, \`${excerpt(name)}: …\`.`,
  },
  'validate-parameter-value': {
    severity: 'error',
    message: ({ name, value, expected }) =>
      `The parameter \`${excerpt(name)}\` must be ${excerpt(expected)}; it is \`${excerpt(value)}\`.`,
  },
  'validate-parameter-limits': {
    severity: 'error',
    message: ({ name, problem }) => `The limits of the parameter \`${excerpt(name)}\` cannot hold: ${problem}.`,
  },
  'validate-parameter-unknown': {
    severity: 'error',
    message: ({ name }) =>
      `\`$${excerpt(name)}\` stands for a parameter, and the front matter declares none of that name.`,
    hint: ({ name, known }) =>
      nearestOrAll(name, known) ??
      `Declare it under \`parameters\`, or write \`$$${excerpt(name)}\` where the text is meant.`,
  },
  'validate-parameter-unused': {
    severity: 'warning',
    message: ({ name }) => `Nothing reads the parameter \`${excerpt(name)}\`, so setting it changes nothing.`,
    hint: ({ name, kind }) =>
      kind === 'cohort'
        ? `Its block reads \`$${excerpt(name)}\`, and sets a parameter of its profile or journeys under \`parameters\`.`
        : `Its value stands where \`$${excerpt(name)}\` is written.`,
  },
  'validate-remove-unknown': {
    severity: 'error',
    message: ({ name }) => `There is no \`${excerpt(name)}\` here that could be taken away.`,
    hint: ({ name, known }) => nearestOrAll(name, known),
  },
};
