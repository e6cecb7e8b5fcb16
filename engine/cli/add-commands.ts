/** Each command with its arguments, options and example. What a command does is loaded when it runs, so that help is quick. */
import { Argument, Option } from 'commander';
import type { Command } from 'commander';
import { addCommand } from './add-command.ts';
import type { CheckOptions } from './commands/check.ts';
import type { ExplainOptions } from './commands/explain.ts';
import type { GenerateOptions } from './commands/generate.ts';
import type { ListOptions } from './commands/list.ts';
import type { QueryOptions } from './commands/query.ts';
import type { FileLayout, ReferenceOptions } from './commands/reference.ts';
import type { ReportOptions } from './commands/report.ts';
import type { ResolveOptions } from './commands/resolve.ts';
import type { ShowOptions } from './commands/show.ts';
import type { WatchOptions } from './commands/watch.ts';
import { checkFormats, referenceLayouts, skillKinds, stageNames } from './choices.ts';
import type { ExitCode } from './exit-code.ts';
import {
  collect,
  parseCount,
  parseDate,
  parseKind,
  parsePerson,
  parsePersons,
  parseSeed,
  parseSetting,
} from './option-values.ts';
import type { Session } from './session.ts';

/** Runs a command in the session that its options ask for, and ends the program with its exit code. */
export type Run = (
  options: { readonly json?: boolean },
  command: (session: Session) => Promise<ExitCode>,
) => Promise<void>;

/** In the order in which help lists them. */
export function addCommands(program: Command, run: Run): void {
  for (const add of [
    addGenerate,
    addWatch,
    addCheck,
    addResolve,
    addList,
    addShow,
    addExplain,
    addQuery,
    addReport,
    addVerify,
    addReference,
  ])
    add(program, run);
}

function addGenerate(program: Command, run: Run): void {
  addCommand(
    program,
    'generate',
    'build a cohort, a template or what a phrase asks for',
    'generate medicare-diabetic --count 50 --set demographics.age.mean=70',
  )
    .argument('[what]', 'a cohort, a template or a phrase; every cohort of the tree where absent')
    .option('--count <people>', 'how many people', parseCount)
    .option('--seed <number>', 'another seed, another population', parseSeed)
    .option('--as-of <date>', 'the day on which the data ends', parseDate)
    .option('--journey <name>', 'a journey for these people; may be repeated', collect)
    .option(
      '--set <path=value>',
      'lay a value over the profile, or set a parameter: parameters.name=value; may be repeated',
      parseSetting,
    )
    .option('--out <file>', 'where to write (default: out/<name>.duckdb)')
    .option('--persons <from..to>', 'only these persons of the cohort', parsePersons)
    .option('--dry-run', 'say what would be built and build nothing')
    .addOption(
      new Option('--until <stage>', 'stop after a stage and print what it made')
        .choices(stageNames)
        .conflicts(['dryRun', 'force', 'out']),
    )
    .option('--force', 'replace a file that HealthSim did not make')
    .action((what: string | undefined, options: GenerateOptions) =>
      run(options, async (session) => (await import('./commands/generate.ts')).generate(what, options, session)),
    );
}

function addWatch(program: Command, run: Run): void {
  addCommand(program, 'watch', 'rebuild cohorts whenever their skills change', 'watch medicare-diabetic-first-year')
    .argument('[cohorts...]', 'which cohorts; every cohort of the tree where absent')
    .option('--poll', 'look for changes without the notifications of the file system')
    .action((cohorts: readonly string[], options: WatchOptions) =>
      run(options, async (session) => (await import('./commands/watch.ts')).watch(cohorts, options, session)),
    );
}

function addCheck(program: Command, run: Run): void {
  addCommand(program, 'check', 'say what is wrong in the tree', 'check skills/generation --format line')
    .argument('[paths...]', 'files or folders to report on; the whole tree where absent')
    .addOption(new Option('--format <format>', 'how to print what is found').choices(checkFormats))
    .action((paths: readonly string[], options: CheckOptions) =>
      run(options, async (session) => (await import('./commands/check.ts')).check(paths, options, session)),
    );
}

function addResolve(program: Command, run: Run): void {
  addCommand(
    program,
    'resolve',
    'say how a phrase is understood',
    'resolve "Generate a 65-year-old diabetic Medicare member"',
  )
    .argument('<phrase>', 'what is asked for, in words')
    .option('--explain', 'with the other templates that came near')
    .action((phrase: string, options: ResolveOptions) =>
      run(options, async (session) => (await import('./commands/resolve.ts')).resolve(phrase, options, session)),
    );
}

