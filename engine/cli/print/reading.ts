/** How a phrase was read, as lines: the template, and what each part was taken to mean. What was not read, diagnostics say. */
import type { GenerationRequest, PhraseReading } from '../../model/index.ts';
import { formatJsonLine } from './json.ts';
import { printable } from './table.ts';

/** Where a line has no room for both, each meaning stands below its words. */
export function formatReading(request: GenerationRequest, reading: PhraseReading, line: number): string {
  const parts = reading.understood.map(({ text, meaning }) => [`"${printable(text)}"`, printable(meaning)] as const);
  const all = [...parts, ...overruling(request)];
  const width = Math.max(0, ...all.map(([text]) => text.length));
  const isBeside = line - width >= ROOM_FOR_MEANING;
  const journeys = request.journeys === undefined ? '' : ` with ${request.journeys.join(', ')}`;
  return [
    `read as ${request.profile}${journeys}`,
    ...all.map(([text, meaning]) => (isBeside ? `  ${text.padEnd(width)}  ${meaning}` : `  ${text}\n    ${meaning}`)),
  ].join('\n');
}

const ROOM_FOR_MEANING = 30;

/** Options that lay something over what the phrase says, which prevail. */
function overruling({ overrides }: GenerationRequest): readonly (readonly [option: string, meaning: string])[] {
  const said = overrides.filter(({ at }) => at.file === PHRASE);
  const given = overrides.filter(
    ({ at, path }) => at.file !== PHRASE && said.some((one) => isSamePlace(one.path, path)),
  );
  return given.map(({ path, value, at }) => [
    printable(at.file.replaceAll(/[<>]/g, '')),
    printable(`${path.join('.')} ${formatJsonLine(value)}, instead of what the phrase says`),
  ]);
}

const PHRASE = '<phrase>';

/** The same, or one within the other. */
function isSamePlace(one: readonly string[], other: readonly string[]): boolean {
  return one.every((step, index) => index >= other.length || other[index] === step);
}
