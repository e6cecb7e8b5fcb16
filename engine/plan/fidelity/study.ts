/** What a study declares of its subjects: who fails screening, arms, dropout, and adverse events by arm. */
import type { Declaration, DeclaredMeasure, SourceRange, Term } from '../../model/index.ts';
import { dropoutOf, declaredAdverseEvents, isFollowed, tallied } from '../tables/trialsim/index.ts';
import { countStrata, isListed } from '../allocation.ts';
import type { PlanContext } from '../context.ts';
import { shareByHazard } from '../hazards.ts';
import type { Trial } from '../tables/trialsim/index.ts';
import { call, column, double, known, literal } from '../terms.ts';
import { targetOfEach } from './declarations.ts';
import type { Sums } from './sums.ts';

const SECTION = 'study';

type Blocks = NonNullable<Extract<DeclaredMeasure, { measure: 'share' }>['blocks']>;

interface Share {
  readonly quantity: string;
  readonly part?: string;
  readonly among: { readonly words: string; readonly holds: Term };
  readonly holds: Term;
  readonly target: number;
  readonly blocks?: Blocks;
  readonly at: SourceRange;
}

export function studyDeclarations(trial: Trial, sums: Sums, context: PlanContext): readonly Declaration[] {
  const shares = [...screening(trial), ...arms(trial, blocksOf(trial, sums, context)), ...dropout(trial, context)];
  return [...shares.map((one) => share(one, trial, sums)), ...adverseEvents(trial, sums)];
}

function screening(trial: Trial): readonly Share[] {
  const { screeningFailure: failure } = trial.journey.study;
  if (failure === undefined) return [];
  const among = { words: 'screened', holds: isTold('screened', trial) };
  const holds = isTold('failed', trial);
  return [{ quantity: 'screening failure', among, holds, target: failure.value, at: failure.at }];
}

/** By which list subjects got their arms; absent where chance alone gives them. */
function blocksOf({ journey }: Trial, sums: Sums, context: PlanContext): Blocks | undefined {
  const { randomization } = journey.study;
  if (randomization === undefined) return undefined;
  const listed = sums.count(isListed(journey, column, context));
  return { listed, size: randomization.block, strata: countStrata(randomization, context) };
}

function arms(trial: Trial, blocks: Blocks | undefined): readonly Share[] {
  const all = trial.journey.study.arms;
  if (all.length < 2) return [];
  const among = { words: 'randomized', holds: call('not', call('is_null', column(tallied('arm_id', trial)))) };
  return all.map(({ code, allocation, at }) => ({
    quantity: 'arm',
    part: code,
    among,
    holds: inArm(trial, code),
    target: allocation,
    ...(blocks === undefined ? {} : { blocks }),
    at,
  }));
}

/** Of those for whom the time in which they may leave is over. */
function dropout(trial: Trial, context: PlanContext): readonly Share[] {
  const declared = trial.journey.study.dropout;
  const hazard = dropoutOf(trial)?.use.timing.hazard;
  if (declared === undefined || hazard === undefined) return [];
  const isWhole = isFollowed(context, trial);
  const among = isWhole
    ? { words: 'treated, followed to the end', holds: isTold('followed', trial) }
    : { words: 'treated', holds: isTold('treated', trial) };
  return [
    { quantity: 'dropout', among, holds: isTold('leaves', trial), target: shareByHazard(hazard), at: declared.at },
  ];
}

/** Where there are several studies, with the name of this one. */
function ofStudy(words: string, { among, journey }: Trial): string {
  return among.length === 1 ? words : `${words} (${journey.study.id})`;
}

/** Of those who are no subjects nothing is known. */
function isTold(name: string, trial: Trial): Term {
  return known(column(tallied(name, trial)));
}

function inArm(trial: Trial, code: string): Term {
  return known(call('equal', column(tallied('arm_id', trial)), trial.armKeys.get(code) ?? 0));
}

function share(
  { quantity, part = '', among, holds, target, blocks, at }: Share,
  trial: Trial,
  sums: Sums,
): Declaration {
  return {
    section: SECTION,
    quantity,
    part,
    among: ofStudy(among.words, trial),
    people: sums.count(among.holds),
    measure: 'share',
    holding: sums.count(call('and', among.holds, holds)),
    target,
    quota: false,
    ...(blocks === undefined ? {} : { blocks }),
    at,
  };
}

/** Who leaves early is expected to have those that begin while they are there. */
function adverseEvents(trial: Trial, sums: Sums): readonly Declaration[] {
  return declaredAdverseEvents(trial).flatMap(({ term, had, exposed }) =>
    trial.journey.study.arms.flatMap(({ code, adverseEvents: declared }): Declaration[] => {
      const own = declared.find((one) => one.term === term);
      if (own === undefined) return [];
      const among = call('and', isTold('treated', trial), inArm(trial, code));
      const expected = call('multiply', column(exposed), literal(own.share, double));
      return [
        {
          section: SECTION,
          quantity: term,
          part: '',
          among: ofStudy(`treated in ${code}`, trial),
          people: sums.count(among),
          measure: 'share',
          holding: sums.count(call('and', among, known(column(had)))),
          target: targetOfEach(expected, sums, { among: { words: '', holds: among } }),
          quota: false,
          at: own.at,
        },
      ];
    }),
  );
}
