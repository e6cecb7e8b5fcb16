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
  let first: { readonly share: number; readonly at: number } | undefined;
  return (done, total) => {
    const [share, now] = [total === 0 ? 1 : done / total, clock.milliseconds()];
    first ??= { share, at: now - began };
    const text = formatProgress({ name, share, taken: now - began, first });
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

/** Less than this tells nothing of the rest. */
const LEAST_PART = 0.1;

/**
 * `few  ████████░░░░  33 %, about 4 s left`; nothing in the first two seconds. What is left takes as long as what was done since the `first` share was
 * told: what came before was made ready once.
 */
export function formatProgress(progress: {
  readonly name: string;
  readonly share: number;
  readonly taken: number;
  readonly first: { readonly share: number; readonly at: number };
}): string | undefined {
  const { name, share, taken, first } = progress;
  if (taken < WONDER_MILLISECONDS) return undefined;
  const full = Math.round(share * CELLS);
  const bar = '█'.repeat(full) + '░'.repeat(CELLS - full);
  const percent = `${Math.floor(share * 100)} %`;
  if (share >= 1) return `${name}  ${bar}  ${percent}, checking and writing out`;
  const done = share - first.share;
  if (done < LEAST_PART) return `${name}  ${bar}  ${percent}`;
  const left = ((taken - first.at) / done) * (1 - share);
  return `${name}  ${bar}  ${percent}, about ${formatDuration(Math.max(1000, Math.round(left / 1000) * 1000)).replace('.00', '')} left`;
}
