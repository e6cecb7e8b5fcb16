/** What a phrase means in this tree: the template, what is laid over it, the words that nothing takes up. */
import { hasErrors } from '../../diagnostics/index.ts';
import type { GenerationRequest, PhraseReading } from '../../model/index.ts';
import { isBroken, requestsFor } from '../../pipeline.ts';
import { tellBarring } from '../barring.ts';
import { exitCodes } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { formatJsonLine } from '../print/json.ts';
import { problemsOf } from '../print/problems.ts';
import { formatReading } from '../print/reading.ts';
import { present } from '../session.ts';
import type { Session } from '../session.ts';
import { tellDiagnostics, tellTree } from '../tell.ts';
import { loadSkills, withText } from '../tree.ts';
import { formatCandidates, presentUnresolved } from '../unresolved.ts';

export interface ResolveOptions {
  readonly skills: string;
  readonly json?: boolean;
  readonly explain?: boolean;
}

export async function resolve(phrase: string, options: ResolveOptions, session: Session): Promise<ExitCode> {
  const tree = await loadSkills(options.skills);
  const { requests, outcome, reading, diagnostics } = requestsFor(tree.loaded, { what: phrase, overrides: [] });
  if (outcome === 'none' && isBroken(phrase, tree.loaded)) {
    const problems = problemsOf(tellBarring([phrase], tree, session));
    if (session.json) present(session, { outcome, problems }, () => '');
    return exitCodes.problems;
  }
  tellTree(tree, session);
  tellDiagnostics(diagnostics, withText(tree, '<phrase>', phrase), session);
  const [request] = requests;
  if (outcome !== 'resolved' || request === undefined) {
    return presentUnresolved(
      { outcome: outcome === 'ambiguous' ? 'ambiguous' : 'none', reading, diagnostics },
      session,
    );
  }
  const data = { outcome, ...request, reading: reading ?? request.reading, problems: problemsOf(diagnostics) };
  present(session, data, () => {
    const told = session.wrap(formatRequest(request, reading ?? request.reading, session.width));
    const { explain = false } = options;
    return explain ? `${told}\n\n${formatCandidates(reading ?? request.reading, session.width)}` : told;
  });
  return hasErrors(diagnostics) ? exitCodes.problems : exitCodes.ok;
}

function formatRequest(request: GenerationRequest, reading: PhraseReading, width: number): string {
  return [
    formatReading(request, reading, width),
    ...request.overrides.map(({ path, value }) => `set ${path.join('.')} = ${formatJsonLine(value)}`),
  ].join('\n');
}
