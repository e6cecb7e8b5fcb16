/**
 * Work that is dealt out to whoever is free: each task as soon as what it reads is made, and of those that can begin the one that
 * the longest chain of others waits for. Whoever finds none makes the next one ready meanwhile.
 */
import { settled } from './settled.ts';

export interface Task {
  readonly makes: string | undefined;
  /** What of this another task makes has to be made first; all else stands. */
  readonly reads: readonly string[];
  /** What can be done before that. */
  readonly prepare: () => Promise<Ready>;
}

/** Either of the two is called, once. */
export interface Ready {
  readonly run: () => Promise<void>;
  readonly drop: () => void;
}

/** Tasks that are ready before they can begin: more would wait in memory, and no worker with them. */
const AHEAD = 6;

/** Ends when all tasks are done. After one has failed none is begun, and its failure is thrown when all that run have ended. */
export async function dealOut(tasks: readonly Task[], workers: number): Promise<void> {
  const waiting = byChain(tasks);
  const unmade = new Set(tasks.flatMap(({ makes }) => makes ?? []));
  const busy = new Set<Task>();
  const ready = new Map<Task, Ready>();
  let hasFailed = false;
  let change = createSignal();
  const tellOthers = (): void => {
    change.give();
    change = createSignal();
  };
  const canRun = ({ makes, reads }: Task): boolean => !reads.some((name) => unmade.has(name) && name !== makes);
  const next = (): Task | undefined => {
    const free = waiting.filter((task) => !busy.has(task));
    return free.find(canRun) ?? (ready.size < AHEAD ? free.find((task) => !ready.has(task)) : undefined);
  };
  const bringOn = async (task: Task): Promise<void> => {
    const made = ready.get(task) ?? (await task.prepare());
    ready.set(task, made);
    if (hasFailed || !canRun(task)) return;
    ready.delete(task);
    await made.run();
    waiting.splice(waiting.indexOf(task), 1);
    if (task.makes !== undefined) unmade.delete(task.makes);
  };

  const work = async (): Promise<void> => {
    while (waiting.length > 0) {
      const task = next();
      if (task === undefined) {
        await change.given;
        continue;
      }
      busy.add(task);
      await bringOn(task);
      busy.delete(task);
      tellOthers();
    }
  };
  const stopOthers = (error: unknown): never => {
    hasFailed = true;
    waiting.length = 0;
    tellOthers();
    throw error;
  };
  try {
    await settled(Array.from({ length: workers }, async () => work().catch(stopOthers)));
  } finally {
    for (const { drop } of ready.values()) drop();
  }
}

/** Those first behind which the most others wait for each other; of equal ones the earlier. */
function byChain(tasks: readonly Task[]): Task[] {
  const chains = new Map<Task, number>();
  for (const task of tasks.toReversed()) {
    const behind = tasks.filter((one) => one !== task && task.makes !== undefined && one.reads.includes(task.makes));
    chains.set(task, 1 + Math.max(0, ...behind.map((one) => chains.get(one) ?? 0)));
  }
  return tasks.toSorted((a, b) => (chains.get(b) ?? 0) - (chains.get(a) ?? 0));
}

interface Signal {
  readonly given: Promise<void>;
  readonly give: () => void;
}

function createSignal(): Signal {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give: () => give() };
}
