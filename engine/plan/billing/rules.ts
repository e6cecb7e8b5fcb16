/** Which of the rules between products an event of a journey falls under: the nearest to it, all of one rank. */
import type { ClaimKnowledge, ClaimRule, Journey } from '../../model/index.ts';
import type { PlacedEvent } from '../planned-event.ts';
import { lineOf } from '../line.ts';

/** Those that make a claim. */
export function rulesOf(event: PlacedEvent, claims: ClaimKnowledge): readonly ClaimRule[] {
  return nearestRules(event, claims).filter(({ form }) => form === 'professional' || form === 'institutional');
}

/** The one that makes an authorization. */
export function authorizationRuleOf(event: PlacedEvent, claims: ClaimKnowledge): ClaimRule | undefined {
  return nearestRules(event, claims).find(({ form }) => form === 'authorization');
}

function nearestRules(event: PlacedEvent, { rules }: ClaimKnowledge): readonly ClaimRule[] {
  const place = classOf(event);
  const { name, type } = event.use.definition;
  const ranked = rules
    .filter(({ events, classes }) => {
      const isMeant = events.includes(name) || events.includes(type);
      return isMeant && (classes.length === 0 || (place !== undefined && classes.includes(place)));
    })
    .map((rule) => ({ rule, rank: (rule.events.includes(name) ? 2 : 0) + (rule.classes.length > 0 ? 1 : 0) }));
  const nearest = Math.max(...ranked.map(({ rank }) => rank));
  return ranked.filter(({ rank }) => rank === nearest).map(({ rule }) => rule);
}

/** Its own encounter class, or that of the stay during which it happens. */
function classOf(event: PlacedEvent): string | undefined {
  return event.use.definition.encounterClass ?? stayOf(event)?.use.definition.encounterClass;
}

/** The admission that it follows, directly or through others, unless a discharge lies between. */
export function stayOf({ journey, ...rest }: PlacedEvent): PlacedEvent | undefined {
  const { anchor } = rest.use.timing;
  if (anchor.kind !== 'event') return undefined;
  const found = placedIn({ journey, ...rest }).find(({ use }) => use.id === anchor.id);
  if (found === undefined || found.use.definition.type === 'discharge') return undefined;
  return found.use.definition.type === 'admission' ? found : stayOf(found);
}

/** All events of its journey, put together once: each of them is asked for what it follows. */
export function placedIn({ journey }: PlacedEvent): readonly PlacedEvent[] {
  const known = placed.get(journey);
  if (known !== undefined) return known;
  const events = journey.phases.flatMap((phase) =>
    phase.events.map((use) => ({ journey, phase, use, path: `${lineOf(journey)}/${use.id}` })),
  );
  placed.set(journey, events);
  return events;
}

const placed = new WeakMap<Journey, readonly PlacedEvent[]>();
