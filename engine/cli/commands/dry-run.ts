/** What a build would make, without making it. */
import { exitCodes } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { formatPlan, summarizePlan } from '../print/plan.ts';
import { present } from '../session.ts';
import type { Session } from '../session.ts';
import type { Target } from './build-targets.ts';

export function dryRun(targets: readonly Target[], session: Session): ExitCode {
  const summaries = targets.map(({ plan, file }) => summarizePlan(plan, file));
  present(session, { wouldBuild: summaries }, () =>
    summaries.map((one) => formatPlan(one, session.width)).join('\n\n'),
  );
  if (!session.json) session.note('Nothing was built: this was a dry run.');
  return exitCodes.ok;
}
