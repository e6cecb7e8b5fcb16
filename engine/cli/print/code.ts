/** The code of a diagnostic: its severity, and its message and hint with the facts left open (`<name>`). */
import { catalog } from '../../diagnostics/index.ts';
import type { DiagnosticCode, Severity } from '../../diagnostics/index.ts';

export interface CodeDescription {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string | undefined;
}

export const codes: readonly string[] = Object.keys(catalog);

export function isCode(text: string): text is DiagnosticCode {
  return Object.hasOwn(catalog, text);
}

export function describeCode(code: DiagnosticCode): CodeDescription {
  const { severity, message, hint } = catalog[code];
  return { code, severity, message: open(message) ?? '', hint: hintOf(hint) };
}

/** A hint that is nothing but one of the facts says what it says where that is unknown. */
function hintOf(hint: Words | undefined): string | undefined {
  const text = open(hint);
  const [, fact] = /^<(\w+)>$/.exec(text ?? '') ?? [];
  return fact === undefined ? text : open(hint, fact);
}

export function formatCode({ code, severity, message, hint }: CodeDescription): string {
  return [`${severity}[${code}]`, `  ${message}`, ...(hint === undefined ? [] : [`  hint: ${hint}`])].join('\n');
}

/** A message or a hint of the catalogue, whatever it reads from its parameters. */
type Words = (params: never) => string | undefined;

/** Words made with stand-ins: texts where that works; what is read otherwise stands as text, number and list at once. */
function open(words: Words | undefined, unknown?: string): string | undefined {
  if (words === undefined) return undefined;
  const read = new Set<string>();
  for (const choice of choices()) {
    const names = [...read];
    const otherwise = new Set(names.filter((_name, index) => choice.has(index)));
    const valueOf = (name: string): unknown =>
      name === unknown ? undefined : otherwise.has(name) ? standIn(name) : angled(name);
    const params = new Proxy({}, { get: (_target, name) => read.add(String(name)) && valueOf(String(name)) });
    try {
      const text: unknown = Reflect.apply(words, undefined, [params]);
      if (typeof text !== 'string') return undefined;
      if (!text.includes('`<`')) return text.replaceAll('NaN', '<number>');
    } catch {
      // One of the parameters is no text: the next choice has another one otherwise.
    }
  }
  return undefined;
}

const MOST_PARAMETERS = 5;

/** Which of the parameters to take otherwise: none, then ever more of them. */
function choices(): readonly ReadonlySet<number>[] {
  const indexes = Array.from({ length: MOST_PARAMETERS }, (_none, index) => index);
  const subsets = Array.from({ length: 2 ** MOST_PARAMETERS }, (_none, subset) =>
    indexes.filter((index) => Math.floor(subset / 2 ** index) % 2 === 1),
  );
  return subsets.toSorted((a, b) => a.length - b.length).map((subset) => new Set(subset));
}

function angled(name: string): string {
  return `<${name}>`;
}

function standIn(name: string): unknown {
  const text = (): string => angled(name);
  return new Proxy([text()], {
    get: (list, key): unknown => {
      if (key === '0') return standIn(name);
      if (key === Symbol.toPrimitive || asText.has(key)) return text;
      return key in list ? Reflect.get(list, key) : standIn(String(key));
    },
  });
}

const asText: ReadonlySet<string | symbol> = new Set([
  'toString',
  'toJSON',
  'toFixed',
  'toPrecision',
  'toLocaleString',
]);
