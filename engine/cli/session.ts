/** The world of one run of the command line: where data and notes go, for whom, and how it is told to stop. */
import { createPaint } from '../diagnostics/index.ts';
import type { Paint } from '../diagnostics/index.ts';
import type { Clock } from '../ports/index.ts';
import { readKeys } from './keys.ts';
import { formatJson } from './print/json.ts';
import { wrapLines } from './print/wrap.ts';

export interface Session {
  /** Data is for a program: asked with `--json`, or standard output is no terminal. */
  readonly json: boolean;
  /** Standard output. */
  readonly write: (text: string) => void;
  /** Standard error. */
  readonly note: (text: string) => void;
  /** One line on standard error that the next one replaces; nothing where that is no terminal. */
  readonly progress: (text: string) => void;
  /** Whether data and notes may be coloured. */
  readonly colour: { readonly data: boolean; readonly notes: boolean };
  readonly paint: { readonly data: Paint; readonly notes: Paint };
  /** Columns of the terminal. */
  readonly width: number;
  /** Prose for standard output in lines that the terminal shows whole. Notes are wrapped by themselves. */
  readonly wrap: (text: string, hang?: number) => string;
  /** Columns of the terminal on which notes are read; absent where they go elsewhere. */
  readonly noteWidth: number | undefined;
  /** Aborted by Ctrl-C and a polite kill, which end the process at once as long as nobody has asked for this. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Whether somebody sits at a terminal whose keys can be read one by one. */
  readonly hasKeys: boolean;
  /** Until what it returns is called. Ctrl-C stays what it is. */
  readonly readKeys: (press: (key: string) => void) => (() => void) | undefined;
}

export function createSession(asked: { readonly json: boolean | undefined }): Session {
  const out = process.stdout;
  const notes = process.stderr;
  const colour = { data: hasColour(out), notes: hasColour(notes) };
  let progressLength = 0;
  let interrupted: AbortSignal | undefined;
  const clearProgress = (): void => {
    if (progressLength > 0) notes.write('\r\u{1b}[K');
    progressLength = 0;
  };
  return {
    json: asked.json ?? !isTerminal(out),
    write: (text) => {
      clearProgress();
      out.write(`${text}\n`);
    },
    note: (text) => {
      clearProgress();
      notes.write(`${wrapFor(notes, text)}\n`);
    },
    progress: (text) => {
      if (!isTerminal(notes)) return;
      clearProgress();
      const shown = text.slice(0, (columnsOf(notes) ?? Infinity) - 1);
      notes.write(shown);
      progressLength = shown.length;
    },
    colour,
    paint: { data: createPaint(colour.data), notes: createPaint(colour.notes) },
    width: columnsOf(out) ?? 100,
    wrap: (text, hang) => wrapFor(out, text, hang),
    noteWidth: isTerminal(notes) ? columnsOf(notes) : undefined,
    get signal() {
      return (interrupted ??= interruption());
    },
    clock: { milliseconds: () => performance.now() },
    hasKeys: isTerminal(process.stdin) && isTerminal(out),
    readKeys: (press) =>
      readKeys(process.stdin, { press, interrupt: () => process.kill(process.pid, 'SIGINT'), suspend }),
  };
}

/** Stops all that the shell started together, as a terminal does; Windows cannot. */
function suspend(continued: () => void): void {
  if (process.platform === 'win32') return continued();
  process.once('SIGCONT', continued);
  process.kill(0, 'SIGTSTP');
}

/** A terminal, unless its user asked for none (https://no-color.org) or it cannot show any. */
export function hasColour(stream: NodeJS.WriteStream): boolean {
  return isTerminal(stream) && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
}

/** A stream that is no terminal gets lines as they are. */
export function wrapFor(stream: NodeJS.WriteStream, text: string, hang?: number): string {
  return isTerminal(stream) ? wrapLines(text, columnsOf(stream) ?? Infinity, hang) : text;
}

/** A terminal that nobody told its size has 0 columns, and is as wide as any. */
function columnsOf({ columns }: { readonly columns?: number }): number | undefined {
  return columns === 0 ? undefined : columns;
}

/** Node leaves `isTTY` undefined on a pipe or a file, whatever its type says. */
function isTerminal({ isTTY = false }: { readonly isTTY?: boolean }): boolean {
  return isTTY;
}

/** Prints `data` for a program, or what `forPeople` makes of it. */
export function present(session: Session, data: unknown, forPeople: () => string): void {
  session.write(session.json ? formatJson(data) : forPeople());
}

/** Aborted the first time. The second time the signal ends the process at once: to exit would wait for what the database does. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (!controller.signal.aborted) return controller.abort();
    if (isTerminal(process.stdin)) process.stdin.setRawMode(false);
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    process.kill(process.pid, 'SIGINT');
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  return controller.signal;
}
