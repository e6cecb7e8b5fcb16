/**
 * What a study adds to its journey, as an author could have written it: screening failures part from the others after
 * screening; adverse events come by chance while treatment lasts; who drops out withdraws when the hazard says.
 */
import type {
  DataNode,
  Dropout,
  Expression,
  Hazard,
  Probability,
  SourceRange,
  Study,
  StudyArm,
} from '../../model/index.ts';
import { mapOf, nodeOf } from '../../trees/index.ts';
import { createReader } from '../reader.ts';
import { takePartings } from './branches.ts';
import type { Parting } from './parting.ts';
import { readDrafts } from './event-drafts.ts';
import type { EventDraft, JourneyContext } from './event-drafts.ts';
import { daysIn } from './offset.ts';
import type { PhaseDraft } from './phases.ts';

/** What expressions call the arm of a subject. */
export const ARM = 'arm';

interface WholeStudy {
  readonly study: Study;
  readonly phases: readonly PhaseDraft[];
  /** In days, of the journey. */
  readonly lasts: number;
}

interface StudyParts {
  readonly parting: Parting;
  /** Those of the journey, and one of what may happen at any time of treatment, where something may. */
  readonly phases: readonly PhaseDraft[];
}

const ELIGIBLE = { point: 'eligibility', branch: 'eligible' };

type Milestone = 'screening' | 'randomization' | 'dose';

export function studyParts(whole: WholeStudy, context: JourneyContext): StudyParts {
  const first = (type: Milestone): { draft: EventDraft; phase: PhaseDraft } | undefined => {
    for (const phase of whole.phases) {
      const draft = phase.drafts.find(({ definition }) => definition.type === type);
      if (draft !== undefined) return { draft, phase };
    }
    return context.problems.report('normalize-study-without', { type }, whole.study.at);
  };
  const [screening, randomization, dose] = [first('screening'), first('randomization'), first('dose')];
  if (screening === undefined || randomization === undefined || dose === undefined)
    return { parting: { points: [], drafts: [] }, phases: whole.phases };
  checkRandomization(randomization.draft, nameOf(screening.draft), context);
  const drafts = [...adverseEvents(whole.study, dose, context), ...dropouts(whole, dose, context)];
  const { from, to } = dose.phase;
  const phase: PhaseDraft = {
    name: 'On study',
    from,
    to,
    drafts,
    points: [],
    cycle: undefined,
    stop: undefined,
    transitions: [],
    isEntered: false,
    at: whole.study.at,
  };
  return {
    parting: screeningFailures(whole.study, nameOf(screening.draft), context),
    phases: [
      ...whole.phases.map((one) => forEligible(one, randomization.draft, whole.study)),
      ...(drafts.length === 0 ? [] : [phase]),
    ],
  };
}

/** Only who passes screening is randomized. */
function forEligible(phase: PhaseDraft, randomization: EventDraft, { screeningFailure }: Study): PhaseDraft {
  if (screeningFailure === undefined) return phase;
  const onWay = (draft: EventDraft): EventDraft =>
    draft === randomization && draft.way === undefined ? { ...draft, way: ELIGIBLE } : draft;
  return { ...phase, drafts: phase.drafts.map(onWay) };
}

/** Nothing behind it waits for it: who is left out by its own chance or condition would stay. */
function checkRandomization({ probability, ...draft }: EventDraft, after: string, { problems }: JourneyContext): void {
  if (probability.kind === 'constant' && probability.value >= 1) return;
  const failing = probability.kind === 'constant' ? Number((1 - probability.value).toFixed(6)) : undefined;
  problems.report('normalize-study-some', { event: nameOf({ probability, ...draft }), after, failing }, probability.at);
}

function nameOf({ ownId, definition }: EventDraft): string {
  return ownId ?? definition.name;
}

/** Days from screening until it is known who cannot be enrolled. */
const RESULTS_DAYS = 7;

