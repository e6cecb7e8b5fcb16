/** Which event an event is timed from, by what is written of it. */
import type { PlacedEvent } from './planned-event.ts';

/** Whether the other waits for it. */
export function isFollowed({ journey, use }: PlacedEvent, event: PlacedEvent): boolean {
  const { anchor } = event.use.timing;
  switch (anchor.kind) {
    case 'journey':
      return false;
    case 'event':
    case 'discharge':
    case 'readmission':
      return journey === event.journey && use.id === anchor.id;
    case 'stays':
      return use.definition.type === 'admission' || use.definition.type === 'discharge';
    case 'all':
      return journey === event.journey && anchor.ids.includes(use.id);
    case 'entry':
      return journey === event.journey && use.leaves?.to === anchor.phase;
    case 'elsewhere':
      return journey.id === anchor.journey && use.id === anchor.id;
  }
}
