#!/usr/bin/env node
/** The program `healthsim`: runs one command and turns every way it can end into an exit code and a line of text. */
import { CommanderError } from 'commander';
import { createPaint, escapeControls } from '../diagnostics/index.ts';
import { exitCodes } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { compileLate } from './late-compiling.ts';
import { Problem } from './problem.ts';
import { createProgram } from './program.ts';
import { hasColour, wrapFor } from './session.ts';

compileLate();
process.stdout.on('error', endOfOutput);
process.stderr.on('error', endOfOutput);

try {
  await createProgram(end).parseAsync();
} catch (error) {
  end(exitCodeOf(error));
}

function end(code: ExitCode): void {
  process.exitCode = code;
}

function exitCodeOf(error: unknown): ExitCode {
  const paint = createPaint(hasColour(process.stderr));
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (error instanceof Problem) {
    tell(`${paint.error('error:')} ${escapeControls(error.message)}`);
    if (error.hint !== undefined) tell(`  ${paint.accent('hint:')} ${escapeControls(error.hint)}`);
    return error.exitCode;
  }
  if (error instanceof Error && 'syscall' in error) {
    tell(`${paint.error('error:')} ${escapeControls(error.message)}`);
    return exitCodes.unavailable;
  }
  console.error('This is a fault of HealthSim, not of what was asked. Please report it with these lines:');
  console.error(error);
  return exitCodes.buildFailed;
}

function tell(text: string): void {
  console.error(wrapFor(process.stderr, text));
}

/** Whoever reads the output may stop reading (`| head`): that ends the run without a word. Else there is no room for it. */
function endOfOutput(this: NodeJS.WriteStream, error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit();
  if (this === process.stdout) end(exitCodeOf(error));
  process.exit(exitCodes.unavailable);
}
