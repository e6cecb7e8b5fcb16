/** The closed lists of words that options accept. They stand apart from what uses them, so that help loads nothing else. */
import type { SkillKind } from '../model/index.ts';
import type { FileLayout } from './commands/reference.ts';

export const checkFormats = ['pretty', 'line', 'json', 'sarif', 'github'] as const;
export type CheckFormat = (typeof checkFormats)[number];

export const stageNames = ['parse', 'validate', 'normalize', 'resolve', 'plan', 'compile'] as const;
export type StageName = (typeof stageNames)[number];

const everyKind: Record<SkillKind, true> = {
  skill: true,
  builder: true,
  executor: true,
  distribution: true,
  'journey-pattern': true,
  'profile-template': true,
  'journey-template': true,
  event: true,
  reference: true,
  cohort: true,
};
export const skillKinds: readonly string[] = Object.keys(everyKind);

export const referenceLayouts: readonly FileLayout[] = ['census', 'places', 'svi', 'nppes'];
