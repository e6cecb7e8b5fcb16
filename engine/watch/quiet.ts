/** Many wake-ups into one: called when none came for a while, or when they have kept coming for too long. */
export interface Quiet {
  /** `file` is the one whose text changed, where that is all that is known to have happened. */
  readonly wake: (file?: string) => void;
  readonly cancel: () => void;
}

export function createQuiet(options: {
  readonly quietMilliseconds: number;
  /** Enough where nothing but the text of one file has changed: that is somebody who writes, and who waits. */
  readonly briefMilliseconds: number;
  readonly longestMilliseconds: number;
  readonly call: () => void;
}): Quiet {
  let quiet: NodeJS.Timeout | undefined;
  let longest: NodeJS.Timeout | undefined;
  let only: string | undefined;
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
    wake: (file) => {
      clearTimeout(quiet);
      only = longest === undefined || only === file ? file : undefined;
      quiet = setTimeout(call, only === undefined ? options.quietMilliseconds : options.briefMilliseconds);
      longest ??= setTimeout(call, options.longestMilliseconds);
    },
    cancel,
  };
}
