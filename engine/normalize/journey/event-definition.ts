/** What an event is: the catalogue's entry, if there is one, with the use's own details laid over it. */
import type { DataNode, EventDefinition, EventType, Located, MedicationOrder } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { findObservation, readCode, readDrug } from '../concepts/index.ts';
import { readerOf } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { distinct, itemsOf, readInteger, readText, readWord, sameWord } from '../scalars.ts';
import { readTermAt } from './adverse-terms.ts';
import { readEffects } from './effects.ts';
import { eventTypes, needsOf, typesWith } from '../event-types.ts';
import type { ConfinedPart, EventPart } from '../event-types.ts';
import { hasFailed } from '../problems.ts';

interface Written {
  readonly reader: Reader;
  readonly name: string;
  /** What the catalogue says. */
  readonly base: EventDefinition | undefined;
}

/** Takes the definition's keys from the reader; whoever made the reader finishes it. */
export function readDefinition({ reader, name, base }: Written, context: Context): EventDefinition | undefined {
  const { problems } = context;
  const before = problems.found.length;
  const typeNode = base === undefined ? reader.need('type') : reader.take('type');
  const type = typeNode ? readWord(typeNode, { what: 'type of event', words: eventTypes }, problems) : base?.type;
  const typed = base ?? context.knowledge.events.find((event) => event.name === type && event.type === type);
  const titleNode = reader.take('title');
  const title = titleNode ? readText(titleNode, 'The title of an event', problems) : base?.title;
  reader.take('description');
  const details = readDetails(reader, { type, base: typed }, context);
  const effectsNode = reader.take('effects');
  const effects = effectsNode ? readEffects(effectsNode, context) : (typed?.effects ?? []);
  if (type === undefined || hasFailed(problems, before)) return undefined;
  const moving = effects.length === 0 ? {} : { effects };
  const definition = { name, type, title: title ?? titleOf(name), ...details, ...moving, at: base?.at ?? reader.at };
  return isComplete(definition, reader, context) ? definition : undefined;
}

type Details = Pick<
  EventDefinition,
  | 'encounterClass'
  | 'conditions'
  | 'observations'
  | 'medication'
  | 'procedures'
  | 'vaccines'
  | 'plan'
  | 'measure'
  | 'term'
>;

/** `details` is a wrapper around some of the keys. */
function readDetails(
  reader: Reader,
  { type, base }: { readonly type: EventType | undefined; readonly base: EventDefinition | undefined },
  context: Context,
): Details {
  const wrapper = reader.take('details');
  const inner = wrapper && readerOf(wrapper, 'the details of an event', context.problems);
  const take = (...spellings: readonly string[]): DataNode | undefined => {
    const [outside, inside] = [reader.take(...spellings), inner?.takeEntry(...spellings)];
    if (outside && inside) {
      context.problems.report(
        'normalize-key-twice',
        { key: inside.key, first: inside.key, within: 'an event' },
        inside.keyAt,
      );
    }
    return outside ?? inside?.value;
  };
  const [classNode, conditions, observations] = [take('class'), take('conditions'), take('observations')];
  const medication = readOrder(take, base?.medication, context);
  // What a key of some types says; in an event of another type it is reported, and what the catalogue says is dropped.
  const takeConfined = <Value>(
    part: ConfinedPart,
    read: (node: DataNode) => Value | undefined,
    inherited: Value | undefined,
  ): Value | undefined => {
    const node = take(part);
    const types = typesWith(part);
    if (type === undefined || types.includes(type)) return node ? read(node) : inherited;
    return node && context.problems.report('normalize-event-key-idle', { key: part, type, types }, node.at);
  };
  const plan = takeConfined('plan', (node) => readPlan(node, context), base?.plan);
  const procedures = takeConfined('procedures', (node) => readProcedures(node, context), base?.procedures);
  const vaccines = takeConfined('vaccines', (node) => readVaccines(node, context), base?.vaccines);
  const term = takeConfined('term', (node) => readTermAt(node, context), base?.term);
  const measure = takeConfined('measure', (node) => readMeasure(node, context), base?.measure);
  inner?.finish();
  return {
    ...(plan === undefined ? {} : { plan }),
    ...(procedures === undefined ? {} : { procedures }),
    ...(vaccines === undefined ? {} : { vaccines }),
    ...(term === undefined ? {} : { term }),
    ...(measure === undefined ? {} : { measure }),
    encounterClass: classNode ? readClass(classNode, context) : base?.encounterClass,
    conditions: conditions
      ? distinct(
          itemsOf(conditions).flatMap((item) => readCondition(item, context)),
          'conditions',
          context.problems,
        )
      : (base?.conditions ?? []),
    observations: observations
      ? distinct(
          itemsOf(observations).flatMap((item) => readObservation(item, context)),
          'observations',
          context.problems,
        )
      : (base?.observations ?? []),
    medication,
  };
}

