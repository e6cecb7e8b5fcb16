/** What one stage made of the tree or of what is asked, as JSON: the engine can be stopped after each of them. */
import { hasErrors } from '../../diagnostics/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import { compileProgram, planRequest, requestsFor } from '../../pipeline.ts';
import type { Ask, Loaded } from '../../pipeline.ts';
import type { StageName } from '../choices.ts';
import { exitCodes } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { formatJson } from '../print/json.ts';
import type { Session } from '../session.ts';
import { tellDiagnostics } from '../tell.ts';
import type { Tree } from '../tree.ts';

interface StageResult {
  readonly made: unknown;
  readonly diagnostics: readonly Diagnostic[];
}

export function printStage(stage: StageName, tree: Tree, ask: Ask, session: Session): ExitCode {
  const { made, diagnostics } = resultOf(stage, tree.loaded, ask);
  const all = [...tree.loaded.diagnostics, ...diagnostics];
  tellDiagnostics(all, tree, session);
  session.write(formatJson(made));
  return hasErrors(all) ? exitCodes.problems : exitCodes.ok;
}

function resultOf(stage: StageName, loaded: Loaded, ask: Ask): StageResult {
  if (stage === 'parse') return { made: loaded.documents, diagnostics: [] };
  if (stage === 'validate') return { made: loaded.library.skills, diagnostics: [] };
  if (stage === 'normalize') return { made: loaded.library, diagnostics: [] };
  const asked = requestsFor(loaded, ask);
  if (stage === 'resolve') return { made: asked.requests, diagnostics: asked.diagnostics };
  const planned = asked.requests.map((request) => planRequest(loaded, request));
  const diagnostics = [asked, ...planned].flatMap((part) => part.diagnostics);
  const plans = planned.flatMap(({ plan }) => (plan === undefined ? [] : [plan]));
  return { made: stage === 'plan' ? plans : plans.map(compileProgram), diagnostics };
}
