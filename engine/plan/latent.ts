/**
 * How quantities of a person go together: each has a standard normal of its own, and a quantity mixes into it those of its
 * partners that come before it by name. So a correlation moves only the later of its two, and what is left unsaid follows
 * from what is said: two quantities that share a partner go together as much as he makes them.
 */
import type { Correlation } from '../model/index.ts';

/** The strength between two quantities, as the correlation of their normals. */
export type Strength = (correlation: Correlation) => number;

/** How much of each quantity's own normal stands in one; the squares sum to 1. By name. */
export type Mixture = ReadonlyMap<string, number>;

/** `undefined` where the correlations with what comes before cannot all hold. */
export function mixtureOf(name: string, correlations: readonly Correlation[], strength: Strength): Mixture | undefined {
  const links = linksBefore(name, correlations);
  const parts = links.map(({ between: [first] }) => mixtureOf(first, correlations, strength));
  const partners = parts.filter((part) => part !== undefined);
  if (partners.length < parts.length) return undefined;
  const among = partners.map((one) => partners.map((other) => product(one, other)));
  const weights = solve(among, links.map(strength));
  if (weights === undefined) return undefined;
  const mixture = new Map<string, number>();
  partners.forEach((partner, at) => {
    for (const [source, share] of partner) {
      mixture.set(source, (mixture.get(source) ?? 0) + (weights[at] ?? 0) * share);
    }
  });
  const own = 1 - product(mixture, mixture);
  return own < SMALLEST_SHARE ? undefined : mixture.set(name, Math.sqrt(own));
}

/** Below it a quantity would be nothing but its partners. */
const SMALLEST_SHARE = 1e-9;

export function linksBefore(name: string, correlations: readonly Correlation[]): readonly Correlation[] {
  return correlations.filter(({ between }) => between[1] === name);
}

function product(one: Mixture, other: Mixture): number {
  return [...one].reduce((sum, [name, share]) => sum + share * (other.get(name) ?? 0), 0);
}

/** The weights that give `wanted`, by elimination. Partners that are one and the same have no answer. */
function solve(among: readonly (readonly number[])[], wanted: readonly number[]): readonly number[] | undefined {
  const rows = among.map((row, at) => [...row, wanted[at] ?? 0]);
  for (const [at, row] of rows.entries()) {
    const pivot = row[at] ?? 0;
    if (pivot < SMALLEST_SHARE) return undefined;
    for (const [index, other] of rows.entries()) {
      if (index === at) continue;
      const factor = (other[at] ?? 0) / pivot;
      rows[index] = other.map((value, place) => value - factor * (row[place] ?? 0));
    }
  }
  return rows.map((row, at) => (row.at(-1) ?? 0) / (row[at] ?? 1));
}
