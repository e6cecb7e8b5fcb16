/** Read-only SQL on a finished file. */
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import { openSession } from './database.ts';
import type { QueryResult } from './database.ts';
import { reasonOf } from './execute-program.ts';

export type { QueryResult } from './database.ts';

export async function queryFile(
  file: string,
  sql: string,
): Promise<{ result: QueryResult | undefined; diagnostics: readonly Diagnostic[] }> {
  const session = await openSession({ file, readOnly: true }).catch(() => undefined);
  if (session === undefined) {
    return { result: undefined, diagnostics: [diagnostic('execute-file-missing', { target: file }, undefined)] };
  }
  try {
    return { result: await session.rows(sql), diagnostics: [] };
  } catch (error) {
    return { result: undefined, diagnostics: [diagnostic('execute-query-failed', { reason: reasonOf(error) }, undefined)] };
  } finally {
    session.close();
  }
}
