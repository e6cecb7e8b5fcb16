/** Read-only SQL on a finished file. */
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import { openFile } from './database.ts';
import type { QueryResult } from './database.ts';
import { reasonOf } from './failure.ts';

export type { PlainValue, QueryResult } from './database.ts';

export async function queryFile(
  file: string,
  sql: string,
): Promise<{ result: QueryResult | undefined; diagnostics: readonly Diagnostic[] }> {
  const database = await openFile(file).catch(() => undefined);
  if (database === undefined) {
    return { result: undefined, diagnostics: [diagnostic('execute-file-missing', { target: file }, undefined)] };
  }
  try {
    const session = await database.connect();
    return { result: await session.rows(sql), diagnostics: [] };
  } catch (error) {
    return {
      result: undefined,
      diagnostics: [diagnostic('execute-query-failed', { reason: reasonOf(error) }, undefined)],
    };
  } finally {
    database.close();
  }
}
