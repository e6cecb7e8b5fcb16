/** Observations whose value is worked out from others, by the formula in their row. */
import type { Distribution, Expression, Located, ObservationConcept } from '../../model/index.ts';
import { extentsOf, pitfallsOf } from '../distribution/index.ts';
import { allParts, checkExpression, expressionsOfDistribution, readFormula, readsOf } from '../expression/index.ts';
import type { Names } from '../expression/index.ts';
import { hasFailed } from '../problems.ts';
import type { Problems } from '../problems.ts';

interface Written {
  readonly concept: ObservationConcept;
  /** Empty where it has numbers of its own. */
  readonly formula: Located<string>;
}

/** Whoever reads an observation with a faulty formula finds a number, so that the fault is told once. */
export function withFormulas(written: readonly Written[], problems: Problems): readonly ObservationConcept[] {
  const numbers = written.flatMap(({ concept, formula }) => (formula.value === '' ? [concept] : []));
  const names = new Map(numbers.map(({ name }) => [name, { type: 'number' as const, values: undefined }]));
  const extents = extentsOf((name) => numbers.find((one) => one.name === name)?.baseline);
  return written.map(({ concept, formula: cell }) => {
    const { decimals, name } = concept;
    const formula = cell.value === '' ? undefined : readFormula(cell, problems);
    if (formula === undefined || !isSound(formula, { of: name, names, problems })) return concept;
    const baseline: Distribution = { kind: 'derived', formula, decimals, at: cell.at };
    for (const { does, at } of pitfallsOf(baseline, extents))
      problems.report('normalize-expression-zero', { what: name, does }, at);
    return { ...concept, baseline, madeOf: readsOf(expressionsOfDistribution(baseline)).map((read) => read.name) };
  });
}

interface Formula {
  readonly of: string;
  readonly names: Names;
  readonly problems: Problems;
}

/** A formula is a number made of observations that have numbers of their own. */
function isSound(formula: Expression, { of, names, problems }: Formula): boolean {
  const before = problems.found.length;
  const called = allParts(formula).find((part) => part.kind === 'call');
  const type =
    called === undefined ? checkExpression({ role: 'formula', expression: formula }, names, problems) : 'call';
  if (type !== undefined && type !== 'number') {
    const found = called === undefined ? `a ${type}` : `the function \`${called.name}\``;
    const expected = called === undefined ? 'a number' : 'arithmetic of numbers and observations';
    problems.report('normalize-value-kind', { what: `The formula of ${of}`, expected, found }, formula.at);
  }
  return !hasFailed(problems, before);
}
