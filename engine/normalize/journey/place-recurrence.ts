/** How often an event recurs: as often as is written, else until its phase or its cycle ends. */
import { MINUTES_A_DAY } from '../../model/index.ts';
import type { Offset, Recurrence, Timing } from '../../model/index.ts';
import type { Problems } from '../problems.ts';
import { daysIn, fewestDaysIn, mostDaysIn, WITHOUT_END } from './offset.ts';
import { cyclesOf, endOfPhase } from './phases.ts';
import type { PhaseDraft } from './phases.ts';
import type { Rhythm } from './rhythm.ts';
import type { Placed, Placing } from './placed.ts';

const OCCURRENCE_LIMIT = 10_000;

/** As often as is written, else until the phase ends; that bound on the count holds for every calendar. */
export function recurrenceOf(
  { id, draft, phase }: Placed,
  timing: Timing,
  { ends, context: { problems } }: Placing,
): Recurrence | undefined {
  const { rhythm } = draft;
  if (phase.cycle !== undefined) {
    const { cycle } = phase;
    const written = rhythm?.isUsual === true ? undefined : rhythm;
    const run = written && runOf(written, { id, timing, phase, length: cycle.length }, problems);
    if (timing.eachTime) return written && run && { ...run, until: WITHOUT_END, at: written.at };
    const count = cyclesOf(phase, cycle, ends);
    const within = run === undefined || run.count === 1 ? {} : { within: run };
    const name = cycle.isWhole ? 'the journey' : `phase ${phase.name}`;
    return { every: cycle.length, count, until: WITHOUT_END, ...within, cycle: name, at: cycle.at };
  }
  if (rhythm === undefined) return undefined;
  const last = endOfPhase(phase, ends);
  const begins = timing.anchor.kind === 'journey' ? fewestDaysIn(timing.earliest) : 0;
  const room = Math.max(0, mostDaysIn(last) - begins);
  const fitting = Math.floor(room / Math.max(fewestDaysIn(rhythm.every), 1 / MINUTES_A_DAY)) + 1;
  const count = rhythm.count ?? fitting;
  if (count > fitting) problems.report('normalize-recurrence-long', { event: id, count, fitting }, rhythm.at);
  if (count > OCCURRENCE_LIMIT) {
    return problems.report('normalize-occurrences', { event: id, count, limit: OCCURRENCE_LIMIT }, rhythm.at);
  }
  const until = rhythm.count === undefined ? last : WITHOUT_END;
  return { every: rhythm.every, count, until, ...weekly(rhythm), at: rhythm.at };
}

function weekly({ aWeek }: { readonly aWeek?: number | undefined }): Pick<Recurrence, 'aWeek'> {
  return aWeek === undefined ? {} : { aWeek };
}

interface InCycle {
  readonly id: string;
  readonly timing: Timing;
  readonly phase: PhaseDraft;
  readonly length: Offset;
}

/** How often it recurs in a cycle: as often as is written, else until the cycle is over. */
function runOf(
  { every, count, aWeek, at }: Rhythm,
  { id, timing, phase, length }: InCycle,
  problems: Problems,
): NonNullable<Recurrence['within']> {
  const begins = timing.anchor.kind === 'journey' ? daysIn(timing.earliest) - daysIn(phase.from) : 0;
  const room = phase.cycle?.isWhole ? fewestDaysIn(phase.to) - daysIn(phase.from) : fewestDaysIn(length);
  const fitting = Math.max(1, Math.ceil((room - begins) / daysIn(every) - 1e-6));
  if (count !== undefined && count > fitting)
    problems.report('normalize-recurrence-long', { event: id, count, fitting }, at);
  return { every, count: count ?? fitting, ...weekly({ aWeek }) };
}
