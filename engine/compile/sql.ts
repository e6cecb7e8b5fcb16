/**
 * SQL as typed pieces. Text comes into a statement in three ways only: written here in the source as a template, as a
 * quoted identifier, or through the one literal encoder. A string of an author's can therefore never be read as SQL.
 */

/** `reads` are the columns that it names; `atom` marks a bare name or literal. */
export interface Sql {
  readonly kind: 'sql';
  readonly text: string;
  readonly reads: ReadonlySet<string>;
  readonly atom: boolean;
}

/** A template of SQL in which every hole takes a piece. */
export function sql(strings: TemplateStringsArray, ...holes: readonly Sql[]): Sql {
  let text = strings[0] ?? '';
  for (const [index, hole] of holes.entries()) text += hole.text + (strings[index + 1] ?? '');
  return { kind: 'sql', text, reads: readBy(holes), atom: false };
}

export function joinSql(
  pieces: readonly Sql[],
  separator: ', ' | ' and ' | ' or ' | ' || ' | ' ' | '\n' | ' union all ',
): Sql {
  return { kind: 'sql', text: pieces.map((one) => one.text).join(separator), reads: readBy(pieces), atom: false };
}

/** A quoted name; quotes inside are doubled. */
export function identifier(name: string): Sql {
  if (name.length === 0 || name.includes('\0'))
    throw new RangeError(`No SQL name can be made of ${JSON.stringify(name)}.`);
  return atomOf(quoted(name), NOTHING);
}

function quoted(name: string): string {
  return name.includes('"') ? `"${name.replaceAll('"', '""')}"` : `"${name}"`;
}

export function qualified(schema: string, name: string): Sql {
  return sql`${identifier(schema)}.${identifier(name)}`;
}

/** The name of a column of the input. */
export function columnName(name: string): Sql {
  return atomOf(identifier(name).text, new Set([name]));
}

/** Stands for a value until it is decided where it is computed (see `layers.ts`). No name and no literal holds its marks. */
export function boundSql(at: number): Sql {
  return atomOf(`${MARK}${at}${MARK}`, NOTHING);
}

/** Whether it reads a value of which it is not decided yet where it is computed. */
export function readsBound({ text }: Sql): boolean {
  return text.includes(MARK);
}

/** The text with something in the place of each value that it stands for. */
export function withBound(text: string, replace: (at: number) => string): string {
  if (!text.includes(MARK)) return text;
  return text
    .split(MARK)
    .map((part, at) => (at % 2 === 0 ? part : replace(Number(part))))
    .join('');
}

const MARK = '\0';

/** The only way a value enters a statement's text. Numbers must be finite. */
export function literal(value: string | number | boolean | null): Sql {
  return atomOf(literalText(value), NOTHING);
}

/** Values of one kind as a list in one text, which the database reads in a fifth of the time of so many literals. */
export function listLiteral(values: readonly (string | number | boolean | null)[]): Sql {
  const text = `[${values.map(listed).join(', ')}]`;
  return sql`cast(${literal(text)} as ${piece(kindOf(values))}[])`;
}

function listed(value: string | number | boolean | null): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number') return bareNumber(value);
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function kindOf(values: readonly (string | number | boolean | null)[]): 'boolean' | 'bigint' | 'double' | 'varchar' {
  const known = values.filter((value) => value !== null);
  if (known.every((value) => typeof value === 'boolean')) return 'boolean';
  if (known.every((value) => typeof value === 'number')) return known.every(Number.isSafeInteger) ? 'bigint' : 'double';
  return 'varchar';
}

/** Many values at once, without a piece for each. */
export function literals(values: readonly (string | number | boolean | null)[]): Sql {
  return piece(values.map(literalText).join(', '));
}

/** A number that is a double even where it is whole. */
export function doubleLiteral(value: number): Sql {
  assertFinite(value);
  return atomOf(value < 0 ? `(${value.toExponential()})` : value.toExponential(), NOTHING);
}

function literalText(value: string | number | boolean | null): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number') return numberText(value);
  if (value.includes('\0')) throw new RangeError('A text with a NUL character cannot be stored.');
  return `'${value.replaceAll("'", "''")}'`;
}

function numberText(value: number): string {
  return value < 0 ? `(${bareNumber(value)})` : bareNumber(value);
}

/** Whole numbers as integers, all others in exponent form, which the database reads as doubles and not as decimals. */
function bareNumber(value: number): string {
  assertFinite(value);
  return Number.isSafeInteger(value) ? String(value) : value.toExponential();
}

function assertFinite(value: number): void {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is not a number that SQL has.`);
}

/** What a text reads that is made of these pieces. */
export function readBy(pieces: readonly Sql[]): ReadonlySet<string> {
  let reads = NOTHING;
  let merged: Set<string> | undefined;
  for (const one of pieces) {
    if (one.reads.size === 0 || one.reads === reads) continue;
    if (reads.size === 0) reads = one.reads;
    else {
      merged ??= new Set(reads);
      for (const name of one.reads) merged.add(name);
      reads = merged;
    }
  }
  return reads;
}

function piece(text: string): Sql {
  return { kind: 'sql', text, reads: NOTHING, atom: false };
}

function atomOf(text: string, reads: ReadonlySet<string>): Sql {
  return { kind: 'sql', text, reads, atom: true };
}

const NOTHING: ReadonlySet<string> = new Set();
