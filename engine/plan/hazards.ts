/** Times until an event by its hazard, and the share whom it has reached by its horizon. */
import type { ElementaryDistribution, Hazard, HazardPiece, SourceRange, Term } from '../model/index.ts';
import { call, double, literal } from './terms.ts';

const DAYS_A_YEAR = 365.25;
/** Days that nobody reaches. */
const NEVER = 1e9;

/** Days until it happens at one draw: where the hazards of the days before sum to a standard exponential. */
export function daysByHazard({ curve }: Hazard, uniform: Term, at: SourceRange): Term {
  if (curve.kind === 'weibull')
    return drawn({ kind: 'weibull', shape: curve.shape, scale: curve.scaleDays, at }, uniform);
  const sum = drawn({ kind: 'exponential', mean: 1, at }, uniform);
  return {
    kind: 'case',
    branches: stepsOf(curve.pieces)
      .filter(({ perDay }) => perDay > 0)
      .map(({ from, before, behind, perDay }) => {
        const within = call('divide', call('subtract', sum, literal(before, double)), literal(perDay, double));
        const then = call('add', literal(from, double), within);
        return { when: call('less', sum, literal(Math.min(behind, NEVER), double)), then };
      }),
    otherwise: literal(NEVER, double),
  };
}

function drawn(distribution: ElementaryDistribution, uniform: Term): Term {
  return { kind: 'sample', distribution, uniform, type: double };
}

/** Who has met it by the horizon, if nothing else came between. */
export function shareByHazard({ curve, horizonDays }: Hazard): number {
  if (curve.kind === 'weibull') return -Math.expm1(-((horizonDays / curve.scaleDays) ** curve.shape));
  const sum = stepsOf(curve.pieces).reduce((all, { from, to, perDay }) => {
    const days = Math.max(0, Math.min(to, horizonDays) - from);
    return perDay === 0 ? all : all + days * perDay;
  }, 0);
  return -Math.expm1(-sum);
}

interface Step {
  readonly from: number;
  readonly to: number;
  readonly perDay: number;
  /** The sum of the hazard at both ends. */
  readonly before: number;
  readonly behind: number;
}

function stepsOf(pieces: readonly HazardPiece[]): readonly Step[] {
  let before = 0;
  return pieces.map(({ from, rate }, index) => {
    const to = pieces[index + 1]?.from ?? Infinity;
    const perDay = rate / DAYS_A_YEAR;
    const step = { from, to, perDay, before, behind: perDay === 0 ? before : before + (to - from) * perDay };
    before = step.behind;
    return step;
  });
}
