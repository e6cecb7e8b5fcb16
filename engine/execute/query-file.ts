/** Read-only SQL on a finished file. */
import { basename } from 'node:path';
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import { openFile } from './database.ts';
import type { QueryResult } from './session.ts';
import { reasonOf, whyUnread } from './failure.ts';

export type { PlainValue, QueryResult } from './session.ts';

export async function queryFile(
  file: string,
  sql: string,
  signal?: AbortSignal,
): Promise<{ result: QueryResult | undefined; diagnostics: readonly Diagnostic[] }> {
  const database = await openFile(file).catch((error: unknown) => refusalOf(file, reasonOf(error)));
  if ('code' in database) return { result: undefined, diagnostics: [database] };
  let stop = (): void => undefined;
  const onAbort = (): void => stop();
  signal?.addEventListener('abort', onAbort);
  try {
    const session = await database.connect();
    ({ stop } = session);
    if (signal?.aborted === true) stop();
    return { result: await session.rows(sql), diagnostics: [] };
  } catch (error) {
    if (signal?.aborted === true)
      return { result: undefined, diagnostics: [diagnostic('execute-stopped', {}, undefined)] };
    return {
      result: undefined,
      diagnostics: [diagnostic('execute-query-failed', { reason: withoutExcerpt(reasonOf(error)) }, undefined)],
    };
  } finally {
    signal?.removeEventListener('abort', onAbort);
    database.close();
  }
}

/** DuckDB repeats the text with a caret below it, which points at nothing where lines are broken elsewhere. */
function withoutExcerpt(reason: string): string {
  return reason.replace(/\s*\nLINE \d+:[^]*$/, '');
}

/** DuckDB names the program that holds a file, with its PID. */
export function refusalOf(target: string, reason: string): Diagnostic {
  const holder = /lock is held in (.*?\(PID \d+\))/.exec(reason)?.[1];
  if (holder !== undefined) return diagnostic('execute-file-held', { target, holder: basename(holder) }, undefined);
  const why = whyUnread(reason);
  if (why !== undefined) return diagnostic('execute-file-unreadable', { target, reason: why }, undefined);
  return diagnostic('execute-file-missing', { target }, undefined);
}
