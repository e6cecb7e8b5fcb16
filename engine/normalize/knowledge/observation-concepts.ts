/** Rows about laboratory tests and vital signs to concepts; rows for people with a condition become rules of the baseline. */
import type {
  ConditionalRule,
  Distribution,
  EncounterClassConcept,
  GrowthPoint,
  MedicationConcept,
  ObservationConcept,
  SignOfIllness,
} from '../../model/index.ts';
import type { Problems } from '../problems.ts';
import { sexOf, shareOf } from './ages.ts';
import { MOST_DECIMALS, readBaseline, readBaselineRule, unknownObservation } from './baseline-rows.ts';
import { codesOf, forReasons } from './code-cells.ts';
import { withMedicines } from './medicine-effects.ts';
import { named, namedEach } from './named-rows.ts';
import { withFormulas } from './observation-formulas.ts';
import type { ReferenceTables } from './read-tables.ts';
import { shaped } from './shapes.ts';
import type { TableRow } from './table-row.ts';

export function readObservations(
  tables: ReferenceTables,
  problems: Problems,
  medications: readonly MedicationConcept[],
): readonly ObservationConcept[] {
  const written = tables.concepts(
    'observations',
    (row) => ({
      concept: readObservation(row),
      formula: row.cell('formula'),
      workedOut: row.cell('worked_out'),
      below: row.cell('below').at,
      goesWith: row.cell('goes_with').at,
    }),
    ({ concept }) => concept.name,
  );
  const general = withFormulas(written, problems);
  const decimals = new Map(general.map((one) => [one.name, one.decimals]));
  const specific = tables.concepts(
    'observation_baselines',
    (row) => readBaselineRule(row, decimals, problems),
    ({ key }) => key,
  );
  for (const { concept, below, goesWith } of written) {
    if (concept.below !== undefined && !decimals.has(concept.below.name))
      unknownObservation(concept.below.name, below, { decimals, problems });
    const partner = concept.goesWith?.name;
    if (partner !== undefined && partner !== concept.below?.name && !decimals.has(partner))
      unknownObservation(partner, goesWith, { decimals, problems });
  }
  const observations = general.map((concept) => {
    const rules = specific.filter(({ name }) => name === concept.name);
    const ordered = [...rules.filter(({ ofCondition }) => ofCondition), ...rules.filter((one) => !one.ofCondition)];
    return rules.length === 0
      ? concept
      : withRules(
          concept,
          ordered.map(({ rule }) => rule),
        );
  });
  return withMedicines(observations, tables, { medicines: medications.map(({ name }) => name), problems });
}

/** Medians by age; what has none is measured of children as on the day of the data. */
export function readGrowth(
  tables: ReferenceTables,
  observations: readonly ObservationConcept[],
  problems: Problems,
): readonly GrowthPoint[] {
  const names = observations.map(({ name }) => name);
  return tables.concepts(
    'growth',
    (row) => {
      const [months, median] = [row.number('months'), row.number('median')];
      const sex = sexOf(row);
      if (months < 0 || months > OLDEST_MONTHS) row.refuse('months', `a number from 0 to ${OLDEST_MONTHS}`);
      if (median <= 0) row.refuse('median', 'a number above 0');
      return {
        name: named(row, 'name', { kind: 'observation', names, problems }),
        sex,
        months,
        median,
        at: row.at,
      };
    },
    ({ name, sex, months }) => `${name} ${sex ?? ''} ${months}`,
  );
}

const OLDEST_MONTHS = 300;

/** What is measured otherwise where an event is for these reasons. */
export function readSigns(
  tables: ReferenceTables,
  { observations, classes, problems }: KnownOfSigns,
): readonly SignOfIllness[] {
  const names = observations.map(({ name }) => name);
  return tables.concepts(
    'signs_of_illness',
    (row) => {
      const observation = named(row, 'name', { kind: 'observation', names, problems });
      const share = shareOf(row, 'share');
      if (share === 0) row.refuse('share', 'a share above 0');
      const reasons = codesOf(row, 'reasons', problems);
      if (reasons.length === 0) row.refuse('reasons', 'at least one code or its beginning');
      const { decimals = MOST_DECIMALS } = observations.find(({ name }) => name === observation) ?? {};
      const shown = namedEach(row, 'class', {
        kind: 'encounter class',
        names: classes.map(({ code }) => code),
        problems,
      });
      return { observation, reasons, classes: shown, share, change: readBaseline(row, decimals), at: row.at };
    },
    ({ observation, reasons, classes: shown }) =>
      (shown.length === 0 ? [''] : shown).flatMap((one) => forReasons(`${observation} ${one}`, reasons)),
  );
}

