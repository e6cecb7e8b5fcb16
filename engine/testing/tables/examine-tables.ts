/**
 * Gives each column of the reference tables of one file another value and looks whether anybody would notice, in what is planned
 * for a template that uses the table, or in a diagnostic; and fills cells with what cannot be right, to see whether each is named.
 */
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { SkillDocument, SourceFile } from '../../model/index.ts';
import { createTreeParser, planRequest, planText, requestsFor, understandTree } from '../../pipeline.ts';
import type { Loaded } from '../../pipeline.ts';
import { otherTexts, tableOf, withCell } from './changed-tables.ts';

/** As of keys: `nothing` is another value that is taken and that nobody notices. */
export type CellEffect = 'changes' | 'named' | 'nothing';

/** Rows that are tried, until one shows. */
const ROWS = 2;

export interface TableExaminer {
  readonly document: SkillDocument;
  /** What is wrong with the files, the tables changed by `change`. */
  readonly diagnosticsOf: (change: (document: SkillDocument) => SkillDocument) => readonly Diagnostic[];
  /** What stands in a column. */
  readonly textsOf: (cell: { readonly table: string; readonly column: string }) => readonly string[];
  /** Of the column of the table, seen by the answers to `question`. */
  readonly effectOf: (cell: {
    readonly table: string;
    readonly column: string;
    readonly question: string;
  }) => CellEffect;
}

export function createTableExaminer(files: readonly SourceFile[], path: string): TableExaminer {
  const parse = createTreeParser();
  const parsed = new Map(parse(files).map((one, place) => [files[place]?.path ?? '', one]));
  const document = parsed.get(path)?.document;
  if (document === undefined) throw new Error(`${path} cannot be read`);

  let changes = 0;
  const understand = (other: SkillDocument): Loaded => {
    changes += 1;
    const changed = { ...other, digest: `${other.digest} ${changes}` };
    return understandTree({ files, diagnostics: [] }, (some) =>
      some.flatMap((file) => {
        const one = parsed.get(file.path);
        return one === undefined ? [] : file.path === path ? { ...one, document: changed } : one;
      }),
    );
  };

  const base = understand(document);
  const known = new Set(base.diagnostics.map(({ message }) => message));
  const answers = new Map<string, string>();
  const answerTo = (question: string): string => {
    const found = answers.get(question) ?? answer(base, question);
    answers.set(question, found);
    return found;
  };

  const elsewhere = (name: string): readonly string[] =>
    document.tables.flatMap(({ header, rows }) => {
      const column = header.findIndex(({ value }) => value === name);
      return column < 0 ? [] : rows.map((cells) => cells[column]?.value ?? '');
    });

  const textsOf: TableExaminer['textsOf'] = ({ table, column: name }) => {
    const { header, rows } = tableOf(document, table);
    const column = header.findIndex(({ value }) => value === name);
    return rows.map((cells) => cells[column]?.value ?? '');
  };

  return {
    document,
    textsOf,
    diagnosticsOf: (change) => understand(change(document)).diagnostics,
    effectOf: ({ table: heading, column: name, question }) => {
      const column = tableOf(document, heading).header.findIndex(({ value }) => value === name);
      const written = [...textsOf({ table: heading, column: name }).entries()]
        .filter(([, text]) => text !== '')
        .slice(0, ROWS);
      const found: CellEffect[] = [];
      for (const [row, text] of written) {
        const ofRow = new Set<CellEffect>();
        for (const other of otherTexts(text, elsewhere(name))) {
          const loaded = understand(withCell(document, { heading, row, column }, other));
          if (loaded.diagnostics.some(({ message }) => !known.has(message))) ofRow.add('named');
          else if (answer(loaded, question) !== answerTo(question)) return 'changes';
          else ofRow.add('nothing');
        }
        found.push(ofRow.has('nothing') ? 'nothing' : 'named');
      }
      return found[0] ?? 'nothing';
    },
  };
}

function answer(loaded: Loaded, question: string): string {
  const { requests, diagnostics } = requestsFor(loaded, { what: question, overrides: [] });
  const planned = requests.map((request) => planRequest(loaded, request));
  const said = [...diagnostics, ...planned.flatMap((one) => one.diagnostics)].map(
    ({ message, hint = '' }) => `${message} ${hint}`,
  );
  return [...said, ...planned.map(({ plan }) => (plan === undefined ? '' : planText(plan)))].join('\n');
}
