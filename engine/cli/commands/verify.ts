/** The rules of a built file, checked once more on the rows as they are. */
import { repeatChecks } from '../../pipeline.ts';
import { exitCodes } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { outcomeOf } from '../outcome.ts';
import { formatCount, formatQuantity } from '../print/quantities.ts';
import { formatFitted } from '../print/table.ts';
import { present } from '../session.ts';
import type { Session } from '../session.ts';
import { tellDiagnostics } from '../tell.ts';

export async function verify(file: string, session: Session): Promise<ExitCode> {
  const { result, diagnostics } = await repeatChecks(file);
  tellDiagnostics(diagnostics, undefined, session);
  if (result === undefined) return outcomeOf(diagnostics, exitCodes.unavailable);
  const broken = result.filter(({ violations }) => violations > 0);
  const rows = result.map(({ table, statement, violations }) => [
    table,
    statement,
    violations === 0 ? 'none' : formatCount(violations),
  ]);
  const columns = [{ title: 'table' }, { title: 'rule' }, { title: 'broken by', align: 'right' as const }];
  present(session, result, () => formatFitted(columns, rows, { title: 'rule', width: session.width }));
  const { paint } = session;
  session.note(
    broken.length === 0
      ? paint.notes.success(`${formatQuantity(result.length, 'rule')} checked, every one holds.`)
      : paint.notes.error(`${broken.length} of ${formatQuantity(result.length, 'rule')} do not hold.`),
  );
  return broken.length === 0 ? exitCodes.ok : exitCodes.problems;
}
