/** What a build would make, without making it: each table, and whether it would be filled and why. */
import { previewBuild } from '../../pipeline.ts';
import { exitCodes, gravest } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { outcomeOf } from '../outcome.ts';
import { formatPlan, summarizePlan } from '../print/plan.ts';
import type { PlanSummary } from '../print/plan.ts';
import { problemsOf } from '../print/problems.ts';
import { present } from '../session.ts';
import type { Session } from '../session.ts';
import { tellDiagnostics } from '../tell.ts';
import type { Builds, Target } from './build-targets.ts';

export async function dryRun(builds: Builds, session: Session): Promise<ExitCode> {
  const summaries: PlanSummary[] = [];
  const codes: ExitCode[] = [];
  for (const target of builds.targets) {
    const { verdicts, diagnostics } = await preview(target, builds, session);
    tellDiagnostics(diagnostics, builds.tree, session);
    codes.push(outcomeOf(diagnostics, exitCodes.buildFailed));
    summaries.push(summarizePlan(target.plan, target.file, verdicts));
  }
  present(session, { wouldBuild: summaries, problems: problemsOf(builds.problems) }, () =>
    summaries.map((one) => formatPlan(one, session.width)).join('\n\n'),
  );
  if (!session.json) session.note('Nothing was built: this was a dry run.');
  return gravest(codes);
}

function preview(
  { plan, file }: Target,
  { force, tree }: Builds,
  { clock, signal }: Session,
): ReturnType<typeof previewBuild> {
  return previewBuild({ plan, loaded: tree.loaded, target: file, force, clock, signal });
}