interface KnownOfSigns {
  readonly observations: readonly ObservationConcept[];
  readonly classes: readonly EncounterClassConcept[];
  readonly problems: Problems;
}

function withRules(concept: ObservationConcept, rules: readonly ConditionalRule[]): ObservationConcept {
  const { baseline } = concept;
  const all = [...rules, { given: undefined, distribution: baseline }];
  return { ...concept, baseline: { kind: 'conditional', rules: all, at: baseline.at } };
}

const LOINC = { pattern: /^\d{1,7}-\d$/, expected: 'a LOINC code as `4548-4`' };

function readObservation(row: TableRow): ObservationConcept {
  const decimals = decimalsOf(row);
  const [low, high] = [row.optionalNumber('low'), row.optionalNumber('high')];
  if (low !== undefined && high !== undefined && low > high) row.refuse('high', 'a number not below `low`');
  return {
    name: row.text('name'),
    code: shaped(row, 'code', LOINC),
    display: row.text('display'),
    unit: row.cell('unit').value,
    phrases: row.list('phrases'),
    low,
    high,
    decimals,
    baseline: ownBaseline(row, decimals),
    withinPersonVariation: variationOf(row),
    ...belowOf(row),
    ...goesWithOf(row),
    at: row.at,
  };
}

/** 0 where it is refused, so that the rest of the row can be read. */
function decimalsOf(row: TableRow): number {
  const decimals = row.optionalNumber('decimals') ?? 0;
  if (Number.isInteger(decimals) && decimals >= 0 && decimals <= MOST_DECIMALS) return decimals;
  row.refuse('decimals', `a whole number from 0 to ${MOST_DECIMALS}`);
  return 0;
}

/** One with a formula has no numbers of its own: it is 0 until the formula is read. */
function ownBaseline(row: TableRow, decimals: number): Distribution {
  const { value, at } = row.cell('formula');
  if (value === '') return readBaseline(row, decimals);
  for (const column of ['mean', 'sd', 'min', 'max', 'below'].filter((name) => row.cell(name).value !== ''))
    row.refuse(column, 'nothing, beside a formula');
  return { kind: 'fixed', value: 0, at };
}

/** What is worked out varies with what it is worked out from. */
function variationOf(row: TableRow): number {
  const variation = row.optionalNumber('variation') ?? 0;
  if (variation < 0 || variation >= 1) row.refuse('variation', 'a share from 0 to below 1');
  if (row.cell('worked_out').value === '') return variation;
  for (const column of ['variation', 'formula', 'below'].filter((name) => row.cell(name).value !== ''))
    row.refuse(column, 'nothing, beside `worked_out`');
  return 0;
}

function belowOf(row: TableRow): Pick<ObservationConcept, 'below'> {
  const { value: name } = row.cell('below');
  const gap = row.optionalNumber('gap');
  if (name === '' && gap === undefined) return {};
  if (name === '' || gap === undefined || gap <= 0)
    row.refuse('gap', 'a number above 0, beside an observation in `below`');
  return { below: { name, gap: gap ?? 0 } };
}

/** With that which it lies below where no other is named. */
function goesWithOf(row: TableRow): Pick<ObservationConcept, 'goesWith'> {
  const [partner, below] = [row.cell('goes_with').value, row.cell('below').value];
  const name = partner === '' ? below : partner;
  const rankCorrelation = row.optionalNumber('rank_correlation');
  if (rankCorrelation === undefined) {
    if (partner !== '') row.refuse('rank_correlation', 'a number above -1 and below 1, beside `goes_with`');
    return {};
  }
  if (name === '' || Math.abs(rankCorrelation) >= 1) {
    const expected = 'a number above -1 and below 1, beside an observation in `goes_with` or `below`';
    row.refuse('rank_correlation', expected);
  }
  if (name === row.text('name')) row.refuse('goes_with', 'another observation');
  return { goesWith: { name, rankCorrelation } };
}
