/**
 * A fidelity report as one page that needs nothing else: charts are SVG, there is no script, and every text from the file
 * is escaped. A dot is what came out with two standard errors to each side, the ring what was declared.
 */
import type { FidelityLine, Verdict } from '../../model/index.ts';
import type { BuildRecord } from '../../pipeline.ts';
import {
  actualText,
  aloneLabel,
  errorText,
  grouped,
  isLong,
  labelOf,
  nobodyText,
  ofSomebody,
  summarize,
  summarizeSections,
  targetText,
  toLookAt,
} from './fidelity.ts';
import type { SectionSummary } from './fidelity.ts';
import { formatCount } from './quantities.ts';
import { PAGE_STYLE } from './report-style.ts';

/** How every page begins, by which an earlier one is known. */
export const PAGE_BEGINNING = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
`;

export function formatReportPage(record: BuildRecord): string {
  const { cohort, seed, asOf, people, engineVersion } = record;
  const fidelity = ofSomebody(record.fidelity);
  const nobody = nobodyText(record.fidelity);
  const { verdict, text } = summarize(fidelity);
  const folds = isLong(fidelity);
  const facts = [`${formatCount(people)} people`, `seed ${seed}`, `as of ${asOf}`, `HealthSim ${engineVersion}`];
  return `${PAGE_BEGINNING}<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(cohort)}: declared and came out</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>${escaped(cohort)}</h1>
<p class="facts">${facts.map(escaped).join(' · ')}</p>
<p class="summary ${classOf(verdict)}">${escaped(text)}</p>
</header>
<main>
${unusual(fidelity)}${summarizeSections(fidelity)
    .map((section) => (folds ? foldedHtml(section) : sectionHtml(section.name, section.lines)))
    .join('\n')}
</main>
<footer><p>A ring is what the profile declares, a dot what came out; the line about the dot is two standard errors to each side,
and how far it is off is told in standard errors. Up to three standard errors is chance. A shape is compared in parts of about equal share by Pearson's test; its figure is the
total variation between the two. A range of spending is what was published.${nobody === '' ? '' : ` Not shown: ${nobody}`}</p></footer>
</body>
</html>
`;
}

/** What did not come out as declared stands first. */
function unusual(fidelity: readonly FidelityLine[]): string {
  const lines = toLookAt(fidelity);
  if (lines.length === 0) return '';
  const named = lines.map((line) => ({ line, label: `${line.quantity}, ${labelOf(line)}` }));
  return `<section><h2>to look at</h2><div class="cards">${tableHtml({ rows: named })}</div></section>\n`;
}

/** A line that opens; what is farthest from its declaration stands in it. */
function foldedHtml({ name, lines, asDeclared, few, farthest }: SectionSummary): string {
  const { verdict } = summarize(lines);
  const counted = `${asDeclared} of ${lines.length} as declared${few === 0 ? '' : `, ${few} with too few people`}`;
  const error = farthest === undefined ? '' : errorText(farthest);
  const worst = farthest === undefined || error === '' ? '' : `farthest: ${aloneLabel(farthest)} (${error})`;
  return `<details><summary><h2>${escaped(name)}</h2> <span class="${classOf(verdict)}">${escaped(counted)}</span> <span class="farthest">${escaped(worst)}</span></summary>${cardsHtml(lines)}</details>`;
}

function sectionHtml(name: string, lines: readonly FidelityLine[]): string {
  return `<section><h2>${escaped(name)}</h2>${cardsHtml(lines)}</section>`;
}

/** A card each quantity; those of one line share one. */
function cardsHtml(lines: readonly FidelityLine[]): string {
  const groups = grouped(lines, ({ quantity }) => quantity);
  const alone = groups.flatMap((group) => (group.lines.length === 1 ? group.lines : []));
  const several = groups.filter((group) => group.lines.length > 1);
  const cards = [
    ...several.map((group) => cardHtml(group.name, group.lines)),
    ...(alone.length === 0 ? [] : [tableHtml({ rows: alone.map((line) => ({ line, label: aloneLabel(line) })) })]),
  ];
  return `<div class="cards">${cards.join('\n')}</div>`;
}

function cardHtml(quantity: string, lines: readonly FidelityLine[]): string {
  const origin = lines[0]?.origin ?? '';
  const head = `<h3>${escaped(quantity)}</h3><p class="origin">${escaped(origin)}</p>`;
  const rows = grouped(lines, ({ among }) => among).flatMap((group) =>
    group.name === '' || group.lines.length === 1
      ? group.lines.map((line) => ({ line, label: labelOf(line) }))
      : group.lines.map((line, at) => {
          const label = labelOf({ ...line, among: '' });
          return at === 0 ? { line, label, under: group.name } : { line, label };
        }),
  );
  return tableHtml({ head, rows });
}

interface Row {
  readonly line: FidelityLine;
  readonly label: string;
  /** Whom this row and those behind it are about, told once above them. */
  readonly under?: string;
}

interface TableParts {
  readonly head?: string;
  readonly rows: readonly Row[];
}

function tableHtml({ head = '', rows: labelled }: TableParts): string {
  const rows = labelled.map(
    ({
      line,
      label,
      under,
    }) => `${under === undefined ? '' : `<tr class="under"><th scope="rowgroup" colspan="6">${escaped(under)}</th></tr>\n`}<tr title="${escaped(line.origin)}">
