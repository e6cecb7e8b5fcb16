/** What every command has: the tree that it is about, its help with an example, and a word on arguments that lack quotes. */
import type { Command } from 'commander';

/** Where words of the shell that no quotes hold together can be one argument. */
const OF_WORDS: ReadonlySet<string> = new Set(['generate', 'resolve', 'query']);

export function addCommand(program: Command, name: string, description: string, example: string): Command {
  return program
    .command(name)
    .allowExcessArguments(OF_WORDS.has(name))
    .hook('preAction', (_program, command) => refuseLooseWords(command))
    .description(description)
    .helpOption('--help', 'print this help')
    .option('--skills <folder>', 'the tree of skill files', 'skills')
    .option('--json', 'print data as JSON, as is done when piped')
    .addHelpText('after', `\nExample:\n  healthsim ${example}`);
}

function refuseLooseWords(command: Command): void {
  const { args, registeredArguments } = command;
  if (!OF_WORDS.has(command.name()) || args.length <= registeredArguments.length) return;
  const words = args.slice(registeredArguments.length - 1).join(' ');
  command.error(
    `error: too many arguments for '${command.name()}'. Words that belong together stand in quotes: "${words}"`,
    {
      exitCode: 2,
    },
  );
}
