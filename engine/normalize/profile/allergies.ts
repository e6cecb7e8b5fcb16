/** Which allergies people have, each with its share. */
import type { AllergyDefinition, DataNode } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { certain, onlyGiven, readProbability } from '../probability.ts';
import { createReader } from '../reader.ts';
import { itemsOf, readText, sameWord } from '../scalars.ts';

export function readAllergies(node: DataNode, context: Context): readonly AllergyDefinition[] {
  const allergies: AllergyDefinition[] = [];
  for (const item of itemsOf(node)) {
    const allergy = readAllergy(item, context);
    if (allergy === undefined) continue;
    if (allergies.some(({ allergen }) => allergen === allergy.allergen)) {
      context.problems.report('normalize-duplicate', { what: 'allergy', name: allergy.allergen }, allergy.at);
    } else allergies.push(allergy);
  }
  return allergies;
}

function readAllergy(item: DataNode, context: Context): AllergyDefinition | undefined {
  if (item.kind !== 'map') {
    const allergen = readAllergen(item, context);
    return allergen === undefined ? undefined : { allergen, prevalence: certain(item.at), at: item.at };
  }
  const reader = createReader(item, 'an allergy', context.problems);
  const node = reader.need('allergen', 'name');
  const allergen = node && readAllergen(node, context);
  const what = `The prevalence of an allergy to ${allergen ?? 'something'}`;
  const share = reader.take('prevalence');
  const prevalence = share === undefined ? certain(item.at) : readProbability(share, what, context);
  const given = reader.take('given', 'condition');
  reader.finish();
  const limited = prevalence && (given === undefined ? prevalence : onlyGiven(prevalence, given, what, context));
  return allergen === undefined || limited === undefined ? undefined : { allergen, prevalence: limited, at: item.at };
}

function readAllergen(node: DataNode, { knowledge, problems }: Context): string | undefined {
  const text = readText(node, 'An allergen', problems);
  if (text === undefined) return undefined;
  const allergens = knowledge.chart?.allergens ?? [];
  const concept = allergens.find(({ name, display }) => sameWord(name, text) || sameWord(display, text));
  if (concept !== undefined) return concept.name;
  const known = allergens.map(({ name }) => name);
  return problems.report('normalize-reference-unknown', { kind: 'allergen', name: text, known }, node.at);
}
