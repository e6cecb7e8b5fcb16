/** Who people are: age, gender and what else stands under `demographics`. What a profile leaves out comes from the defaults. */
import type { AttributeDefinition, DataNode, Distribution, PayerConcept } from '../../model/index.ts';
import type { Context } from '../context.ts';
import { changeValues, problemsOfUse, readDistribution } from '../distribution/index.ts';
import { plainWord } from '../scalars.ts';
import { readAge } from './age.ts';
import { checkWords } from './origin-words.ts';
import type { Found, Section } from './section.ts';
import { hasFailed } from '../problems.ts';
import { leavesOf } from '../../trees/index.ts';

const OTHERS = ['race', 'ethnicity', 'language'];

export function readDemographics(
  section: Section,
  payer: PayerConcept | undefined,
  context: Context,
): readonly AttributeDefinition[] {
  const age = section.need('age');
  const gender = section.need('gender', 'sex');
  return [
    attribute('age', age?.node, age && readAge(age, payer, context)),
    attribute('gender', gender?.node, gender && readGender(gender.node, context)),
    ...OTHERS.map((name) => {
      const found = section.take(name);
      return attribute(name, found?.node, found && readOrigin(name, found, context));
    }),
  ].filter((one) => one !== undefined);
}

function readOrigin(name: string, { node, isDefault }: Found, context: Context): Distribution | undefined {
  const distribution = readDistribution(node, name, context);
  if (distribution !== undefined && !isDefault) checkWords(name, { node, distribution }, context);
  return distribution;
}

function attribute(
  name: string,
  node: DataNode | undefined,
  distribution: Distribution | undefined,
): AttributeDefinition | undefined {
  return node && distribution && { name, role: 'demographics', distribution, at: node.at };
}

const GENDERS: ReadonlyMap<string, 'F' | 'M'> = new Map([
  ['f', 'F'],
  ['m', 'M'],
  ['female', 'F'],
  ['male', 'M'],
]);

/** Administrative gender, `F` or `M`. */
function readGender(node: DataNode, context: Context): Distribution | undefined {
  const distribution = readDistribution(node, 'gender', context);
  if (distribution === undefined) return undefined;
  const problems = problemsOfUse(node.at, context);
  const before = problems.found.length;
  const settled = changeValues(distribution, (value, at) => {
    const gender = GENDERS.get(plainWord(String(value)));
    if (gender !== undefined) return gender;
    problems.report('normalize-word-unknown', { what: 'gender', word: String(value), known: ['F', 'M'] }, at);
    return value;
  });
  for (const { kind, at } of leavesOf(distribution)) {
    if (kind === 'fixed' || kind === 'categorical') continue;
    problems.report('normalize-value-kind', { what: 'gender', expected: 'shares of `F` and `M`', found: kind }, at);
  }
  return !hasFailed(problems, before) ? settled : undefined;
}
