/** Whose turn it is: what was begun in any order is finished in ascending order. A failure fails all who still wait. */
export interface Turns {
  readonly wait: (number: number) => Promise<void>;
  readonly pass: (next: number) => void;
  readonly fail: (reason: unknown) => void;
}

interface Turn {
  readonly come: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** The first of `numbers` has its turn at once. */
export function createTurns(numbers: readonly number[]): Turns {
  const turns = new Map(numbers.map((number) => [number, createTurn()]));
  turns.get(numbers[0] ?? Number.NaN)?.resolve();
  return {
    wait: async (number) => turns.get(number)?.come,
    pass: (next) => turns.get(next)?.resolve(),
    fail: (reason) => {
      for (const turn of turns.values()) turn.reject(reason);
    },
  };
}

function createTurn(): Turn {
  let resolve = (): void => undefined;
  let reject = (_reason: unknown): void => undefined;
  const come = new Promise<void>((onCome, onFail) => {
    resolve = onCome;
    reject = onFail;
  });
  // A turn that nobody waits for may fail unseen.
  come.catch(() => undefined);
  return { come, resolve, reject };
}
