/** The text of a file of `fixtures/authored/`. */
import { readFileSync } from 'node:fs';

export function authoredText(path: string): string {
  return readFileSync(new URL(`../../fixtures/authored/${path}`, import.meta.url), 'utf8');
}
