/** Which medicines people take: a list, lists by class, or a map of drugs, each with its share and who may take it. */
import type { DataNode, MedicationDefinition } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { entryOf, mapOf } from '../data-node.ts';
import { readDrug } from '../concepts/index.ts';
import { certain, onlyGiven, readProbability } from '../probability.ts';
import { createReader } from '../reader.ts';
import { itemsOf } from '../scalars.ts';

export function readMedications(node: DataNode, context: Context): readonly MedicationDefinition[] {
  const medications: MedicationDefinition[] = [];
  for (const item of drugItems(node)) {
    const medication = readMedication(item, context);
    if (medication === undefined) continue;
    if (medications.some(({ drug }) => drug === medication.drug)) {
      context.problems.report('normalize-duplicate', { what: 'medication', name: medication.drug }, medication.at);
    } else medications.push(medication);
  }
  return medications;
}

/** Lists by class are joined: the class of a drug is no choice of the profile. */
function drugItems(node: DataNode): readonly DataNode[] {
  if (node.kind !== 'map') return itemsOf(node);
  return node.entries.flatMap(({ key, keyAt, value }) => {
    if (value.kind === 'list') return value.items;
    if (value.kind === 'map' && !value.entries.some((entry) => ['prevalence', 'given'].includes(entry.key)))
      return drugItems(value);
    const drug = { key: 'drug', keyAt, value: { kind: 'scalar', value: key, at: keyAt } } as const;
    const isShare = value.kind === 'scalar' || entryOf(value, 'then') !== undefined;
    const rest = isShare ? [{ key: 'prevalence', keyAt, value }] : value.entries;
    return [mapOf([drug, ...rest], keyAt)];
  });
}

function readMedication(item: DataNode, context: Context): MedicationDefinition | undefined {
  if (item.kind !== 'map') {
    const drug = readDrug(item, context);
    return drug && { drug: drug.value, prevalence: certain(item.at), at: item.at };
  }
  const reader = createReader(item, 'a medication', context.problems);
  const drugNode = reader.need('drug', 'name', 'medication');
  const drug = drugNode && readDrug(drugNode, context);
  const what = `The prevalence of ${drug?.value ?? 'a medication'}`;
  const share = reader.take('prevalence');
  const prevalence = share === undefined ? certain(item.at) : readProbability(share, what, context);
  const given = reader.take('given', 'condition');
  reader.finish(['dose', 'frequency', 'days_supply', 'refills', 'adherence', 'start']);
  const limited = prevalence && (given === undefined ? prevalence : onlyGiven(prevalence, given, what, context));
  return drug && limited && { drug: drug.value, prevalence: limited, at: item.at };
}
