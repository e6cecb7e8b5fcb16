/** What the stage `normalize` has to say of when things of a journey happen: durations, timings, recurrences, cycles and phases. */
import type { Catalog } from '../../entry.ts';
import { excerpt } from '../../wording.ts';

export interface TimingParams {
  'normalize-duration': { text: string };
  'normalize-length-of-window': { text: string };
  'normalize-timing': { text: string };
  'normalize-recurrence': { text: string };
  'normalize-phase-beyond-duration': { phase: string; ends: number; lasts: number };
  'normalize-timing-outside-phase': { event: string; phase: string; side: 'before' | 'after' };
  /** `behind`: how much of its time lies behind. */
  'normalize-timing-beyond-journey': { event: string; behind: 'all' | 'most' };
  'normalize-timing-beyond-cycle': { event: string; phase: string; behind: 'all' | 'most' };
  'normalize-occurrences': { event: string; count: number; limit: number };
  'normalize-recurrence-long': { event: string; count: number; fitting: number };
  'normalize-cycles-long': { phase: string; count: number; fitting: number };
  'normalize-phases-circle': { path: readonly string[] };
  'normalize-timing-before-parting': { event: string; from: string; after: string };
  /** `place`: where the first of that name stands. */
  'normalize-phase-repeated': { phase: string; place: string };
}

export const timingCatalog: Catalog<TimingParams> = {
  'normalize-duration': {
    severity: 'error',
    message: ({ text }) => `\`${excerpt(text)}\` is no length of time.`,
    hint: () => 'Write it like `12 months`, `0-30 days`, `weeks 14-27` or a number of days.',
  },
  'normalize-length-of-window': {
    severity: 'error',
    message: ({ text }) => `\`${excerpt(text)}\` is a window, but here one length of time is needed.`,
    hint: () => 'Write the one length, such as `10 days`.',
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
    message: ({ phase, ends, lasts }) =>
      `The phase \`${excerpt(phase)}\` ends after ${ends} days, and the journey after ${lasts}.`,
    hint: () =>
      'Lengthen the `duration` of the journey or shorten the phase. Weeks and months that are named count from 0: `weeks 1-4` begins on day 7 and ends with week 4, on day 35.',
  },
  'normalize-timing-outside-phase': {
    severity: 'warning',
    message: ({ event, phase, side }) =>
      `\`${excerpt(event)}\` happens ${side} its phase \`${excerpt(phase)}\` ${side === 'before' ? 'begins' : 'is over'}.`,
    hint: () => 'Days are counted from the start of the journey, not of the phase.',
  },
  'normalize-timing-beyond-journey': {
    severity: 'warning',
    message: ({ event, behind }) => `\`${excerpt(event)}\`${mostly(behind)} happens after its journey is over.`,
    hint: ({ behind }) =>
      behind === 'most'
        ? 'Narrow its window, or lengthen the `duration` of the journey.'
        : 'Lengthen the `duration` of the journey, or say what it comes after, as in `timing: { after: surgery, days: 30 }`.',
  },
  'normalize-timing-beyond-cycle': {
    severity: 'warning',
    message: ({ event, phase, behind }) =>
      `\`${excerpt(event)}\`${mostly(behind)} happens after its cycle of \`${excerpt(phase)}\` is over.`,
    hint: () =>
      'Days are counted from the start of each cycle. What comes behind the last cycle has a phase of its own.',
  },
  'normalize-occurrences': {
    severity: 'error',
    message: ({ event, count, limit }) =>
      `\`${excerpt(event)}\` would happen ${count} times to a person; the limit is ${limit}.`,
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
  'normalize-timing-before-parting': {
    severity: 'warning',
    message: ({ event, from, after }) =>
      `\`${excerpt(event)}\` counts from ${from}, by which it would come before \`${excerpt(after)}\`, where the ways part: it comes with that.`,
    hint: ({ after }) => `To count from there, write \`timing: { after: ${after}, … }\`.`,
  },
  'normalize-phases-circle': {
    severity: 'error',
    message: ({ path }) => `People would come back to a phase that they have left: ${path.map(excerpt).join(' → ')}.`,
    hint: () =>
      'A phase takes place once. Write what follows as a phase of its own, or give the journey a `cycle`, in each of which its phases begin anew.',
  },
  'normalize-phase-repeated': {
    severity: 'error',
    message: ({ phase }) => `Two phases of the journey are called \`${excerpt(phase)}\`.`,
    hint: ({ place }) => `The other stands at \`${place}\`; give one of them another name.`,
  },
};

function mostly(behind: 'all' | 'most'): string {
  return behind === 'most' ? ' mostly' : '';
}
