/** A journey as a Mermaid flow chart: phases as boxes, events in them, ways that part as diamonds with the share on each arrow. */
import type { BranchPoint, EventUse, Journey } from '../../model/index.ts';
import { formatShare } from './branches.ts';
import { formatLeaving, formatWhen } from './journey.ts';
import { isDecidedAnew } from '../../pipeline.ts';

export function formatMermaid(journey: Journey): string {
  const all = journey.phases.flatMap((phase) => phase.events);
  const events = all.filter(({ leaves }) => leaves === undefined);
  const names = new Map(events.map(({ id }, index) => [id, `e${index}`]));
  const points = new Map((journey.branchPoints ?? []).map(({ id }, index) => [id, `p${index}`]));
  const phases = journey.phases.flatMap((phase, index) => [
    `  subgraph s${index}[${quoted(phase.name)}]`,
    ...events
      .filter((use) => phase.events.includes(use))
      .map((use) => `    ${names.get(use.id)}[${quoted(`${use.id}<br/>${formatWhen(use)}`)}]`),
    '  end',
  ]);
  const ways = (journey.branchPoints ?? []).flatMap((point) => [
    `  ${points.get(point.id)}{${quoted(isDecidedAnew(journey, point) ? `${point.id}<br/>each time` : point.id)}}`,
    ...arrowTo(point, points, names),
    ...point.branches.flatMap(({ name, share }, index) => {
      const isLast = index === point.branches.length - 1;
      const label = `${name}: ${formatShare(share, isLast)}`;
      const first = events.filter(({ way }) => way?.point === point.id && way.branch === name);
      const inner = (journey.branchPoints ?? []).filter(
        ({ within }) => within?.point === point.id && within.branch === name,
      );
      const targets = [...first.map(({ id }) => names.get(id)), ...inner.map(({ id }) => points.get(id))];
      return targets.map((target) => `  ${points.get(point.id)} -->|${quoted(label)}| ${target}`);
    }),
  ]);
  const followed = events.flatMap((use) => arrowFrom(use, names));
  return ['flowchart TD', ...phases, ...followed, ...ways, ...transitions(journey)].join('\n');
}

/** From box to box. */
function transitions({ phases }: Journey): readonly string[] {
  return phases.flatMap(({ events }, index) =>
    events.flatMap((use) => {
      const to = phases.findIndex(({ name }) => name === use.leaves?.to);
      return to === -1 ? [] : [`  s${index} -->|${quoted(formatLeaving(use))}| s${to}`];
    }),
  );
}

type Names = ReadonlyMap<string, string>;

/** What lies on a branch is reached through its branch point. */
function arrowFrom({ id, timing: { anchor }, way }: EventUse, names: Names): readonly string[] {
  if (way !== undefined) return [];
  const before = anchor.kind === 'event' ? [anchor.id] : anchor.kind === 'all' ? anchor.ids : [];
  return before.map((one) => `  ${names.get(one)} --> ${names.get(id)}`);
}

function arrowTo({ id, after, within }: BranchPoint, points: Names, names: Names): readonly string[] {
  return after === undefined || within !== undefined ? [] : [`  ${names.get(after)} --> ${points.get(id)}`];
}

/** Mermaid reads entities, and ends a label at a quote. */
function quoted(text: string): string {
  const escaped = text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll(/<(?!br\/>)/g, '&lt;');
  return `"${escaped.replaceAll('\n', ' ')}"`;
}
