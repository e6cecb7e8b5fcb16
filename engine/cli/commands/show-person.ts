/** One person of a built file: their timeline, with what each event made. */
import { readPerson } from '../../pipeline.ts';
import { exitCodes } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { outcomeOf } from '../outcome.ts';
import { formatPerson } from '../print/person.ts';
import { Problem } from '../problem.ts';
import { present } from '../session.ts';
import type { Session } from '../session.ts';
import { tellDiagnostics } from '../tell.ts';

export async function showPerson(file: string, person: number, session: Session): Promise<ExitCode> {
  const { result, diagnostics } = await readPerson(file, person);
  tellDiagnostics(diagnostics, undefined, session);
  if (diagnostics.length > 0) return outcomeOf(diagnostics, exitCodes.unavailable);
  if (result === undefined) {
    const hint = `See \`healthsim query ${file} "select min(person_id), max(person_id) from core.persons"\`.`;
    throw new Problem({ message: `The file has no person ${person}.`, hint, exitCode: exitCodes.noMatch });
  }
  present(session, result, () => formatPerson(result, session.paint.data, session.width));
  return exitCodes.ok;
}
