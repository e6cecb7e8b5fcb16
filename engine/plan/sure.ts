/** What begins by itself: phases and journeys to which people come by what is left to nothing, as far as is written of it alone. */
import type { PlannedEvent } from './planned-event.ts';

/** Whether everybody comes to it who is where people come from. */
export function beginsSurely({ journey, use }: PlannedEvent, all: readonly PlannedEvent[]): boolean {
  const { anchor } = use.timing;
  if (anchor.kind === 'elsewhere')
    return all.some((one) => one.journey.id === anchor.journey && one.use.id === anchor.id && comes(one, all));
  if (anchor.kind !== 'entry') return false;
  const own = all.filter((one) => one.journey === journey);
  const leads = (one: PlannedEvent): boolean => one.use.leaves?.to === anchor.phase;
  const groups = new Set(own.filter(leads).map((one) => one.use.leaves?.group));
  return [...groups].every((group) => {
    const ways = own.filter((one) => one.use.leaves?.group === group);
    return ways.every(leads) && ways.some((one) => comes(one, all));
  });
}

/** Nobody is told of what follows the beginning of a phase or a journey before that is decided. */
function comes({ journey, use }: PlannedEvent, all: readonly PlannedEvent[]): boolean {
  const { probability, way, timing, times } = use;
  const isLeft = way !== undefined || timing.hazard !== undefined || times !== undefined;
  if (isLeft || probability.kind !== 'constant' || probability.value < 1) return false;
  const { anchor } = timing;
  const follow = (ids: readonly string[]): boolean =>
    all.filter((one) => one.journey === journey && ids.includes(one.use.id)).every((one) => comes(one, all));
  switch (anchor.kind) {
    case 'journey':
    case 'entry':
    case 'elsewhere':
      return true;
    case 'event':
      return follow([anchor.id]);
    case 'all':
      return follow(anchor.ids);
    case 'discharge':
    case 'readmission':
    case 'stays':
      return false;
  }
}
