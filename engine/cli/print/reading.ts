/** How a phrase was read, as lines: the template, and what each part was taken to mean. What was not read, diagnostics say. */
import type { GenerationRequest, PhraseReading } from '../../model/index.ts';
import { printable } from './table.ts';

export function formatReading(request: GenerationRequest, reading: PhraseReading): string {
  const parts = reading.understood.map(({ text, meaning }) => [`"${printable(text)}"`, printable(meaning)] as const);
  const width = Math.max(0, ...parts.map(([text]) => text.length));
  const journeys = request.journeys === undefined ? '' : ` with ${request.journeys.join(', ')}`;
  return [
    `read as ${request.profile}${journeys}`,
    ...parts.map(([text, meaning]) => `  ${text.padEnd(width)}  ${meaning}`),
  ].join('\n');
}
