/** What a built file declares, held against what came out: on the terminal, as JSON, or as a page for a browser. */
import { readRecord, writeWhole } from '../../pipeline.ts';
import { systemReason } from '../../ports/index.ts';
import { exitCodes } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { outcomeOf } from '../outcome.ts';
import { assertPage } from '../replacing.ts';
import { formatReportPage } from '../print/report-page.ts';
import { formatReport } from '../print/report.ts';
import { Problem } from '../problem.ts';
import { present } from '../session.ts';
import type { Session } from '../session.ts';
import { anotherFile, assertTarget } from '../target-file.ts';
import { tellDiagnostics } from '../tell.ts';

export interface ReportOptions {
  /** Among which no page is written. */
  readonly skills: string;
  readonly json?: boolean;
  /** Every line, also of a long report; pages and JSON have them all. */
  readonly all?: boolean;
  readonly html?: boolean;
  readonly out?: string;
}

export async function report(file: string, options: ReportOptions, session: Session): Promise<ExitCode> {
  if (options.out !== undefined && options.html !== true)
    throw new Problem({ message: '--out is where a page is written.', exitCode: exitCodes.usage, hint: 'Add --html.' });
  if (options.json === true && options.html === true)
    throw new Problem({
      message: '--html writes a page and prints no data, so that --json would be lost.',
      exitCode: exitCodes.usage,
      hint: 'Leave one of them out.',
    });
  const { result, diagnostics } = await readRecord(file);
  tellDiagnostics(diagnostics, undefined, session);
  if (result === undefined) return outcomeOf(diagnostics, exitCodes.unavailable);
  if (options.html === true) {
    const page = options.out ?? `${file.replace(/\.duckdb$/, '')}.html`;
    await assertTarget(page, options.skills, anotherFile('out/report.html'));
    await assertPage(page);
    await writeWhole(page, formatReportPage(result)).catch(unwritten(page));
    session.note(`Written to ${page}`);
    return exitCodes.ok;
  }
  present(session, result, () =>
    formatReport(result, { paint: session.paint.data, width: session.width, all: options.all === true }),
  );
  return exitCodes.ok;
}

function unwritten(page: string): (error: unknown) => never {
  return (error) => {
    throw new Problem({
      message: `\`${page}\` could not be written: ${systemReason(error)}.`,
      hint: 'See that there is room and that the folder may be written to, or choose another file with --out.',
      exitCode: exitCodes.unavailable,
      cause: error,
    });
  };
}
