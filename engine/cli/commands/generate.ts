/** A name, a phrase or the whole tree into built files, or into what a build would do. */
import { hasErrors } from '../../diagnostics/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { GenerationRequest, Override, Plan } from '../../model/index.ts';
import { isBroken, planRequest, requestsFor } from '../../pipeline.ts';
import type { Ask } from '../../pipeline.ts';
import { tellBarring } from '../barring.ts';
import type { StageName } from '../choices.ts';
import { exitCodes } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { problemsOf } from '../print/problems.ts';
import { formatReading } from '../print/reading.ts';
import { Problem } from '../problem.ts';
import { present } from '../session.ts';
import type { Session } from '../session.ts';
import { assertTarget } from '../target-file.ts';
import { tellDiagnostics, tellTree } from '../tell.ts';
import { loadSkills, withText } from '../tree.ts';
import type { Tree } from '../tree.ts';
import { presentUnresolved } from '../unresolved.ts';
import { buildTargets } from './build-targets.ts';
import type { Target } from './build-targets.ts';
import { dryRun } from './dry-run.ts';
import { fileOf } from './file-name.ts';
import { printStage } from './until.ts';

export interface GenerateOptions {
  readonly skills: string;
  readonly json?: boolean;
  readonly count?: number;
  readonly seed?: number;
  readonly asOf?: string;
  readonly journey?: readonly string[];
  readonly set?: readonly Override[];
  readonly out?: string;
  readonly persons?: { readonly from: number; readonly to: number };
  readonly dryRun?: boolean;
  readonly until?: StageName;
  readonly force?: boolean;
}

interface Planned {
  readonly request: GenerationRequest;
  readonly plan: Plan | undefined;
}

export async function generate(
  what: string | undefined,
  options: GenerateOptions,
  session: Session,
): Promise<ExitCode> {
  const tree = await loadSkills(options.skills);
  const { loaded } = tree;
  const ask = askOf(what, options);
  if (options.until !== undefined) return printStage(options.until, tree, ask, session);
  const asked = requestsFor(loaded, ask);
  if (what === undefined) assertCohorts(tree);
  const planned = asked.requests.map((request) => ({ request, ...planRequest(loaded, request) }));
  const own = [asked, ...planned].flatMap((part) => part.diagnostics);
  const targets = targetsOf(planned, options, asked.reading !== undefined);
  for (const { file } of targets) await assertTarget(file, options.skills);
  const isNameBroken =
    what !== undefined && isBroken(what, loaded) && (asked.outcome === 'none' || asked.reading !== undefined);
  const barred =
    isNameBroken ||
    hasErrors(what === undefined ? [...loaded.diagnostics, ...own] : own) ||
    targets.length < planned.length;
  const names = [what, ...(options.journey ?? [])];
  const barring = barred ? tellBarring(names, tree, session) : [];
  if (!barred) tellTree(tree, session);
  if (isNameBroken) return tellNothingBuilt(barring, session);
  tellDiagnostics(own, withText(tree, '<phrase>', what ?? ''), session);
  if (asked.outcome !== 'resolved') {
    return presentUnresolved(
      { outcome: asked.outcome, reading: asked.reading, diagnostics: asked.diagnostics },
      session,
    );
  }
  if (barred) return tellNothingBuilt([...barring, ...own], session);
  const [first] = targets;
  if (asked.reading !== undefined && first !== undefined)
    session.note(`${formatReading(first.request, asked.reading, session.width)}\n`);
  const builds = { targets, force: options.force === true, reading: asked.reading, problems: own, tree };
  return options.dryRun === true ? dryRun(builds, session) : buildTargets(builds, session);
}

/** A tree whose cohorts are broken says so by its diagnostics; one without any says nothing by itself. */
function assertCohorts({ folder, loaded }: Tree): void {
  const { cohorts, profiles } = loaded.library;
  if (cohorts.length > 0 || hasErrors(loaded.diagnostics)) return;
  throw new Problem({
    message: `${folder} holds no cohort, so there is nothing to build by itself.`,
    hint:
      profiles.length > 0
        ? `Name a template, as in \`healthsim generate ${profiles[0]?.id}\` (\`healthsim list\` shows all), or write a skill of type cohort.`
        : 'Write a skill of type profile-template and name it, or point at another folder with --skills.',
    exitCode: exitCodes.noMatch,
  });
}

function askOf(what: string | undefined, options: GenerateOptions): Ask {
  const { count, seed, asOf, journey: journeys, persons, set } = options;
  return {
    what,
    overrides: set ?? [],
    ...(count === undefined ? {} : { count }),
    ...(seed === undefined ? {} : { seed }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(journeys === undefined ? {} : { journeys }),
    ...(persons === undefined ? {} : { persons }),
  };
}

function targetsOf(planned: readonly Planned[], options: GenerateOptions, isPhrase: boolean): readonly Target[] {
  if (options.out !== undefined && planned.length > 1) {
    throw new Problem({
      message: `--out names one file, and the tree has ${planned.length} cohorts.`,
      hint: 'Name the cohort to build, or leave --out away.',
      exitCode: exitCodes.usage,
    });
  }
  return planned.flatMap(({ request, plan }) =>
    plan === undefined ? [] : [{ request, plan, file: options.out ?? fileOf(request, isPhrase) }],
  );
}

function tellNothingBuilt(diagnostics: readonly Diagnostic[], session: Session): ExitCode {
  if (session.json) present(session, { builds: [], problems: problemsOf(diagnostics) }, () => '');
  session.note('Nothing was built.');
  return exitCodes.problems;
}
