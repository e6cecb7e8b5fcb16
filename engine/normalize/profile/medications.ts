/** Which medicines people take: a list, lists by class, or a map of drugs, each with its share and who may take it. */
import type { DataNode, MedicationDefinition } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { medicationItems } from '../../trees/index.ts';
import { readDrug } from '../concepts/index.ts';
import { certain, onlyGiven, readProbability } from '../probability.ts';
import { createReader } from '../reader.ts';

export function readMedications(node: DataNode, context: Context): readonly MedicationDefinition[] {
  const medications: MedicationDefinition[] = [];
  for (const item of medicationItems(node)) {
    const medication = readMedication(item, context);
    if (medication === undefined) continue;
    if (medications.some(({ drug }) => drug === medication.drug)) {
      context.problems.report('normalize-duplicate', { what: 'medication', name: medication.drug }, medication.at);
    } else medications.push(medication);
  }
  return medications;
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
