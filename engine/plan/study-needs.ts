/** What the study's record needs of the journeys and of the reference skills, and does not find. */
import { diagnostic } from '../diagnostics/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { CohortSpecification, DeviationOccasion, SourceRange, TrialKnowledge, TrialRule } from '../model/index.ts';
import { strataAmong } from './allocation.ts';
import type { CohortInLibrary } from './context.ts';
import { productPlace } from './product-place.ts';
import { armsOf, studiesOf } from './study-arm.ts';
import type { StudyJourney } from './study-arm.ts';

export function checkStudy({ cohort, library }: CohortInLibrary): readonly Diagnostic[] {
  const studies = studiesOf(cohort);
  return [
    ...checkIdentifiers(cohort, studies),
    ...studies.flatMap((study) => checkRandomization(cohort, study)),
    ...checkRecord(cohort, library, studies),
  ];
}

/** As many as numbers of subjects fit whole numbers of 32 bits. */
const MOST_STUDIES = 20;

/** Identifiers of subjects begin with that of their study. */
function checkIdentifiers(cohort: CohortSpecification, studies: readonly StudyJourney[]): readonly Diagnostic[] {
  const last = studies[MOST_STUDIES];
  const many =
    last === undefined
      ? []
      : [diagnostic('plan-studies-many', { studies: studies.length, limit: MOST_STUDIES }, takenAt(cohort, last))];
  const twice = studies.flatMap((one, at) => {
    const before = studies.slice(0, at).find(({ study }) => study.id === one.study.id);
    if (before === undefined) return [];
    const params = { study: one.study.id, journeys: [before.id, one.id] };
    return [diagnostic('plan-study-twice', params, takenAt(cohort, one) ?? one.study.at)];
  });
  return [...many, ...twice];
}

/** Where a profile, a cohort or a request says that these people take part; `undefined` where none names the journey. */
function takenAt({ profile }: CohortSpecification, { id }: StudyJourney): SourceRange | undefined {
  const at = profile.journeys.find(({ journey }) => journey === id)?.at;
  return at === undefined || at.file.startsWith('<request') ? undefined : at;
}

/** Strata have values that can be told apart. */
function checkRandomization(cohort: CohortSpecification, { study }: StudyJourney): readonly Diagnostic[] {
  const { profile } = cohort;
  const { randomization } = study;
  if (randomization === undefined) return [];
  const arms = armsOf(cohort);
  const known = strataAmong(profile).flatMap(({ name }) => (arms.has(name) ? [] : [name]));
  const unfit = randomization.strata.filter(({ value }) => !known.includes(value));
  return unfit.map(({ value, at }) => diagnostic('plan-stratum-unfit', { name: value, known }, at));
}

function checkRecord(
  cohort: CohortSpecification,
  library: CohortInLibrary['library'],
  studies: readonly StudyJourney[],
): readonly Diagnostic[] {
  const [first] = studies;
  if (!cohort.profile.products.includes('trialsim'))
    return studies.map(({ study }) =>
      diagnostic('plan-study-unrecorded', { study: study.id, profile: cohort.profile.id }, study.at),
    );
  if (first === undefined)
    return [diagnostic('plan-study-none', { profile: cohort.profile.id }, productPlace(cohort.profile, 'trialsim'))];
  const what = missingOf(library.knowledge.trials);
  const events = studies.flatMap(({ phases }) => phases.flatMap((phase) => phase.events));
  const listed = new Set(library.knowledge.trials?.assessments.map(({ name }) => name));
  const measured = new Map(
    events.flatMap(({ definition }) => definition.observations.map(({ value, at }) => [value, at] as const)),
  );
  const unlisted = [...measured].filter(([name]) => !listed.has(name));
  return [
    ...(what.length === 0 ? [] : [diagnostic('plan-trial-missing', { what }, first.study.at)]),
    ...unlisted.map(([observation, at]) => diagnostic('plan-assessment-unlisted', { observation }, at)),
  ];
}

const NEEDED: readonly TrialRule[] = ['consent_lead_days_max', 'discontinuation_lead_days_max'];
const OCCASIONS: readonly DeviationOccasion[] = ['window', 'missed', 'any'];

function missingOf(trials: TrialKnowledge | undefined): readonly string[] {
  if (trials === undefined) return ['what trials are like (`trial_rules`)'];
  const { adverseEvents, discontinuations, deviations, rules } = trials;
  return [
    ...(adverseEvents.length === 0 ? ['an adverse event (`trial_adverse_events`)'] : []),
    ...(discontinuations.length === 0 ? ['a reason for leaving (`trial_discontinuations`)'] : []),
    ...OCCASIONS.filter((one) => !deviations.some(({ occasion }) => occasion === one)).map(
      (one) => `a deviation of the occasion \`${one}\` (\`trial_deviations\`)`,
    ),
    ...NEEDED.filter((rule) => !rules.has(rule)).map((rule) => `\`${rule}\` (\`trial_rules\`)`),
  ];
}
