/** What may not stand in a source file: chance, wall clocks, code made from text, pasted SQL, mocks, clinical codes. */
import type { Finding } from './finding.ts';
import type { TypeScriptFile } from './project-files.ts';
import { lineOf } from './source-text.ts';
import type { StringPiece } from './source-text.ts';

interface CodeRule {
  readonly rule: string;
  readonly pattern: RegExp;
  readonly message: string;
  readonly applies: (file: TypeScriptFile) => boolean;
}

interface StringRule {
  readonly rule: string;
  readonly message: string;
  readonly breaks: (piece: StringPiece) => boolean;
  readonly applies: (file: TypeScriptFile) => boolean;
}

const MAY_READ_CLOCKS = new Set(['ports', 'cli', 'watch']);
const MAKES_SQL = new Set(['compile', 'plan']);

const SQL_START = new RegExp(
  [
    String.raw`^\s*(?:(?:SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|COPY|ATTACH|DETACH|PRAGMA|SET|CALL|LOAD|INSTALL|WITH|COMMENT)\b`,
    String.raw`(?:select\b.*\bfrom\b|insert\s+into|update\s+\S+\s+set|delete\s+from|(?:drop|alter)\s+(?:table|schema|view|type)`,
    String.raw`create\s+(?:or\s+replace\s+)?(?:temp\s+|temporary\s+)?(?:table|schema|view|type|macro|index)|comment\s+on|attach\s+'))`,
  ].join('|'),
  's',
);
const SQL_CHANCE =
  /\b(?:hash|random|setseed|now|uuid|gen_random_uuid|uuidv[47]|today|get_current_time|get_current_timestamp)\s*\(|\bcurrent_(?:date|time|timestamp)\b/i;
const SQL_CHANCE_NAME = /^(?:hash|random|setseed|now|uuid|gen_random_uuid)$/i;
const CLINICAL_CODE = /\b[A-TV-Z]\d\d(?:\.[0-9A-Z]{1,4})\b|^[A-TV-Z]\d\d$/;
const DATABASE_CALL = /\.\s*(?:run|prepare|stream|runAndRead(?:All)?|extractStatements)\s*\(/g;

const everywhere = (): boolean => true;
const engineCode = ({ isEngine, isTest }: TypeScriptFile): boolean => isEngine && !isTest;
const generation = (file: TypeScriptFile): boolean => engineCode(file) && !MAY_READ_CLOCKS.has(file.folder);

const CODE_RULES: readonly CodeRule[] = [
  {
    rule: 'no-chance',
    pattern: /\bMath\s*\.\s*random\b|\brandomUUID\b|\bgetRandomValues\b|\brandomBytes\b/,
    message: 'chance comes from streams alone',
    applies: generation,
  },
  {
    rule: 'no-clock',
    pattern: /\bDate\s*\.\s*now\b|\bnew\s+Date\s*(?:\(\s*\)|(?![\s(]))|\bperformance\s*\.\s*now\b|\bhrtime\b/,
    message: 'the clock is a port',
    applies: generation,
  },
  {
    rule: 'no-code-from-text',
    pattern: /(?<![.\w$])eval\s*\(|\bnew\s+Function\b/,
    message: 'text never becomes code',
    applies: everywhere,
  },
  { rule: 'no-mock', pattern: /\bvi\s*\.\s*(?:mock|doMock)\b/, message: 'a port replaces a mock', applies: everywhere },
];

const STRING_RULES: readonly StringRule[] = [
  {
    rule: 'no-code-from-text',
    message: 'neither gray-matter nor vm may be imported',
    breaks: ({ text, before }) =>
      /(?:\bfrom|\bimport\s*\(?|\brequire\s*\()$/.test(before) && /^(?:gray-matter|(?:node:)?vm)$/.test(text),
    applies: everywhere,
  },
  {
    rule: 'no-sql-chance',
    message: 'generated SQL takes neither chance nor the clock of the database',
    breaks: ({ text }) => SQL_CHANCE.test(text) || SQL_CHANCE_NAME.test(text),
    applies: (file) => engineCode(file) && MAKES_SQL.has(file.folder),
  },
  {
    rule: 'no-pasted-sql',
    message: 'SQL is built by engine/compile, never pasted together',
    breaks: ({ text, pasted }) => pasted && SQL_START.test(text),
    applies: (file) => engineCode(file) && file.folder !== 'compile',
  },
  {
    rule: 'no-clinical-code',
    message: 'clinical codes stand in skills',
    breaks: ({ text }) => CLINICAL_CODE.test(text),
    applies: engineCode,
  },
];

export function checkSources(files: readonly TypeScriptFile[]): readonly Finding[] {
  return files.flatMap((file) => [...checkCode(file), ...checkStrings(file), ...checkDatabaseCalls(file)]);
}

function checkCode(file: TypeScriptFile): readonly Finding[] {
  return CODE_RULES.filter(({ applies }) => applies(file)).flatMap(({ rule, pattern, message }) =>
    [...file.code.matchAll(new RegExp(pattern, 'g'))].map(({ index }) => ({
      file: file.path,
      line: lineOf(file.code, index),
      rule,
      message,
    })),
  );
}

function checkStrings(file: TypeScriptFile): readonly Finding[] {
  return STRING_RULES.filter(({ applies }) => applies(file)).flatMap(({ rule, message, breaks }) =>
    file.strings.filter(breaks).map(({ line }) => ({ file: file.path, line, rule, message })),
  );
}

/** In `execute`, what is run is a statement's `sql` or a text without holes, never one put together on the spot. */
function checkDatabaseCalls(file: TypeScriptFile): readonly Finding[] {
  if (!engineCode(file) || file.folder !== 'execute') return [];
  return [...file.code.matchAll(DATABASE_CALL)].flatMap(({ index, 0: call }) => {
    const argument = firstArgument(file.code, index + call.length);
    const isWhole = /^(?:[\w$.?!\s]*|'[^']*'|"[^"]*"|`[^`$]*`)$/.test(argument);
    const message = 'a statement is run as compile made it';
    return isWhole ? [] : [{ file: file.path, line: lineOf(file.code, index), rule: 'no-pasted-sql', message }];
  });
}

function firstArgument(code: string, start: number): string {
  let depth = 0;
  let index = start;
  for (; index < code.length; index += 1) {
    const sign = code[index] ?? '';
    if (depth === 0 && (sign === ',' || sign === ')')) break;
    depth += '([{'.includes(sign) ? 1 : ')]}'.includes(sign) ? -1 : 0;
  }
  return code.slice(start, index).trim();
}
