/** Rows about what is measured of people who take a medicine to rules of its baseline, each beside the rule that it changes. */
import type { ConditionalRule, Distribution, Expression, ObservationConcept, SourceRange } from '../../model/index.ts';
import { changeLeaves, withinRounding } from '../distribution/index.ts';
import type { Problems } from '../problems.ts';
import { namedSome } from './named-rows.ts';
import type { ReferenceTables } from './read-tables.ts';

interface MedicineEffect {
  readonly observation: string;
  readonly medicines: readonly string[];
  /** Of the value without them, as a share. */
  readonly change: number;
  readonly at: SourceRange;
}

interface Known {
  readonly medicines: readonly string[];
  readonly problems: Problems;
}

/** Of several rows about one observation the first that fits a person decides. */
export function withMedicines(
  observations: readonly ObservationConcept[],
  tables: ReferenceTables,
  known: Known,
): readonly ObservationConcept[] {
  const effects = readEffects(tables, observations, known);
  return observations.map((concept) => {
    const own = effects.filter(({ observation }) => observation === concept.name);
    if (own.length === 0) return concept;
    const { baseline } = concept;
    const plain = baseline.kind === 'conditional' ? baseline.rules : [{ given: undefined, distribution: baseline }];
    const rules = [...own.flatMap((effect) => plain.map((rule) => taking(effect, rule))), ...plain];
    return { ...concept, baseline: { kind: 'conditional', rules, at: baseline.at } };
  });
}

function readEffects(
  tables: ReferenceTables,
  observations: readonly ObservationConcept[],
  { medicines: names, problems }: Known,
): readonly MedicineEffect[] {
  return tables.concepts(
    'medicine_effects',
    (row) => {
      const observation = row.text('name');
      const concept = observations.find(({ name }) => name === observation);
      const known = observations.map(({ name }) => name);
      if (concept === undefined && observation !== '')
        problems.report(
          'normalize-reference-unknown',
          { kind: 'observation', name: observation, known },
          row.cell('name').at,
        );
      if (concept?.madeOf !== undefined) row.refuse('name', 'an observation without a formula');
      const medicines = namedSome(row, 'medicines', { kind: 'medication', names, problems });
      const change = row.number('change');
      if (change <= -1 || change === 0) row.refuse('change', 'a share above -1 that is not 0');
      return { observation, medicines, change, at: row.at };
    },
    ({ observation, medicines }) => medicines.map((medicine) => `${observation} with ${medicine}`),
  );
}

function taking({ medicines, change, at }: MedicineEffect, { given, distribution }: ConditionalRule): ConditionalRule {
  const takes = joined(
    'or',
    medicines.map((medicine) => takenOf(medicine, at)),
  );
  const whom = joined(
    'and',
    [takes, given].filter((one) => one !== undefined),
  );
  return { given: whom, distribution: changed(distribution, 1 + change), medicines };
}

function takenOf(medicine: string, at: SourceRange): Expression {
  return { kind: 'call', name: 'has_medication', arguments: [{ kind: 'text', value: medicine, at }], at };
}

function joined(operator: 'and' | 'or', parts: readonly (Expression | undefined)[]): Expression | undefined {
  return parts.reduce(
    (left, right) => (left && right ? { kind: 'binary', operator, left, right, at: right.at } : (left ?? right)),
    undefined,
  );
}

/** Everybody keeps the rank among those of the rule, so each value is so much of what it would be otherwise. */
function changed(distribution: Distribution, factor: number): Distribution {
  const scaled = changeLeaves(distribution, (leaf) => {
    if (leaf.kind !== 'normal') return leaf;
    const { mean, standardDeviation, min, max } = leaf;
    return {
      ...leaf,
      mean: mean * factor,
      standardDeviation: standardDeviation * factor,
      ...(min === undefined ? {} : { min: min * factor }),
      ...(max === undefined ? {} : { max: max * factor }),
    };
  });
  return withinRounding(scaled);
}
