/**
 * A folder's changes as mere wake-ups: what changed is found by reading the folder again. A folder that is replaced
 * under its name tells the watcher nothing, so its identity is looked up now and then and the watch begins anew.
 */
import { stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { watch } from 'chokidar';
import type { FSWatcher } from 'chokidar';
import type { Notice } from './watch-event.ts';

export interface WakeUps {
  readonly close: () => Promise<void>;
}

const IDENTITY_INTERVAL_MILLISECONDS = 500;
const POLL_INTERVAL_MILLISECONDS = 300;

export function watchFolder(options: {
  readonly root: string;
  readonly poll: boolean;
  /** With the file, where its text has changed and nothing else. */
  readonly wake: (file?: string) => void;
  readonly notice: (notice: Notice) => void;
}): WakeUps {
  let identity = identityOf(options.root);
  let watcher = startWatcher(options);
  const timer = setInterval(() => void lookAgain(), IDENTITY_INTERVAL_MILLISECONDS);

  async function lookAgain(): Promise<void> {
    const before = await identity;
    const found = await identityOf(options.root);
    if (found === before) return;
    identity = Promise.resolve(found);
    const old = watcher;
    watcher = startWatcher(options);
    options.notice(
      found === undefined
        ? { code: 'watch-root-lost', message: 'The skills folder is gone; waiting for it to come back.' }
        : { code: 'watch-root-back', message: 'The skills folder was replaced; watching the new one.' },
    );
    options.wake();
    await old.close();
  }

  return {
    close: async () => {
      clearInterval(timer);
      await watcher.close();
    },
  };
}

function startWatcher({ root, poll, wake, notice }: Parameters<typeof watchFolder>[0]): FSWatcher {
  const told = new Set<string>();
  const watcher = watch(root, {
    ignoreInitial: true,
    followSymlinks: false,
    ignored: (path) => isIgnored(relative(root, path)),
    // Also polls, as chokidar does by itself, where CHOKIDAR_USEPOLLING is set.
    ...(poll ? { usePolling: true, interval: POLL_INTERVAL_MILLISECONDS } : {}),
  });
  const isKnown = (path: string): boolean =>
    watcher.getWatched()[resolve(dirname(path))]?.includes(basename(path)) === true;
  watcher.on('all', (event, path) => wake(event === 'change' ? path : undefined));
  // Of one file chokidar tells a second change within 50 ms to nobody; the system's own events are all told.
  watcher.on('raw', (event, name, details) => {
    const path = event === 'change' ? rawPath(name, details) : undefined;
    if (path !== undefined && !isIgnored(relative(root, path))) wake(isKnown(path) ? path : undefined);
  });
  watcher.on('error', (error) => {
    const advice = adviceFor(error);
    if (!told.has(advice.message)) notice(advice);
    told.add(advice.message);
  });
  return watcher;
}

/** The file that an event of the system is about: told by the watch of its folder, or by its own. None when polling. */
function rawPath(name: unknown, details: unknown): string | undefined {
  if (typeof name !== 'string' || typeof details !== 'object' || details === null) return undefined;
  if (!('watchedPath' in details) || typeof details.watchedPath !== 'string') return undefined;
  const { watchedPath } = details;
  return basename(watchedPath) === name ? watchedPath : join(watchedPath, name);
}

/** Editors' own files: what begins with a dot or ends in a tilde. */
function isIgnored(inside: string): boolean {
  const name = basename(inside);
  return name === 'node_modules' || name.endsWith('~') || name.startsWith('.');
}

/** A system short of watchers says so once for each folder; said here once a watcher. */
export function adviceFor(error: unknown): Notice {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  if (code === 'ENOSPC') {
    return {
      code: 'watch-limit',
      message: 'The system ran out of file watchers (ENOSPC): raise fs.inotify.max_user_watches, or use --poll.',
    };
  }
  if (code === 'EMFILE' || code === 'ENFILE') {
    return {
      code: 'watch-limit',
      message: `The system ran out of open files (${code}): raise the limit (ulimit -n), or use --poll.`,
    };
  }
  const message = `The file watcher says: ${error instanceof Error ? error.message : String(error)}`;
  return { code: 'watch-trouble', message };
}

async function identityOf(path: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await stat(path);
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}
