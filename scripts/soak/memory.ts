/**
 * Whether a program's memory is flat. What a program holds goes up and down with the garbage in it, so long parts of a session are
 * compared by their medians. In the first two tenths more is called for the first time, and called often enough to be compiled.
 */

/** Beyond it memory grows: of a session of 2,000 edits and 240 MB, that is 13 KB an edit. */
const GROWTH_ALLOWED = 0.05;
export const FLATNESS = `the median of the last three tenths at most ${100 * GROWTH_ALLOWED} % above that of the third to the fifth`;

export interface Memory {
  /** Medians of the tenths, first to last. */
  readonly megabytes: readonly number[];
  readonly isFlat: boolean;
}

/** `samples` are megabytes, evenly taken over the session, ten or more. */
export function judgeMemory(samples: readonly number[]): Memory {
  const part = (from: number, to: number): readonly number[] =>
    samples.slice(Math.round((samples.length * from) / 10), Math.round((samples.length * to) / 10));
  const megabytes = Array.from({ length: 10 }, (_, tenth) => median(part(tenth, tenth + 1)));
  return { megabytes, isFlat: median(part(7, 10)) <= median(part(2, 5)) * (1 + GROWTH_ALLOWED) };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
