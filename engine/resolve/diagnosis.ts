/** What is meant: the diagnosis by a phrase, a code or a family of codes; the medicine by the word for its class. */
import type { ConditionConcept } from '../model/index.ts';
import type { FactOf } from './fact.ts';
import type { Laying } from './layer.ts';

/** The diagnosis that stands for a phrase, a code or a family: of a family, the one with the most words in requests. */
export function diagnosisOf(fact: FactOf<'condition' | 'code'>, { library }: Laying): ConditionConcept | undefined {
  const { conditions } = library.knowledge;
  const code = fact.kind === 'code' ? fact.code : fact.condition.code;
  const [best] = finerThan(code, conditions);
  return best ?? conditions.find((row) => row.code === code);
}

/** What a code is divided into, first what requests have the most words for. */
export function finerThan(code: string, conditions: readonly ConditionConcept[]): readonly ConditionConcept[] {
  return conditions
    .filter((row) => row.code.startsWith(code) && row.code !== code)
    .toSorted((a, b) => b.phrases.length - a.phrases.length || shortest(a) - shortest(b));
}

function shortest({ phrases }: ConditionConcept): number {
  return Math.min(...phrases.map(({ length }) => length));
}

/** Of a class that one which the template has, or the first. */
export function medicineOf({ medications }: FactOf<'medication'>, held: readonly string[]): string {
  return held.find((drug) => medications.some(({ name }) => name === drug)) ?? medications[0]?.name ?? '';
}
