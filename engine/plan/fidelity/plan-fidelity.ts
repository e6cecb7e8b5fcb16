/** Everything that is declared, with what is to be counted in people, events and finished tables to hold it against what came out. */
import type { Fidelity, PlannedTable } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import type { Population } from '../population.ts';
import { subjectsAmong, trialsOf } from '../tables/trialsim/index.ts';
import type { Timeline } from '../timeline.ts';
import { table } from '../terms.ts';
import { tallyHappenings } from './happenings.ts';
import { declaredOfPeople } from './people.ts';
import { declaredOfTables } from './records/declared-of-tables.ts';
import { createRecords } from './records/records.ts';
import { planSpending } from './spending.ts';
import { createSums } from './sums.ts';

interface Planned {
  readonly population: Population;
  readonly timeline: Timeline;
  readonly tables: readonly PlannedTable[];
}

/** The sums of people stand first, then those of events, of spending and of finished tables. */
export function planFidelity(context: PlanContext, { population, timeline, tables }: Planned): Fidelity {
  const trials = trialsOf(context, timeline);
  const sums = createSums();
  const ofPeople = declaredOfPeople(context, { population, trials, sums });
  const happened = tallyHappenings({ context, timeline }, sums.width());
  const behindEvents = sums.width() + happened.width;
  const spent = planSpending(context, tables, behindEvents);
  const records = createRecords({ context, timeline, tables, behind: behindEvents + (spent?.width ?? 0) });
  const ofTables = declaredOfTables(records);
  return {
    people: subjectsAmong(table('scratch', 'population'), trials),
    values: sums.bound(),
    sums: sums.all(),
    events: happened.tally,
    spending: spent?.spending,
    records: records.tallies(),
    declarations: [...ofPeople, ...happened.declarations, ...ofTables, ...(spent?.declarations ?? [])],
  };
}
