/** Rows about what people seek care for: which events draw their reason from which list, and the reasons of each list. */
import { DAYS_A_WEEK } from '../../model/index.ts';
import type {
  Age,
  AgeSpan,
  ConditionConcept,
  EventDefinition,
  ReasonKnowledge,
  ReasonList,
  VisitReason,
} from '../../model/index.ts';
import { codePrefixOf } from '../concepts/index.ts';
import type { Problems } from '../problems.ts';
import { agesIn, inYears } from './age-spans.ts';
import { beginningOf } from './code-cells.ts';
import { named } from './named-rows.ts';
import type { ReferenceTables } from './read-tables.ts';
import { sexOf } from './ages.ts';
import { someOf } from './shapes.ts';
import type { TableRow } from './table-row.ts';
import { readVisitPrescriptions } from './visit-prescriptions.ts';

interface Known {
  readonly conditions: readonly ConditionConcept[];
  readonly problems: Problems;
}

export function readReasons(tables: ReferenceTables, known: Known): ReasonKnowledge {
  const lists = tables.concepts(
    'reason_lists',
    (row) => ({
      name: row.text('reasons'),
      events: someOf(row, 'events'),
      eventsAt: row.cell('events').at,
      sameFor: sameOf(row),
      sameForAt: row.cell('same_for').at,
      renews: row.cell('renews').value !== '' && row.flag('renews'),
      renewsAt: row.cell('renews').at,
      at: row.at,
    }),
    ({ name }) => name,
  );
  const names = lists.map(({ name }) => name);
  const reasons = tables.concepts('visit_reasons', (row) => readReason(row, names, known), nameOf);
  return { lists, reasons, prescriptions: readVisitPrescriptions(tables, names, known.problems) };
}

/** Events that the catalogue does not have, those of which no number of times makes a course, and those at which nobody is seen. */
export function checkReasonEvents(
  { lists }: ReasonKnowledge,
  events: readonly EventDefinition[],
  problems: Problems,
): void {
  const known = events.map(({ name }) => name);
  for (const { events: listed, eventsAt: at, sameFor, sameForAt, renews, renewsAt } of lists) {
    for (const name of listed) {
      const event = events.find((one) => one.name === name);
      if (event === undefined) {
        problems.report('normalize-reference-unknown', { kind: 'event', name, known }, at);
        continue;
      }
      if (renews && event.encounterClass === undefined) {
        const reason = `${name} has no \`class\`, so nobody is seen at it who could order anything`;
        problems.report('normalize-without-effect', { part: 'renews', reason }, renewsAt);
      }
      if (typeof sameFor === 'number' && event.apart === undefined) {
        const reason = `${name} does not say how far \`apart\` it comes, so each that a profile counts is for a reason of its own`;
        problems.report('normalize-without-effect', { part: 'same_for', reason }, sameForAt);
      }
    }
  }
}

function sameOf(row: TableRow): ReasonList['sameFor'] {
  const { value } = row.cell('same_for');
  if (value === '' || value === 'person') return value === '' ? undefined : value;
  const [, number, unit] = /^(\d{1,3}) (day|week)s?$/.exec(value) ?? [];
  const days = Number(number ?? 0) * (unit === 'week' ? DAYS_A_WEEK : 1);
  if (days === 0) row.refuse('same_for', '`person`, a time as `10 weeks` or `60 days`, or nothing');
  return days === 0 ? undefined : days;
}

function nameOf({ list, code, own, told = '', sex, ages: { from } }: VisitReason): string {
  const whose = own ? 'own' : 'any';
  return [list, whose, code, told, sex ?? '', from?.months ?? 0, from?.days ?? 0].join(' ');
}

/** A code with bounds of its own keeps them: nobody is seen for what they cannot have. */
function readReason(row: TableRow, lists: readonly string[], known: Known): VisitReason {
  const list = named(row, 'reasons', { kind: 'list of reasons', names: lists, problems: known.problems });
  const weight = row.number('per_1000');
  if (weight < 0) row.refuse('per_1000', 'a number, 0 or more');
  return { list, ...(isOwn(row) ? ownReason(row, known) : commonReason(row, known)), weight, at: row.at };
}

type What = Omit<VisitReason, 'list' | 'weight' | 'at'>;

function isOwn(row: TableRow): boolean {
  return !['', 'no'].includes(row.cell('own').value.toLowerCase());
}

/** The code that the person has, by its beginning (`yes`), or what that is told as: then `own` holds the beginning. */
function ownReason(row: TableRow, { conditions, problems }: Known): What {
  for (const column of ['sex', 'min_age', 'max_age', 'once'])
    if (row.cell(column).value !== '') row.refuse(column, "nothing where the reason is the person's own");
  const written = row.cell('own').value;
  const isAsHad = written.toLowerCase() === 'yes';
  if (!isAsHad && written !== '*' && codePrefixOf(written) === undefined)
    row.refuse('own', '`yes`, or the code that people have, or its beginning');
  return {
    code: isAsHad ? beginningOf(row, problems) : (codePrefixOf(written) ?? ''),
    own: true,
    told: isAsHad ? undefined : codeIn(row, conditions, problems),
    sex: undefined,
    ages: { from: undefined, before: undefined },
    once: false,
  };
}

function commonReason(row: TableRow, { conditions, problems }: Known): What {
  const code = codeIn(row, conditions, problems);
  const sex = sexOf(row);
  const concept = conditions.find((one) => one.code === code);
  if (sex !== undefined && concept?.sex !== undefined && concept.sex !== sex)
    row.refuse('sex', `the sex of ${code}, or nothing`);
  return {
    code,
    own: false,
    told: undefined,
    sex: concept?.sex ?? sex,
    ages: within(agesIn(row), concept),
    once: row.cell('once').value !== '' && row.flag('once'),
  };
}

function codeIn(row: TableRow, conditions: readonly ConditionConcept[], problems: Problems): string {
  return named(row, 'code', { kind: 'condition', names: conditions.map(({ code }) => code), problems });
}

/** As far as the code can be had at these ages. */
function within({ from, before }: AgeSpan, concept: ConditionConcept | undefined): AgeSpan {
  const [first, last] = [concept?.ages?.from, concept?.ages?.to];
  return {
    from: extreme(from, first === undefined ? undefined : inYears(first), Math.max),
    before: extreme(before, last === undefined ? undefined : inYears(last + 1), Math.min),
  };
}

function extreme(one: Age | undefined, other: Age | undefined, most: typeof Math.max): Age | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return most(one.about, other.about) === one.about ? one : other;
}
