/** Where ways part, as a tree: each branch with who takes it, the events on it, and the ways that part within it. */
import type { BranchPoint, Journey, Probability } from '../../model/index.ts';
import { formatProbability } from './distribution.ts';
import { formatExpression, isDecidedAnew } from '../../pipeline.ts';
import { printable } from './table.ts';

export function formatBranches(journey: Journey): readonly string[] {
  const points = (journey.branchPoints ?? []).filter(({ within }) => within === undefined);
  return points.map((point) => [`Ways part ${placeOf(point, journey)}`, ...branchLines(point, journey, '')].join('\n'));
}

function placeOf(point: BranchPoint, journey: Journey): string {
  const { after, id } = point;
  if (after === undefined) return printable(`at ${id}`);
  return printable(isDecidedAnew(journey, point) ? `anew after each ${after}` : `after ${after}`);
}

function branchLines(point: BranchPoint, journey: Journey, indent: string): readonly string[] {
  return point.branches.flatMap(({ name, share }, index) => {
    const isLast = index === point.branches.length - 1;
    const inner = `${indent}${isLast ? '   ' : '│  '}`;
    const within = (journey.branchPoints ?? []).filter(
      (one) => one.within?.point === point.id && one.within.branch === name,
    );
    const events = journey.phases
      .flatMap((phase) => phase.events)
      .filter(({ way }) => way?.point === point.id && way.branch === name)
      .map(({ id }) => id);
    const does = events.length === 0 || (events.length === 1 && events[0] === name) ? '' : ` → ${events.join(', ')}`;
    return [
      `${indent}${isLast ? '└─ ' : '├─ '}${printable(`${name}: ${formatShare(share, isLast)}${does}`)}`,
      ...within.flatMap((one) => branchLines(one, journey, inner)),
    ];
  });
}

/** `the rest`, `60 %`, `if a1c > 8`, or both. */
export function formatShare(share: Probability, isLast: boolean): string {
  if (share.kind === 'constant') return isLast && share.value === 1 ? 'the rest' : formatProbability(share);
  const { given, holds, fails } = share;
  if (fails.kind !== 'constant' || fails.value !== 0) return formatProbability(share);
  const condition = `if ${formatExpression(given)}`;
  return holds.kind === 'constant' && holds.value === 1 ? condition : `${formatProbability(holds)} ${condition}`;
}
