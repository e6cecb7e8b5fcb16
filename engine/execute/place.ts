/**
 * Where a build fills in its file: beside the target, to be moved there; or, where few people are built again and again, in a file
 * elsewhere that stays open from build to build with all statements ready, to be copied.
 */
import { letGo, openForFilling, openStaying } from './database.ts';
import type { FillingDatabase } from './database.ts';
import type { Execution } from './execution.ts';
import type { Session } from './session.ts';
import type { Standby } from './standby.ts';
import { copyTo, currentIdentity, nextTo } from './target.ts';
import type { Work } from './work.ts';
import { closeWorkplace, fileToStay, rest } from './workplace.ts';
import type { Workplace } from './workplace.ts';

export interface Place {
  readonly file: string;
  readonly database: FillingDatabase;
  /** What was filled in is made to stand, closed, beside the target. */
  readonly handOver: (session: Session) => Promise<void>;
  /** When it has taken the place of the target; what then takes a while can be done later. */
  readonly leave: () => Promise<() => void>;
  /** When it has not; `failed` where the place itself may be why. */
  readonly abandon: (why: 'stopped' | 'failed') => void;
}

/** Of more, their rows take longer than making statements ready, and a second file of them takes its room on the disk. */
const FEW_PEOPLE = 5000;

export interface Ground {
  readonly work: Work;
  /** Of the target, as it was found. */
  readonly identity: string | undefined;
  readonly standby: Standby | undefined;
}

export async function openPlace(execution: Execution, { work, identity, standby }: Ground): Promise<Place> {
  const { onStep, persons, rangeSize = FEW_PEOPLE, resources, target } = execution;
  const people = persons.to - persons.from + 1;
  const stays = standby?.mayStay() === true && people <= Math.min(FEW_PEOPLE, rangeSize);
  const kept = await standby?.takeWorkplace(target);
  if (kept !== undefined) {
    if (standby !== undefined && stays && isFit(kept, execution, { work, identity })) {
      onStep?.('opened');
      return stayingIn(kept, execution, { work, standby });
    }
    await closeWorkplace(kept);
  }
  const own = stays ? await fileToStay().catch(() => undefined) : undefined;
  const file = own ?? nextTo(target);
  if (work.reuses) await copyTo(target, file);
  onStep?.('copied');
  if (standby === undefined || own === undefined) {
    const passing = await openForFilling(file, resources, standby?.takeBlank());
    onStep?.('opened');
    return passingThrough(file, passing);
  }
  const database = await openStaying(file, resources, standby.takeBlank());
  onStep?.('opened');
  return stayingIn({ target, file, database, resources, identity }, execution, { work, standby });
}

function isFit(
  { identity, resources }: Workplace,
  execution: Execution,
  found: Pick<Ground, 'work' | 'identity'>,
): boolean {
  const { reuses, types } = found.work;
  const { memoryMegabytes, temporaryMegabytes } = execution.resources;
  return (
    reuses &&
    types.length === 0 &&
    identity === found.identity &&
    memoryMegabytes === resources.memoryMegabytes &&
    temporaryMegabytes === resources.temporaryMegabytes
  );
}

function passingThrough(file: string, database: FillingDatabase): Place {
  return {
    file,
    database,
    handOver: letGo,
    leave: async () => Promise.resolve(database.close),
    abandon: database.close,
  };
}

interface Staying {
  readonly work: Work;
  readonly standby: Standby;
}

function stayingIn(workplace: Workplace, { program, target }: Execution, { work, standby }: Staying): Place {
  const { database, file } = workplace;
  const made = database.beside.count();
  return {
    file,
    database,
    handOver: async () => copyTo(file, nextTo(target)),
    leave: async () => {
      const identity = await currentIdentity(target);
      const isChanged = work.reshapes || database.beside.count() > made;
      let begin = (): void => undefined;
      const begun = new Promise<void>((resolve) => (begin = resolve));
      const rested = begun.then(async () => rest({ ...workplace, identity }, program, isChanged));
      standby.keepWorkplace(target, rested);
      return begin;
    },
    abandon: (why) => {
      if (why === 'failed') standby.stopStaying();
      void closeWorkplace(workplace);
    },
  };
}
