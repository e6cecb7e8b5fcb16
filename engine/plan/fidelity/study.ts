/** What a study declares of its subjects: who fails screening, arms, dropout, and adverse events by arm. */
import type { Declaration, SourceRange, Term } from '../../model/index.ts';
import { dropoutOf, declaredAdverseEvents, tallied } from '../tables/trialsim/index.ts';
import { shareByHazard } from '../hazards.ts';
import type { Trial } from '../tables/trialsim/index.ts';
import { call, column, double, known, literal, when } from '../terms.ts';
import type { Sums } from './sums.ts';

interface Share {
  readonly quantity: string;
  readonly part?: string;
  readonly among: { readonly words: string; readonly holds: Term };
  readonly holds: Term;
  readonly target: number;
  readonly at: SourceRange;
}

export function studyDeclarations(trial: Trial, sums: Sums): readonly Declaration[] {
  const { study } = trial.journey;
  const own = (name: string): Term => column(tallied(name, trial));
  const among = (words: string): string => ofStudy(words, trial);
  const randomized = call('not', call('is_null', own('arm_id')));
  const arms = study.arms.length < 2 ? [] : study.arms;
  const { screeningFailure, dropout } = study;
  const hazard = dropoutOf(trial)?.use.timing.hazard;
  return [
    ...(screeningFailure === undefined
      ? []
      : [
          share(
            {
              quantity: 'screening failure',
              among: { words: among('screened'), holds: known(own('screened')) },
              holds: known(own('failed')),
              target: screeningFailure.value,
              at: screeningFailure.at,
            },
            sums,
          ),
        ]),
    ...arms.map(({ code, allocation, at }) =>
      share(
        {
          quantity: 'arm',
          part: code,
          among: { words: among('randomized'), holds: randomized },
          holds: inArm(trial, code),
          target: allocation,
          at,
        },
        sums,
      ),
    ),
    ...(dropout === undefined || hazard === undefined
      ? []
      : [
          share(
            {
              quantity: 'dropout',
              among: { words: among('treated'), holds: known(own('treated')) },
              holds: known(own('leaves')),
              target: shareByHazard(hazard),
              at: dropout.at,
            },
            sums,
          ),
        ]),
    ...adverseEvents(trial, sums),
  ];
}

/** Where there are several studies, with the name of this one. */
function ofStudy(words: string, { among, journey }: Trial): string {
  return among.length === 1 ? words : `${words} (${journey.study.id})`;
}

function inArm(trial: Trial, code: string): Term {
  return known(call('equal', column(tallied('arm_id', trial)), trial.armKeys.get(code) ?? 0));
}

function share({ quantity, part = '', among, holds, target, at }: Share, sums: Sums): Declaration {
  return {
    section: 'study',
    quantity,
    part,
    among: among.words,
    people: sums.count(among.holds),
    measure: 'share',
    holding: sums.count(call('and', among.holds, holds)),
    target,
    quota: false,
    at,
  };
}

/** Who leaves early is expected to have those that begin while they are there. */
function adverseEvents(trial: Trial, sums: Sums): readonly Declaration[] {
  return declaredAdverseEvents(trial).flatMap(({ term, had, exposed }) =>
    trial.journey.study.arms.flatMap(({ code, adverseEvents: declared }): Declaration[] => {
      const own = declared.find((one) => one.term === term);
      if (own === undefined) return [];
      const among = call('and', known(column(tallied('treated', trial))), inArm(trial, code));
      const expected = call('multiply', column(exposed), literal(own.share, double));
      const variance = call('multiply', expected, call('subtract', literal(1, double), expected));
      const sumOf = (number: Term): number => sums.add(when(among, number, literal(0, double)));
      return [
        {
          section: 'study',
          quantity: term,
          part: '',
          among: ofStudy(`treated in ${code}`, trial),
          people: sums.count(among),
          measure: 'share',
          holding: sums.count(call('and', among, known(column(had)))),
          target: { expected: sumOf(expected), variance: sumOf(variance) },
          quota: false,
          at: own.at,
        },
      ];
    }),
  );
}
