/** Lines of a fidelity report in words: labels, values in the unit of their measure, and what the whole comes to. */
import type { FidelityLine, Verdict } from '../../model/index.ts';
import { formatQuantity } from './quantities.ts';

/** `F`, `has_condition('I10'): mean`. */
export function labelOf({ part, among, measure }: FidelityLine): string {
  const what = {
    share: part === '' ? 'share' : part,
    mean: 'mean',
    shape: 'shape',
    deviation: 'standard deviation',
    odds_ratio: 'odds ratio',
    rank_correlation: part === '' ? 'rank correlation' : `rank correlation, ${part}`,
    density: part,
    concentration: part,
  }[measure];
  return among === '' ? what : `${among}: ${what}`;
}

/** `family medicine for 100,000 people`; of a share of all people the quantity alone. */
export function aloneLabel(line: FidelityLine): string {
  const label = labelOf(line);
  return label === 'share' ? line.quantity : `${line.quantity}, ${label}`;
}

export function targetText({ measure, target, targetHigh }: FidelityLine): string {
  if (targetHigh !== null && measure === 'mean') return `${numberText(target)}–${numberText(targetHigh)}`;
  if (targetHigh !== null) return `${shortly(target)}–${shortly(targetHigh)} %`;
  if (measure === 'shape') return 'as declared';
  return valueText(measure, target);
}

export function actualText({ measure, actual }: FidelityLine): string {
  if (actual === null) return '–';
  return measure === 'shape' ? `${percent(actual)} apart` : valueText(measure, actual);
}

export function errorText({ measure, standardError, targetHigh, z, verdict }: FidelityLine): string {
  if (verdict === 'exact' || z === null || standardError === 0) return '';
  if (targetHigh !== null && z === 0) return '';
  if (measure === 'shape' || standardError === null) return z >= LEAST_SHOWN ? `+${z.toFixed(1)}` : '';
  const size = Math.abs(z).toFixed(1);
  return size === '0.0' ? size : `${z < 0 ? '−' : '+'}${size}`;
}

/** Less is no difference at one decimal. */
const LEAST_SHOWN = 0.05;

function valueText(measure: FidelityLine['measure'], value: number): string {
  if (measure === 'share' || measure === 'concentration') return percent(value);
  return numberText(measure === 'odds_ratio' ? Math.exp(value) : value);
}

/** Less is what adding up fractions leaves of nothing. */
const LEAST_NUMBER = 1e-9;

/** Four digits, or all before the point where there are more: never an exponent that a reader has to work out. */
function numberText(value: number): string {
  if (Math.abs(value) < LEAST_NUMBER) return '0';
  if (value < 0) return `−${numberText(-value)}`;
  if (value >= 1000) return Math.round(value).toLocaleString('en-US');
  return value < 0.001 ? value.toPrecision(2) : value.toPrecision(4);
}

/** A percentage with no more digits than it has, up to two. */
function shortly(share: number): string {
  return String(Number((100 * share).toFixed(2)));
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 2 : 1)} %`;
}

export interface Summary {
  readonly verdict: 'exact' | 'as declared' | 'doubtful' | 'off';
  readonly text: string;
}

export function summarize(lines: readonly FidelityLine[]): Summary {
  const count = (...verdicts: readonly Verdict[]): number =>
    lines.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const [off, doubtful, few] = [count('off'), count('doubtful'), count('too few to tell')];
  const all = formatQuantity(lines.length, 'comparison');
  const said = [
    `${count('exact', 'as declared')} of ${all} as declared`,
    ...(doubtful > 0 ? [`${doubtful} doubtful`] : []),
    ...(off > 0 ? [`${off} off`] : []),
    ...(few > 0 ? [`${few} with too few people to tell`] : []),
  ];
  return { verdict: off > 0 ? 'off' : doubtful > 0 ? 'doubtful' : 'as declared', text: `${said.join(', ')}.` };
}

/** Lines that stand together, in the order in which they are declared. */
export function grouped(
  lines: readonly FidelityLine[],
  key: (line: FidelityLine) => string,
): readonly { readonly name: string; readonly lines: readonly FidelityLine[] }[] {
  const groups = new Map<string, FidelityLine[]>();
  for (const line of lines) {
    const group = groups.get(key(line));
    if (group === undefined) groups.set(key(line), [line]);
    else group.push(line);
  }
  return [...groups].map(([name, members]) => ({ name, lines: members }));
}

/** Of more lines a report tells those to look at, and sums the others up. */
const FEW_LINES = 60;

export function isLong(lines: readonly FidelityLine[]): boolean {
  return lines.length > FEW_LINES;
}

/** What did not come out as declared. */
export function toLookAt(lines: readonly FidelityLine[]): readonly FidelityLine[] {
  return lines.filter(({ verdict }) => verdict === 'off' || verdict === 'doubtful');
}

/** Without what is declared of people whom there are none of. */
export function ofSomebody(lines: readonly FidelityLine[]): readonly FidelityLine[] {
  return lines.filter(({ people }) => people > 0);
}

/** How many lines those are; nothing where there are none. */
export function nobodyText(lines: readonly FidelityLine[]): string {
  const nobody = lines.length - ofSomebody(lines).length;
  return nobody === 0 ? '' : `${formatQuantity(nobody, 'declaration')} about people whom there are none of.`;
}

export interface SectionSummary {
  readonly name: string;
  readonly lines: readonly FidelityLine[];
  readonly asDeclared: number;
  readonly few: number;
  /** The line that is farthest from what was declared, in standard errors. */
  readonly farthest: FidelityLine | undefined;
}

export function summarizeSections(lines: readonly FidelityLine[]): readonly SectionSummary[] {
  return grouped(lines, ({ section }) => section).map(({ name, lines: own }) => {
    const told = own.filter(({ verdict }) => verdict !== 'too few to tell');
    return {
      name,
      lines: own,
      asDeclared: told.filter(({ verdict }) => verdict === 'exact' || verdict === 'as declared').length,
      few: own.length - told.length,
      farthest: told.toSorted((one, other) => distanceOf(other) - distanceOf(one)).find(({ z }) => z !== null),
    };
  });
}

/** A shape that is nearer than chance has it is no further off. */
function distanceOf({ z, measure }: FidelityLine): number {
  return measure === 'shape' ? Math.max(0, z ?? 0) : Math.abs(z ?? 0);
}
