/**
 * What is done to doses: `hold`, `factor`, `stop` of a rule, and `hold` and `dose_changes` of a phase of cycles, which become
 * events that are asked at each dose.
 */
import type { DataNode, DoseChange, Study } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { nodeOf } from '../../trees/index.ts';
import { createReader, readerOf } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { distinct, itemsOf, plainWord, readInteger, readNumberWhere, readText } from '../scalars.ts';
import { readChance } from './chance.ts';
import { readLength } from './duration.ts';
import { readDrafts } from './event-drafts.ts';
import type { EventDraft, JourneyContext } from './event-drafts.ts';
import { checkIdleDoses } from './idle-doses.ts';
import { mostDaysIn } from './offset.ts';
import { hasFailed } from '../problems.ts';

interface Known {
  /** Names of the treatments of the study; any name where absent. */
  readonly treatments: readonly string[] | undefined;
  readonly within: string;
}

/** Takes `hold`, `factor`, `stop`, `reduce` and `treatments`; one of the first four is needed. */
export function readDoseChange(
  reader: Reader,
  { treatments, within }: Known,
  context: Context,
): DoseChange | undefined {
  const { problems } = context;
  const before = problems.found.length;
  const [holdNode, factorNode, stopNode] = ['hold', 'factor', 'stop'].map((key) => reader.take(key));
  const reduceNode = reader.take('reduce');
  if (!holdNode && !factorNode && !stopNode && !reduceNode)
    problems.report('normalize-key-missing', { key: 'factor', within }, reader.at);
  if (factorNode && stopNode)
    problems.report('normalize-key-twice', { key: 'stop', first: 'factor', within }, stopNode.at);
  if (reduceNode && (factorNode ?? stopNode))
    problems.report(
      'normalize-key-twice',
      { key: 'reduce', first: factorNode ? 'factor' : 'stop', within },
      reduceNode.at,
    );
  const limits = { what: '`reduce`', min: 1, max: 10 };
  const reduce = reduceNode && readInteger(reduceNode, limits, problems);
  const holdDays = holdNode && wholeDays(holdNode, context);
  const factor = factorNode ? readFactor(factorNode, context) : stopNode && 0;
  const named = readTreatments(reader, treatments, context);
  const lowered = reduce === undefined ? {} : { reduce };
  return hasFailed(problems, before) ? undefined : { holdDays, factor, ...lowered, treatments: named };
}

function readFactor(node: DataNode, { problems }: Context): number | undefined {
  const holds = (value: number): boolean => value >= 0 && value <= 10;
  return readNumberWhere(node, { what: '`factor`', expected: 'from 0 to 10', holds }, problems);
}

function wholeDays(node: DataNode, context: Context): number | undefined {
  const length = readLength(node, context);
  if (length === undefined) return undefined;
  const days = Math.ceil(mostDaysIn(length));
  if (days >= 1) return days;
  const found = { what: 'The length of a hold', value: days, expected: 'a day or more' };
  return context.problems.report('normalize-value-range', found, node.at);
}

function readTreatments(
  reader: Reader,
  known: readonly string[] | undefined,
  { problems }: Context,
): readonly string[] | undefined {
  const node = reader.take('treatments');
  if (node === undefined) return undefined;
  const read = itemsOf(node).flatMap((item) => {
    const text = readText(item, 'A treatment', problems);
    const found =
      known === undefined ? text : known.find((name) => text !== undefined && plainWord(name) === plainWord(text));
    if (text !== undefined && found === undefined)
      problems.report('normalize-reference-unknown', { kind: 'treatment', name: text, known: known ?? [] }, item.at);
    return found === undefined ? [] : [{ value: found, at: item.at }];
  });
  return distinct(read, 'treatments', problems).map(({ value }) => value);
}

export function checkDoses(study: Study | undefined, drafts: readonly EventDraft[], context: JourneyContext): void {
  const treatments = study?.arms.flatMap((arm) => arm.treatments.map(({ name }) => name));
  checkDosing(drafts, treatments, context);
  if (study === undefined) return;
  checkLevels(study, drafts, context);
  checkIdleDoses(study, drafts, context);
}

