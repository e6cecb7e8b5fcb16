/** Rows about what is prescribed at visits, by what these are for. */
import type { EventDefinition, ReasonKnowledge, VisitPrescription } from '../../model/index.ts';
import type { Problems } from '../problems.ts';
import { agesIn } from './age-spans.ts';
import { shareOf } from './ages.ts';
import { beginningOf } from './code-cells.ts';
import { namedSome } from './named-rows.ts';
import type { ReferenceTables } from './read-tables.ts';

export function readVisitPrescriptions(
  tables: ReferenceTables,
  names: readonly string[],
  problems: Problems,
): readonly VisitPrescription[] {
  const rows = tables.concepts(
    'visit_prescriptions',
    (row) => ({
      lists: namedSome(row, 'reasons', { kind: 'list of reasons', names, problems }),
      code: beginningOf(row, problems),
      prescription: { value: row.text('prescription'), at: row.cell('prescription').at },
      share: shareOf(row, 'share'),
      ages: agesIn(row),
      at: row.at,
    }),
    ({ lists, code, prescription, ages: { from } }) =>
      lists.map((list) => [list, code, prescription.value, from?.months ?? 0, from?.days ?? 0].join(' ')),
  );
  checkShares(rows, problems);
  return rows;
}

/** One visit has one of them at most: at no age do the shares of what visits of a list are for sum to more than all. */
function checkShares(rows: readonly VisitPrescription[], problems: Problems): void {
  const reported = new Set<VisitPrescription>();
  for (const { lists, code, ages } of rows) {
    for (const list of lists) {
      const beside = rows.filter((one) => one.lists.includes(list) && one.code === code && isWithin(ages.from, one));
      const sum = beside.reduce((total, { share }) => total + share, 0);
      const last = beside.at(-1);
      if (last === undefined || reported.has(last) || sum <= 1 + ROUNDING) continue;
      reported.add(last);
      problems.report('normalize-weights', { sum, normalized: [] }, last.at);
    }
  }
}

const ROUNDING = 1e-9;

function isWithin(age: VisitPrescription['ages']['from'], { ages: { from, before } }: VisitPrescription): boolean {
  const about = age?.about ?? 0;
  return (from?.about ?? 0) <= about && about < (before?.about ?? Infinity);
}

/** Events that the catalogue does not have or that prescribe nothing, and what is left of those that do more. */
export function checkPrescribed(
  { prescriptions }: ReasonKnowledge,
  events: readonly EventDefinition[],
  problems: Problems,
): void {
  const prescribing = events.filter(({ type, medication }) => type === 'prescription' && medication !== undefined);
  const known = prescribing.map(({ name }) => name);
  for (const { value: name, at } of prescriptions.map(({ prescription }) => prescription)) {
    const event = prescribing.find((one) => one.name === name);
    if (event === undefined) problems.report('normalize-reference-unknown', { kind: 'prescription', name, known }, at);
    else if (event.effects !== undefined) {
      const reason = `what is prescribed at visits moves no measurement, so the effects of ${name} are left out`;
      problems.report('normalize-without-effect', { part: name, reason }, at);
    }
  }
}