function addList(program: Command, run: Run): void {
  addCommand(program, 'list', 'list the skills of the tree', 'list cohort')
    .argument('[kind]', `only skills of this kind: ${skillKinds.join(', ')}`, parseKind)
    .action((kind: string | undefined, options: ListOptions) =>
      run(options, async (session) => (await import('./commands/list.ts')).list(kind, options, session)),
    );
}

function addShow(program: Command, run: Run): void {
  addCommand(program, 'show', 'show a skill and its specification', 'show diabetic-first-year --resolved')
    .argument('[name]', 'the name of a skill; with --person, a built file; with --tables, a schema or a table')
    .addOption(
      new Option('--person <number>', 'the timeline of one person of a built file')
        .argParser(parsePerson)
        .conflicts(['resolved', 'mermaid']),
    )
    .option('--resolved', 'in canonical form, each value with the line it comes from')
    .option('--mermaid', 'a journey as a Mermaid flow chart')
    .addOption(
      new Option('--tables', 'the data dictionary: tables, columns, keys, references and what they mean').conflicts([
        'person',
        'resolved',
        'mermaid',
      ]),
    )
    .action((name: string | undefined, { person, tables, ...options }: ShowOptions & ShowWhat, command: Command) =>
      run(options, async (session) => {
        if (tables === true) return (await import('./commands/tables.ts')).showTables(name, options, session);
        if (name === undefined) return command.error("error: missing required argument 'name'", { exitCode: 2 });
        return person === undefined
          ? (await import('./commands/show.ts')).show(name, options, session)
          : (await import('./commands/show-person.ts')).showPerson(name, person, session);
      }),
    );
}

interface ShowWhat {
  readonly person?: number;
  readonly tables?: boolean;
}

function addExplain(program: Command, run: Run): void {
  addCommand(
    program,
    'explain',
    'say where a column comes from, or what a diagnostic means',
    'explain patientsim.conditions.code',
  )
    .argument('<subject>', 'schema.table, schema.table.column, or the code of a diagnostic')
    .option('--cohort <name>', 'the cohort or template whose plan is meant (default: the first cohort that has it)')
    .action((subject: string, options: ExplainOptions) =>
      run(options, async (session) => (await import('./commands/explain.ts')).explain(subject, options, session)),
    );
}

function addQuery(program: Command, run: Run): void {
  addCommand(
    program,
    'query',
    'ask a built file in SQL, read-only',
    'query out/medicare-diabetic-first-year.duckdb "select count(*) from patientsim.patients"',
  )
    .argument('<file>', 'a file that generate or watch built')
    .argument('<sql>', 'one statement')
    .action((file: string, sql: string, options: QueryOptions) =>
      run(options, async (session) => (await import('./commands/query.ts')).query(file, sql, session)),
    );
}

function addReport(program: Command, run: Run): void {
  addCommand(
    program,
    'report',
    'hold what a built file declares against what came out',
    'report out/medicare-diabetic-first-year.duckdb --html --out report.html',
  )
    .argument('<file>', 'a file that generate or watch built')
    .option('--all', 'on a terminal, every line of a long report; a page and JSON have them all')
    .option('--html', 'as one page for a browser')
    .option('--out <page>', 'where to write the page (default: beside the file)')
    .action((file: string, options: ReportOptions) =>
      run(options, async (session) => (await import('./commands/report.ts')).report(file, options, session)),
    );
}

function addVerify(program: Command, run: Run): void {
  addCommand(
    program,
    'verify',
    'check the rules of a built file once more',
    'verify out/medicare-diabetic-first-year.duckdb',
  )
    .argument('<file>', 'a file that generate or watch built')
    .action((file: string, options: QueryOptions) =>
      run(options, async (session) => (await import('./commands/verify.ts')).verify(file, session)),
    );
}

function addReference(program: Command, run: Run): void {
  addCommand(
    program,
    'reference',
    'write a public file of counties or providers as a reference skill',
    'reference load svi SVI_2022_US_county.csv',
  )
    .addArgument(new Argument('<action>', 'what to do').choices(['load']))
    .addArgument(new Argument('<layout>', 'whose layout the file is in').choices(referenceLayouts))
    .argument('<file>', 'the file as it is published, a CSV')
    .action((_action: string, layout: FileLayout, file: string, options: ReferenceOptions) =>
      run(options, async (session) =>
        (await import('./commands/reference.ts')).loadReferenceFile({ layout, file }, options, session),
      ),
    );
}
