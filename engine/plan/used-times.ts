/** How often an event may happen to one person, also where a profile counts it: hardly one of a million has it more often. */
import type { Distribution, EventUse, Journey, Profile } from '../model/index.ts';
import { curveOf, lastOf } from './fidelity/curve.ts';
import { eachFollowed, repeats } from './occurrence-counts.ts';

interface Used {
  readonly journey: Pick<Journey, 'phases'>;
  readonly use: EventUse;
}

export function mostTimes({ journey, use }: Used, profile: Profile): number {
  const followed = eachFollowed({ journey, use });
  const often = mostCounted(use, profile) ?? repeats(use);
  return followed === undefined ? often : often * mostTimes({ journey, use: followed }, profile);
}

function mostCounted({ times }: EventUse, { attributes }: Profile): number | undefined {
  const counted = attributes.find(({ name }) => name === times);
  return counted && mostOf(counted.distribution);
}

function mostOf(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'fixed':
      return Number(distribution.value);
    case 'categorical':
      return Math.max(...distribution.options.map(({ value }) => Number(value)));
    case 'conditional':
      return Math.max(...distribution.rules.map((rule) => mostOf(rule.distribution)));
    case 'mixture':
      return Math.max(...distribution.components.map((component) => mostOf(component.distribution)));
    // What a formula comes to is known of each person alone.
    case 'derived':
      return distribution.max ?? 0;
    default: {
      const curve = curveOf(distribution);
      return curve === undefined ? (distribution.max ?? 0) : Math.ceil(lastOf(curve) - 0.5);
    }
  }
}
