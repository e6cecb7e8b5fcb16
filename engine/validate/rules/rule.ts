/** The shape of a rule between files: what it sees, and what it gives. */
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { SkillDocument } from '../../model/index.ts';
import type { Draft } from '../draft.ts';

export interface Rule {
  readonly name: string;
  readonly check: (context: RuleContext) => readonly Diagnostic[];
}

export interface RuleContext {
  /** Every file that could be read, prose among them. */
  readonly documents: readonly SkillDocument[];
  readonly drafts: readonly Draft[];
  /** Paths of files that exist and could not be read: what they define is unknown, so nothing that may be in them is missed. */
  readonly unreadable: readonly string[];
}
