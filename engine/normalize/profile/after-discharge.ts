/** Use of care that follows a stay: by which way out of it or as a readmission, and whether any stay that the profile counts ends so. */
import type {
  AfterDischarge,
  AttributeDefinition,
  ChartKnowledge,
  DispositionShare,
  EventDefinition,
  MapEntry,
  UsedEvent,
} from '../../model/index.ts';
import type { Context } from '../context.ts';
import { readerOf } from '../reader.ts';
import { readText, sameWord } from '../scalars.ts';
import { readSeries, SERIES } from './series-behind.ts';

const AFTER_DISCHARGE = 'after_discharge';
const READMISSION = 'readmission';

export function followsDischarge({ value }: MapEntry): boolean {
  return value.kind === 'map' && value.entries.some(({ key }) => key === AFTER_DISCHARGE);
}

/** A way out of hospital, by the reference of stays, or the way back. */
export function readAfterDischarge(
  { key, value }: MapEntry,
  { type }: Pick<EventDefinition, 'type'>,
  context: Context,
): AfterDischarge | undefined {
  const { knowledge, problems } = context;
  const reader = readerOf(value, key, problems);
  const node = reader?.take(AFTER_DISCHARGE);
  const series = reader && readSeries(reader, context);
  reader?.finish();
  const name = node && readText(node, AFTER_DISCHARGE, problems);
  if (node === undefined || name === undefined) return undefined;
  const isReadmission = sameWord(READMISSION, name);
  if (series !== undefined && (isReadmission || type === 'admission')) {
    const reason = isReadmission
      ? 'a readmission comes by the table `readmissions`'
      : 'a stay begins with the discharge';
    problems.report('normalize-without-effect', { part: SERIES.join(', '), reason }, value.at);
  }
  if (isReadmission) return { kind: 'readmission' };
  const known = [...new Set((knowledge.chart?.dispositions ?? []).map(({ disposition }) => disposition))];
  const found = known.find((one) => sameWord(one, name));
  if (found !== undefined) return { kind: 'disposition', name: found, ...(series === undefined ? {} : { series }) };
  const ways = [...known, READMISSION];
  return problems.report('normalize-reference-unknown', { kind: 'discharge disposition', name, known: ways }, node.at);
}

/** Of an event, as a profile says it. */
export interface Use {
  /** How often, where it is counted. */
  readonly attribute: AttributeDefinition | undefined;
  readonly used: UsedEvent;
  readonly event: EventDefinition;
}

/** What else the profile says: the name of the payer that covers people, and whether there are journeys, which may have stays. */
export interface AroundUse {
  readonly payer: string | undefined;
  readonly hasJourneys: boolean;
}

/** Stays that are counted end, and those that follow them, each in the ways of its class; and what follows them knows no season. */
export function checkDischarges(
  uses: readonly Use[],
  { payer, hasJourneys }: AroundUse,
  { knowledge, problems }: Context,
): void {
  const leads = (stay: Use, way: AfterDischarge): boolean => canLeadTo(stay.event, way, payer, knowledge.chart);
  const counted = uses.filter(({ attribute, event }) => attribute !== undefined && event.type === 'admission');
  const stays = new Set(counted);
  for (const stay of stays) {
    for (const one of uses) {
      const { afterDischarge } = one.used;
      if (afterDischarge !== undefined && one.event.type === 'admission' && leads(stay, afterDischarge)) stays.add(one);
    }
  }
  for (const { used, event } of uses) {
    const { afterDischarge, at } = used;
    if (afterDischarge === undefined) continue;
    const report = (part: string, reason: string): void =>
      problems.report('normalize-without-effect', { part, reason, isOfRows: true }, at);
    if (hasJourneys && event.type !== 'admission') continue;
    if (counted.length === 0) report(AFTER_DISCHARGE, 'this profile counts no stays in hospital');
    else if (![...stays].some((one) => leads(one, afterDischarge)))
      report(AFTER_DISCHARGE, `no stay that this profile counts ${endOf(afterDischarge)}`);
    if (event.season !== undefined)
      report('season', `${event.name} comes here on the day of a discharge, in season or not`);
  }
}

function endOf(way: AfterDischarge): string {
  return way.kind === 'readmission' ? 'leads to a readmission' : `ends with discharge to ${way.name}`;
}

/** Whether it is a stay from which people of some age, whom the payer covers, go that way. */
export function canLeadTo(
  { name, type, encounterClass = '' }: EventDefinition,
  way: AfterDischarge,
  payer: string | undefined,
  chart: ChartKnowledge | undefined,
): boolean {
  if (type !== 'admission') return false;
  if (way.kind === 'disposition') return waysOut(encounterClass, chart?.dispositions ?? []).includes(way.name);
  const rows = (chart?.readmissions ?? []).filter((one) => one.payer === undefined || one.payer === payer);
  return rows.some(({ classes, events, share }) => {
    const isMeant = classes.includes(encounterClass) && (events.length === 0 || events.includes(name));
    return isMeant && share > 0;
  });
}

/** Of stays of a class: its own ways, and those of any class at ages of which it has none. */
function waysOut(encounterClass: string | undefined, all: readonly DispositionShare[]): readonly string[] {
  const own = all.filter((one) => one.encounterClass !== undefined && one.encounterClass === encounterClass);
  const isOwnAge = ({ ages }: DispositionShare): boolean =>
    own.some((one) => one.nights === 0 && one.ages.min <= ages.min && ages.max <= one.ages.max);
  const others = all.filter((one) => one.encounterClass === undefined && !isOwnAge(one));
  return [...own, ...others].flatMap(({ disposition, share }) => (share > 0 ? [disposition] : []));
}
