/**
 * Where a request is built: a file a cohort or template. What a phrase lays over a template has a file of its own, so that two
 * phrases never write one file; two wordings of one meaning do.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { GenerationRequest } from '../../model/index.ts';

const DIGITS = 6;

export function fileOf(request: GenerationRequest, isPhrase: boolean): string {
  const { name, journeys, overrides } = request;
  const laid = overrides.filter(({ at }) => at.file === '<phrase>').map(({ path, value }) => ({ path, value }));
  if (!isPhrase || (laid.length === 0 && journeys === undefined)) return join('out', `${name}.duckdb`);
  const digest = createHash('sha256')
    .update(JSON.stringify([laid, journeys]))
    .digest('hex');
  return join('out', `${name}-${digest.slice(0, DIGITS)}.duckdb`);
}
