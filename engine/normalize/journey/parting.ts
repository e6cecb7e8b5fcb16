/** What ways are made of: branch points, the events on their branches, and where a point stands. */
import type { BranchDefinition, BranchPoint, Located, Probability } from '../../model/index.ts';
import type { EventDraft } from './event-drafts.ts';

export interface Parting {
  readonly points: readonly BranchPoint[];
  readonly drafts: readonly EventDraft[];
}

/** Where a branch point stands: what it follows, unless it says so, and the way that leads to it. */
export interface Standing {
  readonly after: Located<string> | undefined;
  readonly within: BranchPoint['within'];
  /** A name for it where it has none. */
  readonly name: string;
}

export interface Way {
  readonly branch: BranchDefinition;
  readonly drafts: readonly EventDraft[];
  readonly points: readonly BranchPoint[];
}

/** A phase that only a share of people enter: a branch point with one branch, called after it. */
export function enteredBy(share: Probability, name: string, { points, drafts }: Parting): Parting {
  const way = wayInto(name);
  const point = { id: way.point, within: undefined, branches: [{ name, share, at: share.at }], at: share.at };
  return {
    points: [point, ...points.map((one) => (one.within === undefined ? { ...one, within: way } : one))],
    drafts: drafts.map((one) => (one.way === undefined ? { ...one, way } : one)),
  };
}

/** The way into a phase that only a share of people enter. */
export function wayInto(phase: string): { readonly point: string; readonly branch: string } {
  return { point: `enter ${phase}`, branch: phase };
}

export function joined(partings: readonly Parting[]): Parting {
  return {
    points: partings.flatMap(({ points }) => points),
    drafts: partings.flatMap(({ drafts }) => drafts),
  };
}
