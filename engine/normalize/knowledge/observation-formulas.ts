/** Observations that follow from others, by the formulas in their rows: what a person's value is made of, and what a measurement works out. */
import type { Distribution, Expression, Located, ObservationConcept } from '../../model/index.ts';
import { nearest } from '../../diagnostics/index.ts';
import { extentsOf, pitfallsOf } from '../distribution/index.ts';
import {
  FUNCTIONS,
  allParts,
  checkExpression,
  expressionsOfDistribution,
  readFormula,
  readsOf,
} from '../expression/index.ts';
import type { Names } from '../expression/index.ts';
import { hasFailed } from '../problems.ts';
import type { Problems } from '../problems.ts';

interface Written {
  readonly concept: ObservationConcept;
  /** Empty where it has numbers of its own. */
  readonly formula: Located<string>;
  /** Empty where it is measured itself. */
  readonly workedOut: Located<string>;
}

/** What formulas read of a person beside observations; the age is that on the day of the measurement. */
const OF_PERSON: Names = new Map([
  ['age', { type: 'number', values: undefined }],
  ['gender', { type: 'text', values: ['F', 'M'] }],
]);

/** Whoever reads an observation with a faulty formula finds a number, so that the fault is told once. */
export function withFormulas(written: readonly Written[], problems: Problems): readonly ObservationConcept[] {
  const numbers = written.flatMap(({ concept, formula }) => (formula.value === '' ? [concept] : []));
  const names = namesOf(numbers);
  const extents = extentsOf((name) => numbers.find((one) => one.name === name)?.baseline);
  const made = written.map(({ concept, formula: cell }) => {
    const { decimals, name } = concept;
    const formula = cell.value === '' ? undefined : readFormula(cell, problems);
    if (formula === undefined || !isSound(formula, { of: name, names, problems })) return concept;
    const baseline: Distribution = { kind: 'derived', formula, decimals, at: cell.at };
    for (const { does, at } of pitfallsOf(baseline, extents))
      problems.report('normalize-expression-zero', { what: name, does }, at);
    return { ...concept, baseline, madeOf: observationsIn(formula) };
  });
  return made.map((concept, at) => {
    const cell = written[at]?.workedOut;
    return cell === undefined || cell.value === '' ? concept : withWorkedOut(concept, cell, { made, problems });
  });
}

interface Made {
  readonly made: readonly ObservationConcept[];
  readonly problems: Problems;
}

/** From one observation, which is made of this one alone. */
function withWorkedOut(
  concept: ObservationConcept,
  cell: Located<string>,
  { made, problems }: Made,
): ObservationConcept {
  const formula = readFormula(cell, problems);
  if (formula === undefined || !isSound(formula, { of: concept.name, names: namesOf(made), problems })) return concept;
  const [from, ...others] = observationsIn(formula);
  const madeOf = made.find(({ name }) => name === from)?.madeOf ?? [];
  if (from !== undefined && others.length === 0 && madeOf.join() === concept.name) {
    const extents = extentsOf((name) => made.find((one) => one.name === name)?.baseline);
    for (const { does, at } of pitfallsOf({ kind: 'derived', formula, at: cell.at }, extents))
      problems.report('normalize-expression-zero', { what: concept.name, does }, at);
    return { ...concept, workedOut: { from, formula } };
  }
  const what = `What ${concept.name} is worked out from`;
  const expected = `one observation whose \`formula\` reads \`${concept.name}\` and no other`;
  const found = [from, ...others].map((name) => (name === undefined ? 'none' : `\`${name}\``)).join(' and ');
  problems.report('normalize-value-kind', { what, expected, found }, cell.at);
  return concept;
}

function namesOf(concepts: readonly ObservationConcept[]): Names {
  return new Map([
    ...concepts.map(({ name }) => [name, { type: 'number' as const, values: undefined }] as const),
    ...OF_PERSON,
  ]);
}

function observationsIn(formula: Expression): readonly string[] {
  const uses = expressionsOfDistribution({ kind: 'derived', formula, at: formula.at });
  return readsOf(uses).flatMap(({ name }) => (OF_PERSON.has(name) ? [] : [name]));
}

interface Formula {
  readonly of: string;
  readonly names: Names;
  readonly problems: Problems;
}

/** A formula is a number made of observations that have numbers of their own, and of age and sex. */
function isSound(formula: Expression, { of, names, problems }: Formula): boolean {
  const before = problems.found.length;
  const called = allParts(formula).find((part) => part.kind === 'call');
  const known = Object.keys(FUNCTIONS);
  if (called !== undefined && nearest(called.name, known).length > 0)
    return problems.report('normalize-expression-function', { name: called.name, known }, called.at) ?? false;
  const type =
    called === undefined ? checkExpression({ role: 'formula', expression: formula }, names, problems) : 'call';
  if (type !== undefined && type !== 'number') {
    const found = called === undefined ? `a ${type}` : `the function \`${called.name}\``;
    const expected = called === undefined ? 'a number' : 'arithmetic of numbers and observations';
    problems.report('normalize-value-kind', { what: `The formula of ${of}`, expected, found }, formula.at);
  }
  return !hasFailed(problems, before);
}