<th scope="row">${escaped(label)}</th>
<td class="chart">${chartSvg(line)}</td>
<td>${line.measure === 'shape' ? '' : figure(targetText(line))}</td><td>${figure(actualText(line))}</td><td>${escaped(errorText(line))}</td>
<td class="verdict"><span class="${classOf(line.verdict)}">${escaped(line.verdict)}</span></td>
</tr>`,
  );
  const titles = ['declared', 'came out', 'off by', ''].map((name) => `<th scope="col">${name}</th>`);
  const heads = ['<th scope="col"></th><th scope="col" class="chart"></th>', ...titles];
  return `<article>${head}<table><thead><tr>${heads.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></article>`;
}

/** A number stays on one line with its sign. */
function figure(text: string): string {
  return escaped(text).replaceAll(' %', '&nbsp;%');
}

const WIDTH = 110;
const HEIGHT = 20;
const MARGIN = 8;

/** Shares on a scale from nothing to all; everything else in standard errors about what was declared. */
function chartSvg(line: FidelityLine): string {
  const { actual, measure, quantity, standardError, target, z } = line;
  if (actual === null || measure === 'shape') return '';
  const description = `${quantity}, ${labelOf(line)}: declared ${targetText(line)}, came out ${actualText(line)}, ${line.verdict}`;
  const isShare = measure === 'share';
  const place = (share: number): number => MARGIN + (WIDTH - 2 * MARGIN) * Math.min(1, Math.max(0, share));
  const inErrors = (errors: number): number => place(0.5 + errors / 10);
  const error = standardError ?? 0;
  const [ring, dot] = isShare ? [place(target), place(actual)] : [inErrors(0), inErrors(z ?? 0)];
  const [from, to] = isShare
    ? [place(actual - 2 * error), place(actual + 2 * error)]
    : error === 0
      ? [dot, dot]
      : [inErrors((z ?? 0) - 2), inErrors((z ?? 0) + 2)];
  const middle = HEIGHT / 2;
  const bar = isShare
    ? `<rect class="bar" x="${MARGIN}" y="${middle - 4}" width="${fixed(dot - MARGIN)}" height="8" rx="2"/>`
    : '';
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img"><title>${escaped(description)}</title>
<line class="axis" x1="${MARGIN}" y1="${middle}" x2="${WIDTH - MARGIN}" y2="${middle}"/>${bar}
<line class="error" x1="${fixed(from)}" y1="${middle}" x2="${fixed(to)}" y2="${middle}"/>
<circle class="ring" cx="${fixed(ring)}" cy="${middle}" r="5"/><circle class="dot ${classOf(line.verdict)}" cx="${fixed(dot)}" cy="${middle}" r="3"/></svg>`;
}

function fixed(place: number): string {
  return place.toFixed(1);
}

function classOf(verdict: Verdict): string {
  if (verdict === 'off' || verdict === 'doubtful') return verdict;
  return verdict === 'too few to tell' ? 'few' : 'good';
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
