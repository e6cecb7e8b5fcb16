/** Distributions with a name of their own, collected from the tree and checked once, where they are defined. */
import type { MapNode, NamedDistribution, Skill } from '../model/index.ts';
import type { Context } from './context.ts';
import { entryOf } from '../trees/index.ts';
import { readDistribution } from './distribution/index.ts';

export function collectDistributions(
  skills: readonly Skill[],
  problems: Context['problems'],
): readonly NamedDistribution[] {
  const named: NamedDistribution[] = [];
  for (const { key: name, keyAt: at, value: data } of skills.flatMap(authoredDistributions)) {
    if (named.some((one) => one.name === name))
      problems.report('normalize-duplicate', { what: 'distribution', name }, at);
    else named.push({ name, data, at });
  }
  return named;
}

/** Uses have one of their own. */
const ANY_DAY = '2000-01-01';

/** Each is read once without its use, so that a mistake is found where it stands. */
export function checkDistributions(context: Context): void {
  for (const { name, data } of context.distributions) readDistribution(data, name, { ...context, asOf: ANY_DAY });
}

function authoredDistributions(skill: Skill): MapNode['entries'] {
  return skill.specifications
    .filter(({ kind, runnable }) => kind === 'distributions' && runnable)
    .flatMap(({ data }) => {
      const inner = entryOf(data, 'distributions')?.value;
      return inner?.kind === 'map' ? inner.entries : data.entries;
    });
}
