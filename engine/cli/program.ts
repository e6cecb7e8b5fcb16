/** The program as a whole: what it says of itself, and how its commands end. */
import { Command } from 'commander';
import { escapeControls } from '../diagnostics/index.ts';
import { NARROW_HELP } from './add-command.ts';
import { addCommands } from './add-commands.ts';
import type { ExitCode } from './exit-code.ts';
import { createSession } from './session.ts';
import { ENGINE_VERSION } from '../pipeline.ts';

export function createProgram(end: (code: ExitCode) => void): Command {
  const program = new Command('healthsim')
    .description('Synthetic healthcare data as code: Markdown skill files in, a DuckDB file of linked data out.')
    .version(ENGINE_VERSION, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .configureHelp(NARROW_HELP)
    .helpCommand(false)
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      '\nExample:\n  healthsim generate medicare-diabetic --count 50\n\n`healthsim <command> --help` tells more.',
    )
    .configureOutput({ outputError: (text, write) => write(escapeControls(withDashes(text))) })
    .exitOverride();
  addCommands(program, async ({ json }, command) => end(await command(createSession({ json }))));
  return program;
}

/** Whoever asks for `-5 members` hears how a text that begins like an option is given. */
function withDashes(text: string): string {
  const [, phrase] = /^error: unknown option '(-(?:\d|[^]*?\s)[^]*)'/.exec(text) ?? [];
  return phrase === undefined
    ? text
    : `${text.trimEnd()}\nWhat begins with a dash stands behind one of two: -- "${phrase}"\n`;
}
