/** A journey: its phases with the events in them, where the ways of people part, and when it begins. */
import type { Distribution, ElementaryDistribution, Probability } from './distribution.ts';
import type { EventDefinition } from './event.ts';
import type { Offset } from './offset.ts';
import type { Located, SourceRange } from './source.ts';
import type { Study } from './study.ts';
import type { Recurrence, Timing } from './timing.ts';

export interface Journey {
  readonly id: string;
  /** What its streams and keys are named after where that is another: the root of the line of those that it extends. */
  readonly drawnAs?: string;
  readonly title: string;
  /** The profile that a journey standing alone takes its people from. */
  readonly profile: string | undefined;
  readonly duration: Offset;
  readonly start: JourneyStart;
  /** The share of people who take it where who names it does not say; everybody where absent. */
  readonly probability?: Probability;
  /** How many people where it stands alone. */
  readonly count?: Located<number>;
  readonly phases: readonly Phase[];
  /** One within another stands behind it. */
  readonly branchPoints?: readonly BranchPoint[];
  /** Present where it is the protocol of a study. */
  readonly study?: Study;
  readonly at: SourceRange;
}

/**
 * Where the ways of people part: one draw a person and occurrence of what it follows, laid over the shares of the branches in
 * their order. The stream is `<journey>/<id>/branch`; `id` is unique in the journey.
 */
export interface BranchPoint {
  readonly id: string;
  /** Only those who took this way come here. */
  readonly within: Way | undefined;
  readonly branches: readonly BranchDefinition[];
  /** The id of the event that it follows, at whose moments it is decided where shares ask about time or it happens several times. */
  readonly after?: string;
  readonly at: SourceRange;
}

/** `share` is that of the people who come to the branch point; those of all branches before it are taken off first. */
export interface BranchDefinition {
  readonly name: string;
  readonly share: Probability;
  readonly at: SourceRange;
}

export interface Way {
  readonly point: string;
  readonly branch: string;
}

/**
 * Where on the calendar a person's journey begins: on one date, or evenly spread over a window. `trailing` windows end
 * a journey's duration before `as_of`, so that every journey is over by then.
 */
export type JourneyStart =
  | { readonly kind: 'date'; readonly date: string; readonly at: SourceRange }
  | {
      readonly kind: 'between';
      readonly from: string;
      readonly to: string;
      /** In days from `from`; evenly where absent. It may depend on the person. */
      readonly spread?: Distribution;
      readonly at: SourceRange;
    }
  /** `covered` leaves out whoever was no member yet on the day that is drawn, as it leaves out who was not born. */
  | { readonly kind: 'trailing'; readonly days: number; readonly covered?: true; readonly at: SourceRange }
  | { readonly kind: 'enrollment'; readonly at: SourceRange }
  /** On the birthday on which they become so old, for people who have by `as_of`. */
  | { readonly kind: 'age'; readonly years: number; readonly at: SourceRange }
  /** When a condition whose code begins so begins, for people who have it. */
  | { readonly kind: 'diagnosis'; readonly code: string; readonly at: SourceRange }
  /** When an event of another journey happens for the first time; the one journey beside it that has it, where none is named. */
  | { readonly kind: 'event'; readonly event: string; readonly journey: string | undefined; readonly at: SourceRange };

/** `from` and `to` are measured from the journey's start, whether the author wrote a window or a length. */
export interface Phase {
  readonly name: string;
  readonly from: Offset;
  readonly to: Offset;
  readonly events: readonly EventUse[];
  readonly at: SourceRange;
}

export interface BehindStays {
  readonly share: number;
  readonly times: ElementaryDistribution;
  /** As often as it can be. */
  readonly most: number;
}

/** An event in a phase. `id` is unique in the journey; streams are named `<journey>/<id>/…`. */
export interface EventUse {
  readonly id: string;
  readonly definition: EventDefinition;
  readonly timing: Timing;
  readonly recurrence: Recurrence | undefined;
  readonly probability: Probability;
  /** The attribute that says how often it happens to the person, in any order of time. */
  readonly times?: string;
  /** Of what follows stays: behind which part of them, and how often behind each of these. */
  readonly behindStays?: BehindStays;
  /** The branch on which it lies. */
  readonly way?: Way;
  /** Groups of events that are over together, the innermost first. */
  readonly lasts?: readonly string[];
  /** It is not told; the first of these that happens to a person ends its group. */
  readonly leaves?: Leaving;
  /** A journey that it calls begins with it: what follows counts from its day. */
  readonly opens?: true;
  readonly at: SourceRange;
}

/**
 * `series`: from the occurrence on at which it happens, what it follows does not recur. `phase`: the phase is over behind it,
 * and the phase `to`, where there is one, begins. `journey`: all of the journey is over behind it.
 */
export interface Leaving {
  readonly group: string;
  readonly kind: 'series' | 'phase' | 'journey';
  readonly to: string | undefined;
  /** It is over anew behind each occurrence of the event of this id, from which all of the group comes. */
  readonly each?: string;
}
