/** What the stage `execute` has to say. */
import type { Catalog } from '../entry.ts';
import { counted, excerpt } from '../wording.ts';

export interface ExecuteParams {
  'execute-statement-failed': { table: string | undefined; reason: string };
  'execute-interrupted': Record<string, never>;
  'execute-stopped': Record<string, never>;
  'execute-out-of-time': { minutes: number };
  'execute-limit-rows': { people: number; perPerson: number; rows: number; counted: number; limit: number };
  'execute-target-foreign': { target: string };
  'execute-target-folder': { target: string };
  'execute-locked': { target: string; pid: number };
  'execute-file-held': { target: string; holder: string };
  'execute-file-failed': { target: string; reason: string };
  'execute-query-failed': { reason: string };
  'execute-file-missing': { target: string };
  'execute-file-unreadable': { target: string; reason: string };
  'execute-record-missing': { target: string };
}

export const executeCatalog: Catalog<ExecuteParams> = {
  'execute-statement-failed': {
    severity: 'error',
    message: ({ table, reason }) =>
      table === undefined
        ? `The database refused a statement: ${reason}`
        : `The database could not fill ${table}: ${reason}`,
    hint: () => 'The last good file stays. `healthsim explain TABLE` shows the statement.',
  },
  'execute-interrupted': { severity: 'error', message: () => 'The build was interrupted; the last good file stays.' },
  'execute-stopped': { severity: 'error', message: () => 'The query was interrupted.' },
  'execute-out-of-time': {
    severity: 'error',
    message: ({ minutes }) =>
      `The build took longer than ${minutes < 1 ? `${counted(minutes * 60)} seconds` : `${counted(minutes)} minutes`} and was stopped; the last good file stays.`,
    hint: () => 'Ask for fewer people, or raise `limits: minutes` in the defaults of the profile executor.',
  },
  'execute-limit-rows': {
    severity: 'error',
    message: ({ people, perPerson, rows, counted: some, limit }) =>
      `${counted(people)} people × ${counted(perPerson)} rows each = ${counted(rows)} rows are to be expected, as counted on ${counted(some)} of them; the limit is ${counted(limit)}.`,
    hint: () => 'Ask for fewer people or products, or raise `limits: rows` here.',
  },
  'execute-target-foreign': {
    severity: 'error',
    message: ({ target }) => `${excerpt(target)} was not made by HealthSim and is not replaced.`,
    hint: () => 'Move it away; `generate` also replaces it with --force, or builds another file with --out.',
  },
  'execute-target-folder': {
    severity: 'error',
    message: ({ target }) => `${excerpt(target)} is no plain file, so nothing can be written there.`,
    hint: () => 'Move it away; `generate` also builds another file with --out.',
  },
  'execute-locked': {
    severity: 'error',
    message: ({ target, pid }) => `${excerpt(target)} is being built by another process (PID ${pid}).`,
    hint: () => 'Wait for it to finish; `generate` can also choose another file with --out.',
  },
  'execute-file-held': {
    severity: 'error',
    message: ({ target, holder }) => `${excerpt(target)} is open for writing in another program (${excerpt(holder)}).`,
    hint: () => 'Nothing was lost. Close it there; `generate` also builds another file with --out.',
  },
  'execute-file-failed': {
    severity: 'error',
    message: ({ target, reason }) => `${excerpt(target)} could not be written: ${reason}`,
    hint: () =>
      'See that there is room and that the folder may be written to; `generate` also builds another file with --out.',
  },
  'execute-query-failed': {
    severity: 'error',
    message: ({ reason }) => reason,
    hint: ({ reason }) =>
      /^(?:Binder|Catalog) Error/.test(reason)
        ? 'What tables and columns there are is listed by `healthsim show --tables`.'
        : undefined,
  },
  'execute-file-missing': {
    severity: 'error',
    message: ({ target }) => `${excerpt(target)} does not exist or is no DuckDB file.`,
    hint: () => 'Build one with `healthsim generate`.',
  },
  'execute-file-unreadable': {
    severity: 'error',
    message: ({ target, reason }) => `${excerpt(target)} cannot be read: ${reason}.`,
  },
  'execute-record-missing': {
    severity: 'error',
    message: ({ target }) => `${excerpt(target)} does not say how it was made, or was made by an older HealthSim.`,
    hint: () => 'Build it again with `healthsim generate`.',
  },
};