/** What phases do to doses needs a study that has them; treatments are those of the study. */
function checkDosing(
  drafts: readonly EventDraft[],
  treatments: readonly string[] | undefined,
  { problems }: JourneyContext,
): void {
  for (const { definition, at } of drafts) {
    const { dosing } = definition;
    if (dosing === undefined) continue;
    if (treatments === undefined) {
      const reason = 'the journey has no `study` whose doses it could change';
      problems.report('normalize-without-effect', { part: definition.title, reason }, at);
      continue;
    }
    for (const name of dosing.treatments ?? []) {
      if (!treatments.some((known) => plainWord(known) === plainWord(name)))
        problems.report('normalize-reference-unknown', { kind: 'treatment', name, known: treatments }, at);
    }
  }
}

/** What lowers doses by levels is about treatments that have them. */
function checkLevels(study: Study, drafts: readonly EventDraft[], { problems }: JourneyContext): void {
  const treatments = study.arms.flatMap(({ code, treatments: own }) => own.map((one) => ({ ...one, arm: code })));
  const changes = [
    ...study.doseRules,
    ...drafts.flatMap(({ definition: { dosing }, at }) => (dosing === undefined ? [] : [{ change: dosing, at }])),
  ];
  for (const { change, at } of changes) {
    const { treatments: names } = change;
    const about = names === undefined ? treatments : treatments.filter(({ name }) => names.includes(name));
    const without = about.filter(({ levels }) => levels === undefined);
    const lacks = without.length > 0 && (names !== undefined || without.length === about.length);
    if (change.reduce === undefined || !lacks) continue;
    const within = without.map(({ name, arm }) => `the treatment "${name}" of the arm ${arm}`).join(' and ');
    problems.report('normalize-key-missing', { key: 'levels', within }, at);
  }
}

interface DosedPhase {
  readonly name: string;
  readonly drafts: readonly EventDraft[];
  readonly hasCycles: boolean;
}

/** `hold` and `dose_changes` of a phase as events that follow its dose, each time. */
export function takeDosing(reader: Reader, phase: DosedPhase, context: JourneyContext): readonly EventDraft[] {
  const [hold, changes] = [reader.takeEntry('hold'), reader.takeEntry('dose_changes')];
  const first = hold ?? changes;
  if (first === undefined) return [];
  const dose = phase.drafts.find(({ definition }) => definition.type === 'dose');
  if (dose === undefined || !phase.hasCycles) {
    const needed = phase.hasCycles ? 'an event of type `dose`' : 'a `cycle`';
    context.problems.report('normalize-dosing-without', { key: first.key, needed }, first.keyAt);
    return [];
  }
  const after = dose.ownId ?? dose.definition.name;
  const changed = changes === undefined ? [] : itemsOf(changes.value);
  return [
    ...(hold === undefined
      ? []
      : readPause(hold.value, { after, id: `${phase.name}/hold`, title: 'Dose hold' }, context)),
    ...changed.flatMap((item, at) => {
      const id = `${phase.name}/dose change ${at + 1}`;
      return readChange(item, { after, id, title: 'Dose change' }, context);
    }),
  ];
}

interface Place {
  readonly after: string;
  readonly id: string;
  readonly title: string;
}

function readPause(node: DataNode, place: Place, context: JourneyContext): readonly EventDraft[] {
  const reader = readerOf(node, 'a hold', context.problems);
  if (reader === undefined) return [];
  const duration = reader.need('duration');
  const holdDays = duration && wholeDays(duration, context);
  const chance = readChance(reader, undefined, context);
  reader.finish();
  if (holdDays === undefined) return [];
  return asked(place, { holdDays, factor: undefined, treatments: undefined }, chance, node, context);
}

function readChange(node: DataNode, place: Place, context: JourneyContext): readonly EventDraft[] {
  if (node.kind !== 'map') {
    readerOf(node, 'a dose change', context.problems);
    return [];
  }
  const reader = createReader(node, 'a dose change', context.problems);
  const chance = readChance(reader, undefined, context);
  const change = readDoseChange(reader, { treatments: undefined, within: 'a dose change' }, context);
  reader.finish();
  return change === undefined ? [] : asked(place, change, chance, node, context);
}

function asked(
  { after, id, title }: Place,
  dosing: DoseChange,
  chance: EventDraft['probability'] | undefined,
  node: DataNode,
  context: JourneyContext,
): readonly EventDraft[] {
  const event = { id, type: 'milestone', title, timing: { after, days: 0 } };
  return readDrafts(nodeOf([event], node.at), context).map((draft) => ({
    ...draft,
    definition: { ...draft.definition, dosing },
    ...(chance === undefined ? {} : { probability: chance }),
  }));
}
