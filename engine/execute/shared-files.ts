/**
 * Files that are open, each once a process: the system's locks belong to a process, so closing a second opening of a file would
 * take the lock of the first away. A file is known by its place on the disk, since a build puts another under its name.
 */
export interface Closable {
  readonly close: () => void;
}

/** What \`open\` made, and again to whoever asks before the last one has closed it. */
export type Share<File extends Closable> = (identity: string, open: () => Promise<File>) => Promise<File>;

export function createSharing<File extends Closable>(): Share<File> {
  const entries = new Map<string, { readonly opened: Promise<File>; users: number }>();
  return async (identity, open) => {
    const entry = entries.get(identity) ?? { opened: open(), users: 0 };
    entries.set(identity, entry);
    entry.users += 1;
    const leave = (): boolean => {
      entry.users -= 1;
      if (entry.users === 0) entries.delete(identity);
      return entry.users === 0;
    };
    try {
      const file = await entry.opened;
      let isClosed = false;
      const close = (): void => {
        if (isClosed) return;
        isClosed = true;
        if (leave()) file.close();
      };
      return { ...file, close };
    } catch (error) {
      leave();
      throw error;
    }
  };
}
