/** Many wake-ups into one: called when none came for a while, or when they have kept coming for too long. */
export interface Quiet {
  readonly wake: () => void;
  readonly cancel: () => void;
}

export function createQuiet(options: {
  readonly quietMilliseconds: number;
  readonly longestMilliseconds: number;
  readonly call: () => void;
}): Quiet {
  let quiet: NodeJS.Timeout | undefined;
  let longest: NodeJS.Timeout | undefined;
  const cancel = (): void => {
    clearTimeout(quiet);
    clearTimeout(longest);
    quiet = undefined;
    longest = undefined;
  };
  const call = (): void => {
    cancel();
    options.call();
  };
  return {
    wake: () => {
      clearTimeout(quiet);
      quiet = setTimeout(call, options.quietMilliseconds);
      longest ??= setTimeout(call, options.longestMilliseconds);
    },
    cancel,
  };
}
