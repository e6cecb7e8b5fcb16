/** Use of care that follows a way out of hospital: which way, and whether any stay that the profile counts ends so. */
import type { AttributeDefinition, DispositionShare, EventDefinition, MapEntry, UsedEvent } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { readerOf } from '../reader.ts';
import { readText, sameWord } from '../scalars.ts';

const AFTER_DISCHARGE = 'after_discharge';

export function followsDischarge({ value }: MapEntry): boolean {
  return value.kind === 'map' && value.entries.some(({ key }) => key === AFTER_DISCHARGE);
}

/** A way out of hospital, by the reference of stays. */
export function readAfterDischarge({ key, value }: MapEntry, { knowledge, problems }: Context): string | undefined {
  const reader = readerOf(value, key, problems);
  const node = reader?.take(AFTER_DISCHARGE);
  reader?.finish();
  const name = node && readText(node, AFTER_DISCHARGE, problems);
  if (node === undefined || name === undefined) return undefined;
  const known = [...new Set((knowledge.chart?.dispositions ?? []).map(({ disposition }) => disposition))];
  const found = known.find((one) => sameWord(one, name));
  if (found !== undefined) return found;
  return problems.report('normalize-reference-unknown', { kind: 'discharge disposition', name, known }, node.at);
}

/** Of an event, as a profile says it. */
export interface Use {
  /** How often, where it is counted. */
  readonly attribute: AttributeDefinition | undefined;
  readonly used: UsedEvent;
  readonly event: EventDefinition;
}

/** Stays that are counted end, and those that follow them, each in the ways of its class; and what follows them knows no season. */
export function checkDischarges(uses: readonly Use[], { knowledge, problems }: Context): void {
  const dispositions = knowledge.chart?.dispositions ?? [];
  const waysOf = (some: readonly Use[]): readonly string[] =>
    some.flatMap(({ event }) => waysOut(event.encounterClass, dispositions));
  const stays = uses.filter(({ attribute, event }) => attribute !== undefined && event.type === 'admission');
  const first = waysOf(stays);
  const following = uses.filter(
    ({ used: { afterDischarge }, event }) =>
      event.type === 'admission' && afterDischarge !== undefined && first.includes(afterDischarge),
  );
  const ways = new Set([...first, ...waysOf(following)]);
  for (const { used, event } of uses) {
    const { afterDischarge, at } = used;
    if (afterDischarge === undefined) continue;
    const report = (part: string, reason: string): void =>
      problems.report('normalize-without-effect', { part, reason }, at);
    if (stays.length === 0) report(AFTER_DISCHARGE, 'this profile counts no stays in hospital');
    else if (!ways.has(afterDischarge))
      report(AFTER_DISCHARGE, `no stay that this profile counts ends with discharge to ${afterDischarge}`);
    if (event.season !== undefined)
      report('season', `${event.name} comes here on the day of a discharge, in season or not`);
  }
}

/** Of stays of a class: its own ways, and those of any class at ages of which it has none. */
export function waysOut(encounterClass: string | undefined, all: readonly DispositionShare[]): readonly string[] {
  const own = all.filter((one) => one.encounterClass !== undefined && one.encounterClass === encounterClass);
  const isOwnAge = ({ ages }: DispositionShare): boolean =>
    own.some((one) => one.nights === 0 && one.ages.min <= ages.min && ages.max <= one.ages.max);
  const others = all.filter((one) => one.encounterClass === undefined && !isOwnAge(one));
  return [...own, ...others].flatMap(({ disposition, share }) => (share > 0 ? [disposition] : []));
}
