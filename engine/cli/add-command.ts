/** What every command has: the tree that it is about, its help with an example, and a word on arguments that lack quotes. */
import { Help } from 'commander';
import type { Command, HelpConfiguration } from 'commander';

/** Where words of the shell that no quotes hold together can be one argument. */
const OF_WORDS: ReadonlySet<string> = new Set(['generate', 'resolve', 'query']);

export function addCommand(program: Command, name: string, description: string, example: string): Command {
  const added = program
    .command(name)
    .configureHelp(NARROW_HELP)
    .allowExcessArguments(OF_WORDS.has(name))
    .hook('preAction', (_program, command) => refuseLooseWords(command))
    .description(description)
    .helpOption('-h, --help', 'print this help')
    .option('--json', 'print data as JSON, as is done when piped')
    .addHelpText('after', `\nExample:\n  healthsim ${example}`);
  return OF_FILES.has(name) ? added : added.option('--skills <folder>', 'the tree of skill files', 'skills');
}

/** What reads a built file and nothing else. */
const OF_FILES: ReadonlySet<string> = new Set(['query', 'verify']);

/** Where the terms of a list leave no room beside them, what they mean stands below them. */
export const NARROW_HELP: HelpConfiguration = {
  minWidthToWrap: 20,
  formatItem(term, termWidth, description, helper) {
    const width = helper.helpWidth ?? 80;
    if (description === '' || width - termWidth >= LEAST_DESCRIPTION)
      return Help.prototype.formatItem.call(this, term, termWidth, description, helper);
    const indent = ' '.repeat(6);
    return `  ${term}\n${indent}${helper.boxWrap(description, width - indent.length).replaceAll('\n', `\n${indent}`)}`;
  },
};
const LEAST_DESCRIPTION = 30;

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
