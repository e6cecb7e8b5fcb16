/** Which skills a request may lead to. */
import type { Draft } from '../draft.ts';

export function isTemplate({ kind }: Draft): boolean {
  return kind === 'profile-template' || kind === 'journey-template' || kind === 'cohort';
}
