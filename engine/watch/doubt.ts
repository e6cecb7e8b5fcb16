/** What seems to be half of an edit is believed once it has stood for a while. */
export interface Doubt {
  /** Whether to wait for `digest` to be looked at again, which is arranged. */
  readonly about: (digest: string) => boolean;
  /** What was read is no longer in doubt. */
  readonly clear: () => void;
}

export function createDoubt(lookAgain: () => void, milliseconds: number): Doubt {
  let doubted: string | undefined;
  let believed: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  return {
    about: (digest) => {
      if (digest === believed) return false;
      if (digest === doubted) return true;
      doubted = digest;
      clearTimeout(timer);
      timer = setTimeout(() => {
        believed = digest;
        lookAgain();
      }, milliseconds);
      return true;
    },
    clear: () => {
      clearTimeout(timer);
      [doubted, believed] = [undefined, undefined];
    },
  };
}
