/**
 * Single keys of somebody at a terminal, as they are pressed. A terminal that hands on single keys no longer turns Ctrl-C
 * and Ctrl-Z into signals, so that is done here.
 */
export interface KeyInput {
  readonly isTTY?: boolean;
  readonly setRawMode?: (on: boolean) => unknown;
  readonly on: (event: 'data', listener: (text: Buffer | string) => void) => unknown;
  readonly off: (event: 'data', listener: (text: Buffer | string) => void) => unknown;
  readonly resume: () => unknown;
  readonly pause: () => unknown;
}

export interface KeyListener {
  readonly press: (key: string) => void;
  readonly interrupt: () => void;
  /** Stops the program; what it is given is called when somebody goes on with it. */
  readonly suspend: (continued: () => void) => void;
}

const CTRL_C = '\u0003';
const CTRL_Z = '\u001a';
const ESCAPE = '\u001b';
/** Arrows, Home, F2 and their like come as several characters, of which the last may look like a key. */
const SEQUENCE = new RegExp(`${ESCAPE}(?:\\[[ -?]*[@-~]|O.|[ -~])`, 'gu');

/** Gives the terminal back when called; `undefined` where nobody sits at one. */
export function readKeys(input: KeyInput, { press, interrupt, suspend }: KeyListener): (() => void) | undefined {
  if (input.isTTY !== true || input.setRawMode === undefined) return undefined;
  // The terminal is the shell's meanwhile.
  const lend = (): void => {
    input.setRawMode?.(false);
    suspend(() => input.setRawMode?.(true));
  };
  const listen = (text: Buffer | string): void => {
    for (const key of text.toString().replaceAll(SEQUENCE, '')) {
      if (key === CTRL_C) interrupt();
      else if (key === CTRL_Z) lend();
      else press(key.toLowerCase());
    }
  };
  input.setRawMode(true);
  input.on('data', listen);
  input.resume();
  return () => {
    input.off('data', listen);
    input.setRawMode?.(false);
    input.pause();
  };
}
