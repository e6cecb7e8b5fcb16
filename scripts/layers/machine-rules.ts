/** No file of the project speaks of the machine it was written on. */
import { hostname } from 'node:os';
import type { Finding } from './finding.ts';
import type { ProjectFile } from './project-files.ts';
import { lineOf } from './source-text.ts';

/** Put together from parts, so that this file does not break its own rule. */
const FOLDERS = ['work', 'root', 'home', 'Users'].map((folder) => `/${folder}/`);
const SHORTEST_HOST = 5;

export function checkMachine(files: readonly ProjectFile[], host: string = hostname()): readonly Finding[] {
  const folders = new RegExp(String.raw`(?<![\w.}])(?:${FOLDERS.join('|')})`, 'g');
  const hosts = host.length < SHORTEST_HOST || host === 'localhost' ? undefined : host;
  return files.flatMap(({ path, text }) => {
    const paths = [...text.matchAll(folders)].map(({ index, 0: found }) => ({ index, found }));
    const at = hosts === undefined ? -1 : text.indexOf(hosts);
    return [...paths, ...(at === -1 ? [] : [{ index: at, found: 'the name of this host' }])].map(
      ({ index, found }) => ({
        file: path,
        line: lineOf(text, index),
        rule: 'no-machine',
        message: `${found} is a place on one machine`,
      }),
    );
  });
}
