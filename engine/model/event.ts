/** What an event is and what it does, wherever it happens. */
import type { EventType } from './authored.generated.ts';
import type { Distribution } from './distribution.ts';
import type { Offset } from './offset.ts';
import type { Located, SourceRange } from './source.ts';
import type { DoseChange } from './study.ts';

/** What an event is: the catalogue's entry with the use's own details on top. */
export interface EventDefinition {
  readonly name: string;
  readonly type: EventType;
  readonly title: string;
  /** `code` of a row of the encounter classes reference; present for events that are an encounter. */
  readonly encounterClass: string | undefined;
  /** `primary` stands for the person's primary condition. */
  readonly conditions: readonly Located<string>[];
  /** Names of rows of the observations reference. */
  readonly observations: readonly Located<string>[];
  readonly medication: MedicationOrder | undefined;
  /** Names of rows of the procedures reference. */
  readonly procedures?: readonly Located<string>[];
  /** Names of rows of the vaccines reference; `due` stands for the doses of the schedule. */
  readonly vaccines?: readonly Located<string>[];
  /** The quality measure whose gap is found, by its name in the reference. */
  readonly measure?: Located<string>;
  /** `name` of a row of the plans reference: the plan that people are in from then on. */
  readonly plan?: Located<string>;
  /** What else a profile's `utilization` calls it. */
  readonly utilization?: readonly string[];
  /** Days from one use of it to the next. */
  readonly apart?: number;
  /** Between which days of the year (`09-01`) it is used. */
  readonly season?: Season;
  /** It ends the journey, whatever its type. */
  readonly ends?: true;
  /** Term of an adverse event; drawn where absent. */
  readonly term?: Located<string>;
  /** What it does to doses of the study treatment: of the same occurrence and later. */
  readonly dosing?: DoseChange;
  /** Absent where it moves nothing. */
  readonly effects?: readonly Effect[];
  readonly at: SourceRange;
}

/**
 * What an event adds to the true value of a number of the person: nothing for `onset`, then evenly more `over` a time until
 * it is whole. One that `lasts` so long from its onset wears off in the time in which it came about.
 */
export interface Effect {
  readonly attribute: Located<string>;
  /**
   * `share`: the amount is a part of the value that the person began with; `factor`: that value is multiplied by it; `set`: it is
   * the value from then on, whatever came before, and what comes behind is added to it.
   */
  readonly unit: 'value' | 'share' | 'factor' | 'set';
  /** What it reads of the person is what they began with. */
  readonly amount: Distribution;
  readonly onset: Offset;
  readonly over: Offset;
  readonly lasts: Offset | undefined;
  readonly at: SourceRange;
}

/** Month and day of the first and the last day; round the end of the year where the first is later. */
export interface Season {
  readonly from: string;
  readonly to: string;
}

export interface MedicationOrder {
  readonly drug: Located<string>;
  readonly daysSupply: number;
  readonly refills: number;
}
