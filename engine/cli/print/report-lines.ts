/** A fidelity report where no table fits: what each line is about in words, and below it what was declared and what came out. */
import type { FidelityLine } from '../../model/index.ts';
import { actualText, aloneLabel, errorText, summarizeSections, targetText } from './fidelity.ts';
import { printable } from './table.ts';
import { wrapLines } from './wrap.ts';

/** Lines of which none is wider than `width` but for a word that is. */
export function formatLines(lines: readonly FidelityLine[], width: number): readonly string[] {
  return lines.map((line) => told(aloneLabel(line), figuresOf(line), width));
}

/** An entry a section, in the order of `summarizeSections`. */
export function formatSectionLines(lines: readonly FidelityLine[], width: number): readonly string[] {
  return summarizeSections(lines).map(({ name, lines: own, asDeclared, few, farthest }) => {
    const error = farthest === undefined ? '' : errorText(farthest);
    const counted = [
      `${asDeclared} of ${own.length} as declared`,
      ...(few === 0 ? [] : [`${few} with too few people to tell`]),
      ...(farthest === undefined ? [] : [`farthest: ${aloneLabel(farthest)}${error === '' ? '' : ` (${error} se)`}`]),
    ];
    return told(name, counted.join(', '), width);
  });
}

function figuresOf(line: FidelityLine): string {
  const error = errorText(line);
  const figures = [
    `declared ${targetText(line)}`,
    `came out ${actualText(line)}`,
    ...(error === '' ? [] : [`${error} se`]),
  ];
  return `${line.measure === 'shape' ? figures.slice(1).join(', ') : figures.join(', ')}: ${line.verdict}`;
}

function told(head: string, below: string, width: number): string {
  return wrapLines(`${printable(head)}\n  ${printable(below)}`, width);
}
