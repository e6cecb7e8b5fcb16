/** What those who fill in people share. */
import type { Statement } from '../model/index.ts';
import type { Ready } from './crew.ts';
import type { Database } from './database.ts';
import type { Session } from './session.ts';
import type { Execution } from './execution.ts';
import type { Range } from './ranges.ts';
import type { Work } from './work.ts';

export interface Filling {
  readonly database: Database;
  readonly execution: Execution;
  readonly work: Work;
  readonly workers: number;
  /** Settles when the types are there of what is filled in. */
  readonly typesStand: Promise<void>;
  /** Settles when what people are filled into is there. */
  readonly tablesStand: Promise<void>;
  /** A statement whose rows are counted and whose time is taken; with a range, one that brings the build on. */
  readonly run: (session: Session, statement: Statement, range?: Range) => Promise<void>;
  readonly prepare: (session: Session, statement: Statement, range?: Range) => Promise<Ready>;
}
