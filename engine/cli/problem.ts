/** A run that cannot go on, with what to say and how to end. Only front-end problems: those of skills are diagnostics. */
import type { ExitCode } from './exit-code.ts';

export class Problem extends Error {
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;

  constructor(options: { message: string; exitCode: ExitCode; hint?: string | undefined; cause?: unknown }) {
    super(options.message, { cause: options.cause });
    this.name = 'Problem';
    this.exitCode = options.exitCode;
    this.hint = options.hint;
  }
}
