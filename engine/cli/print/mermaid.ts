/** A journey as a Mermaid flow chart: phases as boxes, events in them, ways that part as diamonds with the share on each arrow. */
import type { BranchPoint, EventUse, Journey } from '../../model/index.ts';
import { formatShare } from './branches.ts';
import { formatWhen } from './journey.ts';

export function formatMermaid(journey: Journey): string {
  const events = journey.phases.flatMap((phase) => phase.events);
  const names = new Map(events.map(({ id }, index) => [id, `e${index}`]));
  const points = new Map((journey.branchPoints ?? []).map(({ id }, index) => [id, `p${index}`]));
  const phases = journey.phases.flatMap((phase, index) => [
    `  subgraph s${index}[${quoted(phase.name)}]`,
    ...phase.events.map((use) => `    ${names.get(use.id)}[${quoted(`${use.id}<br/>${formatWhen(use)}`)}]`),
    '  end',
  ]);
  const ways = (journey.branchPoints ?? []).flatMap((point) => [
    `  ${points.get(point.id)}{${quoted(point.id)}}`,
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
  return ['flowchart TD', ...phases, ...followed, ...ways].join('\n');
}

type Names = ReadonlyMap<string, string>;

/** What lies on a branch is reached through its branch point. */
function arrowFrom({ id, timing: { anchor }, way }: EventUse, names: Names): readonly string[] {
  return anchor.kind === 'journey' || way !== undefined ? [] : [`  ${names.get(anchor.id)} --> ${names.get(id)}`];
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
