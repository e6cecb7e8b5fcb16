/**
 * Whether a program's memory is flat. What a program holds goes up and down with the garbage in it, so tenths of a session are compared
 * by their medians; the first is that in which everything is called for the first time.
 */

/** Beyond it memory grows: of a session of 2,000 edits and 250 MB, that is 16 KB an edit. */
const GROWTH_ALLOWED = 0.1;
export const FLATNESS = `the median of the last tenth at most ${100 * GROWTH_ALLOWED} % above that of the second`;

export interface Memory {
  /** Medians of the tenths, first to last. */
  readonly megabytes: readonly number[];
  readonly isFlat: boolean;
}

/** `samples` are megabytes, evenly taken over the session, ten or more. */
export function judgeMemory(samples: readonly number[]): Memory {
  const cut = (tenth: number): number => Math.round((samples.length * tenth) / 10);
  const megabytes = Array.from({ length: 10 }, (_, tenth) => median(samples.slice(cut(tenth), cut(tenth + 1))));
  const [, second = Number.NaN] = megabytes;
  const last = megabytes.at(-1) ?? Number.NaN;
  return { megabytes, isFlat: last <= second * (1 + GROWTH_ALLOWED) };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
