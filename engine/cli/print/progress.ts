/** How far a build is, as a bar with the time that is left, once it has taken long enough for somebody to wonder. */
import type { Clock } from '../../ports/index.ts';
import { formatDuration } from './quantities.ts';

const WONDER_MILLISECONDS = 2000;
const CELLS = 24;

/** Takes what a build says of its progress and shows it by `show`. */
export function createProgress(options: {
  readonly name: string;
  readonly clock: Clock;
  readonly show: (text: string) => void;
}): (done: number, total: number) => void {
  const { name, clock, show } = options;
  const began = clock.milliseconds();
  return (done, total) => {
    const text = formatProgress({ name, share: total === 0 ? 1 : done / total, taken: clock.milliseconds() - began });
    if (text !== undefined) show(text);
  };
}

/** The same for builds one after the other, each of which begins anew. */
export function createProgresses(options: {
  readonly clock: Clock;
  readonly show: (text: string) => void;
}): (name: string, done: number, total: number) => void {
  let last:
    | { readonly name: string; readonly done: number; readonly tell: (done: number, total: number) => void }
    | undefined;
  return (name, done, total) => {
    const isNext = last === undefined || last.name !== name || done < last.done;
    const tell = last === undefined || isNext ? createProgress({ ...options, name }) : last.tell;
    last = { name, done, tell };
    tell(done, total);
  };
}

/** `few  ████████░░░░  33 %, about 4 s left`; nothing in the first two seconds. */
export function formatProgress(progress: {
  readonly name: string;
  readonly share: number;
  readonly taken: number;
}): string | undefined {
  const { name, share, taken } = progress;
  if (taken < WONDER_MILLISECONDS) return undefined;
  const full = Math.round(share * CELLS);
  const bar = '█'.repeat(full) + '░'.repeat(CELLS - full);
  const percent = `${Math.floor(share * 100)} %`;
  if (share >= 1) return `${name}  ${bar}  ${percent}, checking and writing out`;
  if (share <= 0) return `${name}  ${bar}  ${percent}`;
  const left = (taken / share) * (1 - share);
  return `${name}  ${bar}  ${percent}, about ${formatDuration(Math.max(1000, Math.round(left / 1000) * 1000)).replace('.00', '')} left`;
}
