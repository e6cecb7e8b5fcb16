/** What the stage `normalize` has to say of events of journeys, and the branches and studies that they belong to. */
import type { Catalog } from '../../entry.ts';
import { cutList, didYouMean, excerpt, list } from '../../wording.ts';

export interface EventsParams {
  'normalize-branch-unreachable': { branch: string; point: string };
  /** `point`: what the branch point follows, where it follows an event. */
  'normalize-branch-elsewhere': { event: string; point: string | undefined };
  /** `known`: what the key can say. */
  'normalize-event-incomplete': { type: string; key: string; known: readonly string[] };
  'normalize-study-without': { type: string };
  /** `failing`: the share of subjects that it leaves out, where that is one number. */
  'normalize-study-some': { event: string; after: string; failing: number | undefined };
  'normalize-study-called': { journey: string };
  'normalize-dosing-without': { key: string; needed: string };
  'normalize-event-key-idle': { key: string; type: string; types: readonly string[] };
  'normalize-event-broken': { event: string };
  'normalize-event-repeated': { event: string; phase: string };
  'normalize-effect-attribute': { name: string; isKnown: boolean; known: readonly string[] };
  'normalize-anchor-unknown': { name: string; known: readonly string[] };
  'normalize-start-elsewhere': { event: string; known: readonly string[] };
}

export const eventsCatalog: Catalog<EventsParams> = {
  'normalize-branch-unreachable': {
    severity: 'error',
    message: ({ branch, point }) =>
      `Nobody can reach the branch \`${excerpt(branch)}\` at \`${excerpt(point)}\`: the one before it takes everybody who is left.`,
    hint: () => 'Give the branch before it a `condition` or a `probability`, or make it the last.',
  },
  'normalize-branch-elsewhere': {
    severity: 'error',
    message: ({ event, point }) =>
      `The branch is to begin after \`${excerpt(event)}\`, but its branch point ${point === undefined ? 'follows no event' : `follows \`${excerpt(point)}\``}.`,
    hint: ({ event }) =>
      `All branches of a point begin after the same event: move this one to a point with \`after: ${excerpt(event)}\` of its own.`,
  },
  'normalize-event-incomplete': {
    severity: 'error',
    message: ({ type, key }) => `An event of type \`${type}\` needs \`${key}\`.`,
    hint: ({ key, known }) =>
      [
        `Say it beside the \`type\`, or take an event of the catalogue, which has its \`${key}\`.`,
        ...(known.length === 0 ? [] : [`Known: ${cutList(known)}.`]),
      ].join(' '),
  },
  'normalize-study-without': {
    severity: 'error',
    message: ({ type }) => `A study needs an event of type \`${type}\` in a phase of its journey.`,
    hint: ({ type }) => `Add one, as in \`events: [ { id: ${type}, type: ${type} } ]\`.`,
  },
  'normalize-study-some': {
    severity: 'error',
    message: ({ event }) =>
      `\`${excerpt(event)}\` happens to some alone, and who is not randomized would go on to visits and doses without an arm.`,
    hint: ({ after, failing }) =>
      failing === undefined
        ? `Let the ways part after \`${excerpt(after)}\`, with \`end: true\` for who is not to be randomized.`
        : `Say \`screening_failure: ${failing}\` of the study instead.`,
  },
  'normalize-study-called': {
    severity: 'error',
    message: ({ journey }) =>
      `\`${journey}\` is the protocol of a study, whose subjects take it as a journey of their own; another cannot call it.`,
    hint: ({ journey }) =>
      `List it beside this one in the profile or cohort: \`journeys: [ …, { journey: ${journey}, start: { event: … } } ]\` begins it with an event of this one.`,
  },
  'normalize-dosing-without': {
    severity: 'error',
    message: ({ key, needed }) => `\`${key}\` of a phase needs ${needed} in it.`,
    hint: () => 'Doses are asked one by one, each in its own cycle.',
  },
  'normalize-event-key-idle': {
    severity: 'error',
    message: ({ key, type }) => `\`${key}\` says nothing in an event of type \`${type}\`, so it would be lost.`,
    hint: ({ types }) => `It belongs to events of type ${list(types)}.`,
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
};
