/** Wake-ups that the loop waits for: however many come while it is busy, they are one when it looks. */
export interface Wakes {
  readonly add: () => void;
  /** True at the next wake-up, false at the end. */
  readonly next: () => Promise<boolean>;
}

export function createWakes(signal: AbortSignal): Wakes {
  let pending = false;
  let settle: (() => void) | undefined;
  signal.addEventListener('abort', () => settle?.());
  return {
    add: () => {
      pending = true;
      settle?.();
    },
    next: async () => {
      if (!pending && !signal.aborted) await new Promise<void>((resolve) => (settle = resolve));
      pending = false;
      return !signal.aborted;
    },
  };
}