function readClass(node: DataNode, { knowledge, problems }: Context): string | undefined {
  const text = readText(node, 'An encounter class', problems);
  const concept = knowledge.encounterClasses.find(({ code }) => code === text?.toUpperCase());
  if (text === undefined || concept !== undefined) return concept?.code;
  const known = knowledge.encounterClasses.map(({ code }) => code);
  return problems.report('normalize-reference-unknown', { kind: 'encounter class', name: text, known }, node.at);
}

function readCondition(item: DataNode, context: Context): readonly Located<string>[] {
  if (item.kind === 'scalar' && item.value === 'primary') return [{ value: 'primary', at: item.at }];
  const code = readCode(item, context);
  return code === undefined ? [] : [code];
}

function readObservation(item: DataNode, { knowledge, problems }: Context): readonly Located<string>[] {
  const text = readText(item, 'An observation', problems);
  if (text === undefined) return [];
  const concept = findObservation(text, knowledge);
  if (concept !== undefined) return [{ value: concept.name, at: item.at }];
  const known = knowledge.observations.map(({ name }) => name);
  problems.report('normalize-reference-unknown', { kind: 'observation', name: text, known }, item.at);
  return [];
}

function readProcedures(node: DataNode, { knowledge, problems }: Context): readonly Located<string>[] {
  const names = (knowledge.chart?.procedures ?? []).map(({ name }) => name);
  const read = itemsOf(node).flatMap((item) => readName(item, { kind: 'procedure', names }, problems) ?? []);
  return distinct(read, 'procedures', problems);
}

function readVaccines(node: DataNode, { knowledge, problems }: Context): readonly Located<string>[] {
  const names = [DUE_VACCINES, ...(knowledge.chart?.vaccines ?? []).map(({ name }) => name)];
  const read = itemsOf(node).flatMap((item) => readName(item, { kind: 'vaccine', names }, problems) ?? []);
  return distinct(read, 'vaccines', problems);
}

/** The word for all doses that a schedule says are due. */
const DUE_VACCINES = 'due';

function readName(
  node: DataNode,
  { kind, names }: { readonly kind: string; readonly names: readonly string[] },
  problems: Context['problems'],
): Located<string> | undefined {
  const text = readText(node, `A ${kind}`, problems);
  if (text === undefined) return undefined;
  const name = names.find((one) => sameWord(one, text));
  if (name !== undefined) return { value: name, at: node.at };
  return problems.report('normalize-reference-unknown', { kind, name: text, known: names }, node.at);
}

function readMeasure(node: DataNode, { knowledge, problems }: Context): Located<string> | undefined {
  const names = (knowledge.measures ?? []).map(({ name }) => name);
  return readName(node, { kind: 'quality measure', names }, problems);
}

function readPlan(node: DataNode, { knowledge, problems }: Context): Located<string> | undefined {
  return readName(node, { kind: 'plan', names: knowledge.plans.map(({ name }) => name) }, problems);
}

type Take = (...spellings: readonly string[]) => DataNode | undefined;

function readOrder(take: Take, base: MedicationOrder | undefined, context: Context): MedicationOrder | undefined {
  const { problems } = context;
  const [drugNode, supplyNode, refillsNode] = [take('medication', 'drug'), take('days_supply'), take('refills')];
  const drug = drugNode ? readDrug(drugNode, context) : base?.drug;
  const daysSupply = supplyNode
    ? readInteger(supplyNode, { what: '`days_supply`', min: 1, max: 366 }, problems)
    : base?.daysSupply;
  const refills = refillsNode
    ? readInteger(refillsNode, { what: '`refills`', min: 0, max: 99 }, problems)
    : (base?.refills ?? 0);
  if (drug === undefined) {
    const useless = supplyNode ?? refillsNode;
    if (useless && !drugNode)
      problems.report('normalize-key-missing', { key: 'medication', within: 'an event with a supply' }, useless.at);
    return undefined;
  }
  if (daysSupply === undefined && !supplyNode) {
    return problems.report(
      'normalize-key-missing',
      { key: 'days_supply', within: 'an event with a medication' },
      drug.at,
    );
  }
  return daysSupply === undefined || refills === undefined ? undefined : { drug, daysSupply, refills };
}

function isComplete(definition: EventDefinition, reader: Reader, { knowledge, problems }: Context): boolean {
  const { type } = definition;
  const missing = needsOf(type).filter((part) => !hasPart(definition, part));
  for (const key of missing) {
    const known = key === 'class' ? knowledge.encounterClasses.map(({ code }) => code) : [];
    problems.report('normalize-event-incomplete', { type, key, known }, reader.at);
  }
  return missing.length === 0;
}

function hasPart({ encounterClass, conditions, observations, medication }: EventDefinition, part: EventPart): boolean {
  switch (part) {
    case 'class':
      return encounterClass !== undefined;
    case 'conditions':
      return conditions.length > 0;
    case 'observations':
      return observations.length > 0;
    case 'medication':
      return medication !== undefined;
  }
}

/** `foot_exam` as `Foot exam`. */
function titleOf(name: string): string {
  const words = name.replaceAll(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
