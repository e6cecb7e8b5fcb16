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
  const sources = { drafts, known, drawsAny: canDrawAny(study, drafts, context) };
  for (const rule of study.doseRules) {
    const { term, grade, at } = rule;
    if (!canHappen(term, study, sources)) {
      if (term === undefined) report('grade', 'nobody in the study has an adverse event', at);
      else report('adverse_event', `nobody in the study has the adverse event "${term}"`, at);
      continue;
    }
    const reached = gravestOf(rule, study, sources);
    const what = term === undefined ? 'no adverse event' : `"${term}" never`;
    const among = rule.change.treatments === undefined ? 'the study' : 'an arm of its treatments';
    if (reached < grade) report('grade', `${what} reaches grade ${grade} in ${among}`, at);
  }
}

interface Sources {
  readonly drafts: readonly EventDraft[];
  readonly known: readonly AdverseEventConcept[];
  /** Whether there are adverse events whose term is drawn: those of an arm, or any where it declares none. */
  readonly drawsAny: boolean;
}

/** By events that name none, and with who leaves because of one. */
function canDrawAny(study: Study, drafts: readonly EventDraft[], { knowledge }: JourneyContext): boolean {
  const isLeft = study.dropout !== undefined || drafts.some(({ definition }) => definition.type === 'withdrawal');
  const isReason = knowledge.trials?.discontinuations.some(({ byAdverseEvent }) => byAdverseEvent) === true;
  return (
    (isLeft && isReason) ||
    drafts.some(({ definition: { term, type } }) => type === 'adverse_event' && term === undefined)
  );
}

/** The highest grade that any adverse event which the rule is about can have where its treatments are given. */
function gravestOf({ term, change: { treatments } }: DoseRule, { arms }: Study, sources: Sources): number {
  const isGiven = (arm: StudyArm): boolean =>
    treatments === undefined || arm.treatments.some(({ name }) => treatments.includes(name));
  const grades = arms.filter(isGiven).flatMap((arm) =>
    eventsIn(arm, sources)
      .filter((one) => term === undefined || one.term === term)
      .map((one) => arm.adverseEvents.find((own) => own.term === one.term)?.grades ?? one.grades),
  );
  return Math.max(0, ...grades.map((shares) => shares.findLastIndex((share) => share > 0) + 1));
}

function canHappen(term: string | undefined, { arms }: Study, sources: Sources): boolean {
  return arms.some((arm) => eventsIn(arm, sources).some((one) => term === undefined || one.term === term));
}

/** Adverse events that can happen in an arm: those that it declares, those of events, and any where it declares none. */
function eventsIn({ adverseEvents }: StudyArm, { drafts, known, drawsAny }: Sources): readonly AdverseEventConcept[] {
  const own = new Set(adverseEvents.flatMap(({ term, share }) => (share > 0 ? [term] : [])));
  const ofEvents = new Set(drafts.flatMap(({ definition }) => definition.term?.value ?? []));
  return known.filter(({ term }) => own.has(term) || ofEvents.has(term) || (drawsAny && own.size === 0));
}
