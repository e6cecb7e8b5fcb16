/** When an event of a journey falls, and how often it recurs. */
import type { Distribution } from './distribution.ts';
import type { Offset } from './offset.ts';
import type { SourceRange } from './source.ts';
import type { Hazard } from './study.ts';

/** `all`: the last of events all of which must happen. `entry`: when people came into a phase that others lead to. */
export type Anchor =
  | { readonly kind: 'journey' }
  | { readonly kind: 'event'; readonly id: string }
  | { readonly kind: 'all'; readonly ids: readonly string[] }
  | { readonly kind: 'entry'; readonly phase: string }
  /** The end of a stay from which people go this way. */
  | { readonly kind: 'discharge'; readonly id: string; readonly disposition: string }
  /** The end of any stay, of whatever journey, from which people go this way. */
  | { readonly kind: 'stays'; readonly disposition: string }
  /** When people come back who leave the stay and are readmitted. */
  | { readonly kind: 'readmission'; readonly id: string }
  /** The first time that an event of another journey happened. */
  | { readonly kind: 'elsewhere'; readonly journey: string; readonly id: string };

/** The event falls evenly between `earliest` and `latest` (equal: exactly there), measured from the anchor. */
export interface Timing {
  readonly anchor: Anchor;
  /** It follows every occurrence of its anchor, each by its number, instead of the first. */
  readonly eachTime?: true;
  /** Of what it waits for it follows the first alone behind each occurrence of the event of this id. */
  readonly onceFor?: string;
  /** Counted from the start of the journey, or of its cycle, or from the last of these events, though it waits for the anchor. */
  readonly countedFrom?: 'start' | 'cycle' | { readonly ids: readonly string[] };
  readonly earliest: Offset;
  readonly latest: Offset;
  /**
   * In days from the anchor, between `earliest` and `latest`, or before it, where these lie before; evenly where absent. What it
   * reads of the person is what they began with.
   */
  readonly spread?: Distribution;
  /** Between `earliest` and `latest` it falls by its hazard instead of evenly, and it happens only where that is in time. */
  readonly hazard?: Hazard;
  /** Where the author gives a `window`: when it is due, and how far from then is still in time. */
  readonly due?: { readonly at: Offset; readonly window: Window };
  /** It keeps its day where others move from weekends and holidays. */
  readonly anyDay?: true;
  /** Minutes after midnight; absent where the opening hours of the encounter class decide. */
  readonly minuteOfDay: number | undefined;
  readonly at: SourceRange;
}

/**
 * Occurrence 0 is the timing itself; further ones follow every `every`, while they begin before `until` (from the journey's start)
 * and below `count`. `within`: each of these is a run of so many, and occurrences are numbered through all runs. An event that
 * follows each occurrence of another has its own recurrence behind each. `aWeek`: so often a week, which are as many working
 * days of it where the event keeps them.
 */
export interface Recurrence {
  readonly every: Offset;
  readonly count: number;
  readonly until: Offset;
  readonly aWeek?: number;
  readonly within?: { readonly every: Offset; readonly count: number; readonly aWeek?: number };
  /** The cycles that it comes round with: the same for all events of a phase's cycles, or of a journey's. */
  readonly cycle?: string;
  readonly at: SourceRange;
}

/** How much earlier and how much later than planned is in time. */
export interface Window {
  readonly before: Offset;
  readonly after: Offset;
}
