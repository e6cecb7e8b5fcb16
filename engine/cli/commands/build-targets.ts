/** Plans into files, one after the other, and what is said about them. */
import { hasErrors } from '../../diagnostics/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { GenerationRequest, PhraseReading, Plan } from '../../model/index.ts';
import { buildCohort } from '../../pipeline.ts';
import type { BuildReport } from '../../pipeline.ts';
import { exitCodes, gravest } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { outcomeOf } from '../outcome.ts';
import { formatBuild } from '../print/build.ts';
import { nextCommand } from '../print/next.ts';
import { formatJson } from '../print/json.ts';
import { formatTitle } from '../print/plan.ts';
import { formatCount } from '../print/quantities.ts';
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
  readonly tree: Tree;
  /** What reading and planning had to say. */
  readonly diagnostics: readonly Diagnostic[];
}

export async function buildTargets(builds: Builds, session: Session): Promise<ExitCode> {
  const reports: BuildReport[] = [];
  for (const target of builds.targets) {
    const report = await build(target, builds, session);
    reports.push(report);
    tellDiagnostics(report.diagnostics, builds.tree, session);
    if (session.signal.aborted) break;
    if (!session.json && report.file !== undefined)
      session.write(`${formatTitle(target.plan)}\n\n${formatBuild(report)}\n`);
  }
  if (session.json) session.write(formatJson({ builds: reports, reading: builds.reading }));
  if (session.signal.aborted) return exitCodes.interrupted;
  tellNext(reports, session);
  const codes = reports.map((report) => outcomeOf(report.diagnostics, exitCodes.buildFailed));
  return gravest([...codes, hasErrors(builds.diagnostics) ? exitCodes.problems : exitCodes.ok]);
}

function build({ plan, file }: Target, { tree, force }: Builds, session: Session): Promise<BuildReport> {
  return buildCohort({
    plan,
    loaded: tree.loaded,
    target: file,
    force,
    signal: session.signal,
    clock: session.clock,
    onProgress: (done, total) =>
      session.progress(`${plan.cohort}: ${formatCount(done)} of ${formatCount(total)} people`),
  });
}

function tellNext(reports: readonly BuildReport[], session: Session): void {
  const next = reports.map(nextCommand).find((command) => command !== undefined);
  if (next !== undefined) session.note(`Next: ${next}`);
}
