/** What reference skills say of the reasons for which people seek care. */
import type { Located, SourceRange } from './source.ts';

export interface ReasonKnowledge {
  readonly lists: readonly ReasonList[];
  readonly reasons: readonly VisitReason[];
  readonly prescriptions: readonly VisitPrescription[];
}

/** Events of the catalogue whose reason is drawn from the rows of one list. */
export interface ReasonList {
  readonly name: string;
  readonly events: readonly string[];
  readonly eventsAt: SourceRange;
  /** Occurrences of an event of one person are for the same reason, as far as their age and problems leave it: all, or those of so many days. */
  readonly sameFor: 'person' | number | undefined;
  readonly sameForAt: SourceRange;
  /** At such visits what people take is ordered anew. */
  readonly renews: boolean;
  readonly renewsAt: SourceRange;
  readonly at: SourceRange;
}

export interface VisitReason {
  readonly list: string;
  /** Of reasons that are the person's own: a code or its beginning, empty for whatever no other row of the list names. */
  readonly code: string;
  /** Only those are seen for it who have it at that time. */
  readonly own: boolean;
  /** Of reasons that are the person's own: as what it is told, where that is not what the person has. */
  readonly told: string | undefined;
  readonly sex: 'F' | 'M' | undefined;
  readonly ages: AgeSpan;
  /** Only the first occurrence of an event is for it. */
  readonly once: boolean;
  /** Visits a year for it, by so many people who can have it; only how such numbers of a list compare counts. */
  readonly weight: number;
  readonly at: SourceRange;
}

/** What is prescribed at a part of the visits for something. */
export interface VisitPrescription {
  /** Visits whose reason one of these lists has or would have. */
  readonly lists: readonly string[];
  /** What they are for: a code or its beginning, empty for whatever no other row of the list names. */
  readonly code: string;
  /** An event of the catalogue, which says what for how long. */
  readonly prescription: Located<string>;
  /** Of the visits of people of these ages. */
  readonly share: number;
  readonly ages: AgeSpan;
  readonly at: SourceRange;
}

/** From an age to just before another. */
export interface AgeSpan {
  readonly from: Age | undefined;
  readonly before: Age | undefined;
}

export interface Age {
  readonly months: number;
  readonly days: number;
  /** In days, as near as puts ages in order. */
  readonly about: number;
}