function screeningFailures({ screeningFailure }: Study, after: string, context: JourneyContext): Parting {
  if (screeningFailure === undefined) return { points: [], drafts: [] };
  const { value, at } = screeningFailure;
  const failure = {
    id: 'screen_failure',
    type: 'milestone',
    title: 'Screen failure',
    timing: { after, days: RESULTS_DAYS },
  };
  const branches = [
    { name: 'screen_failure', probability: value, events: [failure], end: true },
    { name: ELIGIBLE.branch, else: true, events: [] },
  ];
  const authored = nodeOf([{ name: ELIGIBLE.point, after, branches }], at);
  const map = mapOf([{ key: 'branching', keyAt: at, value: authored }], at);
  return takePartings(createReader(map, 'a study', context.problems), 'start', context);
}

interface Dosed {
  readonly draft: EventDraft;
  readonly phase: PhaseDraft;
}

/** One event a term; its chance is that of the person's arm. */
function adverseEvents({ arms }: Study, { draft, phase }: Dosed, context: JourneyContext): readonly EventDraft[] {
  const days = Math.max(1, Math.round(daysIn(phase.to) - daysIn(phase.from)));
  const terms = new Map<string, SourceRange>();
  for (const { term, at } of arms.flatMap((arm) => arm.adverseEvents)) if (!terms.has(term)) terms.set(term, at);
  return [...terms].flatMap(([term, at]) => {
    const event = {
      id: `adverse event/${term}`,
      type: 'adverse_event',
      title: term,
      term,
      timing: { after: nameOf(draft), days: [0, days - 1] },
    };
    return drafted(event, at, context).map((one) => ({ ...one, probability: byArm(arms, term, at) }));
  });
}

function byArm(arms: readonly StudyArm[], term: string, at: SourceRange): Probability {
  return arms.reduceRight<Probability>(
    (fails, { code, adverseEvents: declared }) => {
      const own = declared.find((one) => one.term === term);
      if (own === undefined) return fails;
      return {
        kind: 'given',
        given: isArm(code, own.at),
        holds: { kind: 'constant', value: own.share, at: own.at },
        fails,
        at: own.at,
      };
    },
    { kind: 'constant', value: 0, at },
  );
}

function isArm(code: string, at: SourceRange): Expression {
  return {
    kind: 'binary',
    operator: '=',
    left: { kind: 'name', name: ARM, at },
    right: { kind: 'text', value: code, at },
    at,
  };
}

/** The time from the first dose; a scale is such that the share has left by the end of the journey. */
function dropouts(
  { study, lasts }: WholeStudy,
  { draft, phase }: Dosed,
  context: JourneyContext,
): readonly EventDraft[] {
  const { dropout } = study;
  if (dropout === undefined || (dropout.kind === 'weibull' && dropout.share === 0)) return [];
  const horizonDays = Math.max(1, Math.round(lasts - daysIn(phase.from)));
  const event = {
    id: 'dropout',
    type: 'withdrawal',
    title: 'Withdrawal from the study',
    timing: { after: nameOf(draft), days: [0, horizonDays - 1] },
  };
  if (dropout.kind === 'piecewise' && dropout.pieces.some(({ from }) => from >= horizonDays)) {
    const reason = `one of them begins behind the end of the journey, ${horizonDays} days after the first dose, or a piece without \`until\` comes before it`;
    context.problems.report('normalize-without-effect', { part: 'pieces', reason }, dropout.at);
  }
  const hazard = { curve: curveOf(dropout, horizonDays), horizonDays };
  return drafted(event, dropout.at, context).map((one) => ({ ...one, hazard }));
}

function curveOf(dropout: Dropout, horizonDays: number): Hazard['curve'] {
  switch (dropout.kind) {
    case 'weibull': {
      const { share, shape } = dropout;
      return { kind: 'weibull', shape, scaleDays: horizonDays / (-Math.log1p(-share)) ** (1 / shape) };
    }
    case 'exponential':
      return { kind: 'piecewise', pieces: [{ from: 0, rate: dropout.rate }] };
    case 'piecewise':
      return { ...dropout, pieces: dropout.pieces.filter(({ from }) => from < horizonDays) };
  }
}

function drafted(
  event: Readonly<Record<string, unknown>>,
  at: SourceRange,
  context: JourneyContext,
): readonly EventDraft[] {
  const node: DataNode = nodeOf([event], at);
  return readDrafts(node, context);
}
