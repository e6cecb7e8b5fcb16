/** How the page of a fidelity report looks, by day and by night, on screens of any width. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #64707f; --paper: #f6f7f9; --card: #fff; --rule: #e3e7ec;
  --bar: #b9d3ee; --good: #1a7f4b; --doubtful: #9a6400; --off: #c0282d; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7ebf0; --soft: #9aa6b4; --paper: #12161b; --card: #1b2128;
  --rule: #2d353f; --bar: #2f4d6b; --good: #57c78d; --doubtful: #e0ad4e; --off: #ff7b7b; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1280px; padding: 32px 24px; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { margin: 0; font-size: 28px; letter-spacing: -0.01em; }
h2 { margin: 36px 0 12px; font-size: 19px; text-transform: capitalize; }
h3 { margin: 0; font-size: 16px; overflow-wrap: anywhere; }
.facts, .origin, footer { color: var(--soft); }
.facts { margin: 4px 0 12px; }
.summary { display: inline-block; margin: 0; padding: 6px 12px; border: 1px solid currentColor; border-radius: 8px; font-weight: 600; }
.cards { columns: 2 540px; column-gap: 16px; } .cards > :only-child { column-span: all; }
article { break-inside: avoid; margin: 0 0 16px; padding: 12px 18px; overflow-x: auto; background: var(--card); border: 1px solid var(--rule); border-radius: 10px; }
.origin { margin: 0 0 8px; font-size: 12px; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; font-size: 13px; }
th, td { padding: 3px 6px; border-top: 1px solid var(--rule); text-align: right; white-space: nowrap; }
thead th { border: 0; color: var(--soft); font-weight: 400; }
tbody tr:first-child > * { border-top-color: transparent; }
tbody th { min-width: 90px; padding-left: 0; text-align: left; font-weight: 500; white-space: normal; overflow-wrap: anywhere; }
.under th { padding-top: 10px; color: var(--soft); font-weight: 400; } .under + tr > * { border-top-color: transparent; }
.chart { text-align: left; line-height: 0; }
.verdict { padding-right: 0; }
.good { color: var(--good); } .doubtful { color: var(--doubtful); } .off { color: var(--off); } .few { color: var(--soft); }
.axis { stroke: var(--rule); } .bar { fill: var(--bar); } .error { stroke: var(--ink); stroke-width: 1.5; }
.ring { fill: none; stroke: var(--ink); stroke-width: 1.5; } .dot { fill: currentColor; }
header { margin-bottom: 20px; } details { border-top: 1px solid var(--rule); } details:last-of-type { border-bottom: 1px solid var(--rule); }
summary { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 14px; padding: 9px 0; cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; } summary::before { content: '▸'; color: var(--soft); width: 10px; }
details[open] > summary::before { content: '▾'; } details > .cards { margin: 6px 0 18px; }
summary h2 { margin: 0; min-width: 145px; font-size: 16px; } summary span { font-size: 13px; } .farthest { color: var(--soft); overflow-wrap: anywhere; }
footer { max-width: 70ch; margin-top: 32px; font-size: 13px; }
@media (max-width: 640px) { body { padding: 20px 12px; } article { padding: 10px 12px; } .chart { display: none; }
  tbody th { min-width: 84px; } th, td { padding: 3px 4px; white-space: normal; } }
@media print { body { background: none; } article { break-inside: avoid; } }
`;
