/** What the rules that were met leave of a dose: the part that is given, whether it is held, and why. */
import type { ColumnType, StudyTreatment, Term } from '../../../model/index.ts';
import { call, column, double, literal, when } from '../../terms.ts';
import type { NumberedRule } from './doses.ts';
import type { Trial } from './trial.ts';

/** A dose is changed by the same rule so many times at most. */
const MOST_CHANGES = 4;

export function aboutColumn(times: string): string {
  return `${times}:about`;
}

/** From 1; the last is below all levels of all treatments. None where no treatment has levels. */
export function levelsOf({ journey }: Trial): readonly number[] {
  const all = journey.study.arms.flatMap(({ treatments }) => treatments.map(({ levels }) => levels?.length ?? 0));
  const most = Math.max(...all);
  return most === 0 ? [] : Array.from({ length: most + 1 }, (_, at) => at + 1);
}

export function levelColumn(level: number): string {
  return `level_${level}`;
}

/** Of the planned dose. */
export function partAtLevel({ dose, levels }: StudyTreatment, level: number): number {
  if (levels === undefined) return 1;
  const own = levels[level - 1];
  return own === undefined ? 0 : own / dose;
}

/** The part of the dose that is left at as many levels below as the rules that were met ask for. */
function levelTerm(trial: Trial, rules: readonly NumberedRule[]): readonly Term[] {
  const levels = levelsOf(trial);
  const lowering = rules.filter(({ change }) => change.reduce !== undefined);
  if (levels.length === 0 || lowering.length === 0) return [];
  const below = lowering.reduce<Term>(
    (sum, rule) =>
      call('add', sum, when(isAbout(rule), call('multiply', column(rule.times), rule.change.reduce ?? 0), literal(0))),
    literal(0),
  );
  const branches = levels.map((level, at) => ({
    when: call(at === levels.length - 1 ? 'greater_or_equal' : 'equal', below, level),
    then: column(levelColumn(level)),
  }));
  return [{ kind: 'case', branches, otherwise: literal(1, double) }];
}

function isAbout({ times }: NumberedRule): Term {
  return call('and', column(aboutColumn(times)), call('greater', call('coalesce', column(times), 0), 0));
}

/** The product over all rules that were met, each as often as it was. */
export function factorTerm(rules: readonly NumberedRule[], trial: Trial): Term {
  const factors = rules.flatMap((rule) => {
    const { factor } = rule.change;
    if (factor === undefined) return [];
    const branches = Array.from({ length: MOST_CHANGES }, (_, at) => ({
      when:
        at === MOST_CHANGES - 1 ? isAbout(rule) : call('and', isAbout(rule), call('equal', column(rule.times), at + 1)),
      then: literal(factor ** (at + 1), double),
    }));
    const term: Term = { kind: 'case', branches, otherwise: literal(1, double) };
    return [term];
  });
  return [...factors, ...levelTerm(trial, rules)].reduce<Term>(
    (product, one) => call('multiply', product, one),
    literal(1, double),
  );
}

export function heldTerm(rules: readonly NumberedRule[]): Term {
  const holding = rules
    .filter(({ change }) => change.holdDays !== undefined)
    .map((rule) => call('and', isAbout(rule), call('equal', call('coalesce', column(rule.holds), 0), 1)));
  return call('or', literal(false), ...holding);
}

/** Of a dose that is held, what holds it; of another, what changed it. */
export function reasonTerm(rules: readonly NumberedRule[], type: ColumnType): Term {
  const words = (byAdverseEvent: boolean): Term => literal(byAdverseEvent ? 'ADVERSE EVENT' : 'PROTOCOL RULE', type);
  const holding = rules.filter(({ change }) => change.holdDays !== undefined);
  const changing = rules.filter(
    ({ change: { factor, reduce } }) => reduce !== undefined || (factor !== undefined && factor !== 1),
  );
  return {
    kind: 'case',
    branches: [
      ...holding.map((rule) => ({
        when: call('and', isAbout(rule), call('equal', call('coalesce', column(rule.holds), 0), 1)),
        then: words(rule.byAdverseEvent),
      })),
      ...changing.map((rule) => ({ when: isAbout(rule), then: words(rule.byAdverseEvent) })),
    ],
    otherwise: literal(null, type),
  };
}
