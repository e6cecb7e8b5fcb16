/**
 * What a study says of doses that comes to nothing: levels to which nothing lowers, rules on what nobody can have or never so
 * gravely, factors of 1.
 */
import type { AdverseEventConcept, DoseChange, DoseRule, SourceRange, Study, StudyArm } from '../../model/index.ts';
import type { EventDraft, JourneyContext } from './event-drafts.ts';

export function checkIdleDoses(study: Study, drafts: readonly EventDraft[], context: JourneyContext): void {
  const { problems } = context;
  const changes: readonly { readonly change: DoseChange; readonly at: SourceRange }[] = [
    ...study.doseRules,
    ...drafts.flatMap(({ definition: { dosing }, at }) => (dosing === undefined ? [] : [{ change: dosing, at }])),
  ];
  const report = (part: string, reason: string, at: SourceRange): void => {
    problems.report('normalize-without-effect', { part, reason }, at);
  };
  for (const { name, levels, at } of study.arms.flatMap(({ treatments }) => treatments)) {
    const isLowered = changes.some(
      ({ change: { reduce, treatments } }) => reduce !== undefined && (treatments?.includes(name) ?? true),
    );
    if (levels !== undefined && !isLowered) report('levels', `no \`reduce\` lowers the dose of ${name}`, at);
  }
  for (const { change, at } of changes)
    if (change.factor === 1) report('factor', 'a dose that is multiplied by 1 stays as it is', at);
  const known = context.knowledge.trials?.adverseEvents ?? [];
  for (const rule of study.doseRules) {
    const { term, grade, at } = rule;
    if (term !== undefined && !canHappen(term, study, drafts)) {
      report('adverse_event', `nobody in the study has the adverse event "${term}"`, at);
      continue;
    }
    const reached = gravestOf(rule, study, { drafts, known });
    const what = term === undefined ? 'no adverse event' : `"${term}" never`;
    const among = rule.change.treatments === undefined ? 'the study' : 'an arm of its treatments';
    if (reached < grade) report('grade', `${what} reaches grade ${grade} in ${among}`, at);
  }
}

interface Sources {
  readonly drafts: readonly EventDraft[];
  readonly known: readonly AdverseEventConcept[];
}

/** The highest grade that any adverse event which the rule is about can have where its treatments are given. */
function gravestOf({ term, change: { treatments } }: DoseRule, { arms }: Study, { drafts, known }: Sources): number {
  const ofEvents = new Set(drafts.flatMap(({ definition }) => definition.term?.value ?? []));
  const isGiven = (arm: StudyArm): boolean =>
    treatments === undefined || arm.treatments.some(({ name }) => treatments.includes(name));
  const grades = arms.filter(isGiven).flatMap(({ adverseEvents }) => {
    const declared = adverseEvents.filter(({ share }) => share > 0);
    const drawn = declared.length === 0 ? known : known.filter((one) => declared.some((own) => own.term === one.term));
    return [...drawn, ...known.filter((one) => ofEvents.has(one.term))]
      .filter((one) => term === undefined || one.term === term)
      .map((one) => adverseEvents.find((own) => own.term === one.term)?.grades ?? one.grades);
  });
  return Math.max(0, ...grades.map((shares) => shares.findLastIndex((share) => share > 0) + 1));
}

/** An arm that declares none draws any. */
function canHappen(term: string, { arms }: Study, drafts: readonly EventDraft[]): boolean {
  const own = arms.map(({ adverseEvents }) => adverseEvents.filter(({ share }) => share > 0));
  return (
    own.some((declared) => declared.length === 0 || declared.some((one) => one.term === term)) ||
    drafts.some(({ definition }) => definition.term?.value === term)
  );
}
