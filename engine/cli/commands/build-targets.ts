/** Plans into files, one after the other, and what is said about them. */
import { hasErrors } from '../../diagnostics/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { GenerationRequest, PhraseReading, Plan } from '../../model/index.ts';
import { buildCohort } from '../../pipeline.ts';
import type { BuildReport } from '../../pipeline.ts';
import { exitCodes, gravest } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { outcomeOf } from '../outcome.ts';
import { formatBuild, formatBuildAmongOthers } from '../print/build.ts';
import { nextCommand } from '../print/next.ts';
import { formatJson } from '../print/json.ts';
import { formatTitle } from '../print/plan.ts';
import { createProgress } from '../print/progress.ts';
import { problemsOf } from '../print/problems.ts';
import type { Session } from '../session.ts';
import { tellDiagnostics } from '../tell.ts';
import type { Tree } from '../tree.ts';

export interface Target {
  readonly request: GenerationRequest;
  readonly plan: Plan;
  readonly file: string;
}

export interface Builds {
  readonly targets: readonly Target[];
  readonly force: boolean;
  readonly reading: PhraseReading | undefined;
  /** Of the request and its plans, told already. */
  readonly problems: readonly Diagnostic[];
  readonly tree: Tree;
}

interface Outcome {
  readonly target: Target;
  readonly report: BuildReport;
}

export async function buildTargets(builds: Builds, session: Session): Promise<ExitCode> {
  const outcomes: Outcome[] = [];
  for (const target of builds.targets) {
    const report = await build(target, builds, session);
    if (session.signal.aborted && report.file === undefined) return tellInterrupted(target, session);
    outcomes.push({ target, report });
    tellDiagnostics(report.diagnostics, builds.tree, session);
    if (!session.json && report.file !== undefined) {
      const title = session.wrap(session.paint.data.strong(formatTitle(target.plan)));
      const built =
        builds.targets.length > 1 ? formatBuildAmongOthers(report, session) : `\n${formatBuild(report, session)}`;
      session.write(`${title}\n${built}\n`);
    }
  }
  if (session.json) {
    const { reading, problems } = builds;
    session.write(formatJson({ builds: outcomes.map(dataOf), reading, problems: problemsOf(problems) }));
  }
  tellNext(outcomes, session);
  const codes = outcomes.map(({ report }) => outcomeOf(report.diagnostics, exitCodes.buildFailed));
  return gravest([...codes, hasErrors(builds.tree.loaded.diagnostics) ? exitCodes.problems : exitCodes.ok]);
}

function build({ plan, file }: Target, { tree, force }: Builds, session: Session): Promise<BuildReport> {
  return buildCohort({
    plan,
    loaded: tree.loaded,
    target: file,
    force,
    signal: session.signal,
    clock: session.clock,
    onProgress: createProgress({ name: plan.cohort, clock: session.clock, show: session.progress }),
  });
}

function tellInterrupted({ file }: Target, session: Session): ExitCode {
  session.note(`Interrupted: ${file} was left alone.`);
  return exitCodes.interrupted;
}

function dataOf({ target, report }: Outcome): object {
  const { seed, asOf, persons } = target.plan;
  return {
    name: target.request.name,
    file: report.file ?? null,
    seed,
    asOf,
    persons,
    tables: report.tables.map(({ name, rows }) => ({ name, rows })),
    checks: report.checks.length,
    problems: problemsOf(report.diagnostics),
    milliseconds: Object.fromEntries(
      Object.entries(report.milliseconds).map(([part, time]) => [part, Math.round(time)]),
    ),
  };
}

function tellNext(outcomes: readonly Outcome[], session: Session): void {
  const next = outcomes.map(({ report }) => nextCommand(report)).find((command) => command !== undefined);
  if (next !== undefined) session.note(`Next: ${session.paint.notes.accent(next)}`);
}
