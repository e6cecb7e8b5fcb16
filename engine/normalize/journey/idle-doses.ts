/** What a study says of doses that comes to nothing: levels to which nothing lowers, rules on what nobody can have, factors of 1. */
import type { DoseChange, SourceRange, Study } from '../../model/index.ts';
import type { EventDraft, JourneyContext } from './event-drafts.ts';

export function checkIdleDoses(study: Study, drafts: readonly EventDraft[], { problems }: JourneyContext): void {
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
  for (const { term, at } of study.doseRules)
    if (term !== undefined && !canHappen(term, study, drafts))
      report('adverse_event', `nobody in the study has the adverse event "${term}"`, at);
}

/** An arm that declares none draws any. */
function canHappen(term: string, { arms }: Study, drafts: readonly EventDraft[]): boolean {
  const own = arms.map(({ adverseEvents }) => adverseEvents.filter(({ share }) => share > 0));
  return (
    own.some((declared) => declared.length === 0 || declared.some((one) => one.term === term)) ||
    drafts.some(({ definition }) => definition.term?.value === term)
  );
}
