/**
 * A fidelity report as one page that needs nothing else: charts are SVG, there is no script, and every text from the file
 * is escaped. A dot is what came out with two standard errors to each side, the ring what was declared.
 */
import type { FidelityLine, Verdict } from '../../model/index.ts';
import type { BuildRecord } from '../../pipeline.ts';
import { actualText, errorText, grouped, labelOf, summarize, targetText } from './fidelity.ts';
import { formatCount } from './quantities.ts';
import { PAGE_STYLE } from './report-style.ts';

export function formatReportPage(record: BuildRecord): string {
  const { cohort, seed, asOf, people, engineVersion, fidelity } = record;
  const { verdict, text } = summarize(fidelity);
  const facts = [`${formatCount(people)} people`, `seed ${seed}`, `as of ${asOf}`, `HealthSim ${engineVersion}`];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
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
${grouped(fidelity, ({ section }) => section)
  .map(({ name, lines }) => sectionHtml(name, lines))
  .join('\n')}
</main>
<footer><p>A ring is what the profile declares, a dot what came out; the line about the dot is two standard errors to each side.
Up to three standard errors is chance. A shape is compared in parts of about equal share by Pearson's test; its figure is the
total variation between the two. A range of spending is what was published.</p></footer>
</body>
</html>
`;
}

function sectionHtml(name: string, lines: readonly FidelityLine[]): string {
  const cards = grouped(lines, ({ quantity }) => quantity).map((group) => cardHtml(group.name, group.lines));
  return `<section><h2>${escaped(name)}</h2><div class="cards">${cards.join('\n')}</div></section>`;
}

function cardHtml(quantity: string, lines: readonly FidelityLine[]): string {
  const rows = lines.map(
    (line) => `<tr>
<th scope="row">${escaped(labelOf(line))}</th>
<td class="chart">${chartSvg(quantity, line)}</td>
<td>${escaped(targetText(line))}</td><td>${escaped(actualText(line))}</td><td>${escaped(errorText(line))}</td>
<td class="verdict"><span class="${classOf(line.verdict)}">${escaped(line.verdict)}</span></td>
</tr>`,
  );
  const heads = ['', '', 'declared', 'came out', 'se', ''].map((head) => `<th scope="col">${head}</th>`);
  const origin = lines[0]?.origin ?? '';
  return `<article><h3>${escaped(quantity)}</h3><p class="origin">${escaped(origin)}</p>
<table><thead><tr>${heads.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></article>`;
}

const WIDTH = 160;
const HEIGHT = 20;
const MARGIN = 8;

/** Shares on a scale from nothing to all; everything else in standard errors about what was declared. */
function chartSvg(quantity: string, line: FidelityLine): string {
  const { actual, measure, standardError, target, z } = line;
  if (actual === null || measure === 'shape') return '';
  const description = `${quantity}, ${labelOf(line)}: declared ${targetText(line)}, came out ${actualText(line)}, ${line.verdict}`;
  const isShare = measure === 'share';
  const place = (share: number): number => MARGIN + (WIDTH - 2 * MARGIN) * Math.min(1, Math.max(0, share));
  const inErrors = (errors: number): number => place(0.5 + errors / 10);
  const error = standardError ?? 0;
  const [ring, dot] = isShare ? [place(target), place(actual)] : [inErrors(0), inErrors(z ?? 0)];
  const [from, to] = isShare
    ? [place(actual - 2 * error), place(actual + 2 * error)]
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
