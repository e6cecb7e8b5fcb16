/** What goes wrong in the database, with the statement it went wrong in. */
import type { Statement } from '../model/index.ts';

export class StatementFailure extends Error {
  readonly statement: Statement;

  constructor(statement: Statement, cause: unknown) {
    super(reasonOf(cause), { cause });
    this.statement = statement;
  }
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What the system said where the database could not write a file, whose name is one that nobody asked for. */
export function whyUnwritten(error: unknown): string | undefined {
  return /Could not (?:write|write to|truncate|fsync) file "[^"]*"[^:]*: ([^]*)$/.exec(reasonOf(error))?.[1];
}

/** What the system said of a file that is there and could not be opened, to the database or before it. */
export function whyUnread(reason: string): string | undefined {
  if (/^ENO(?:ENT|TDIR): /.test(reason)) return undefined;
  const [, ofDatabase, ofSystem] = /Cannot open file "[^"]*": ([^]*)$|^E[A-Z]+: (.*?), \w+/.exec(reason) ?? [];
  return (ofDatabase ?? ofSystem)?.toLowerCase();
}
