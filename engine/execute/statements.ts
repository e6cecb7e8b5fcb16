/**
 * Statements that stand alone, each on a connection that does nothing else meanwhile. To make one ready is most of the work of a
 * small build, so a database that stays open from build to build keeps them.
 */
import type { DuckDBValue } from '@duckdb/node-api';
import type { Held, QueryResult, Session } from './session.ts';

export interface Statements {
  readonly prepare: (sql: string) => Promise<Prepared>;
  readonly rows: (sql: string, values?: readonly DuckDBValue[]) => Promise<QueryResult>;
}

/** Either of the two is called, once. */
export interface Prepared {
  readonly execute: (values?: readonly DuckDBValue[]) => Promise<number>;
  readonly drop: () => void;
}

export interface KeptStatements extends Statements {
  /** After a build: lets go of those that none of the last builds asked for. */
  readonly endRound: () => void;
  /** When tables or types have changed: then all are of no use, for the database makes them ready anew each time. */
  readonly letGo: () => void;
}

type Connect = () => Promise<Session>;

/** A statement is let go of once it has run; its connection is used again. */
export function passingStatements(connect: Connect): Statements {
  const idle: Session[] = [];
  const take = async (sql: string): Promise<Taken> => {
    const session = idle.pop() ?? (await connect());
    const held = await session.hold(sql);
    const giveBack = (): void => {
      held.drop();
      idle.push(session);
    };
    return { held, giveBack };
  };
  return statementsBy(take);
}

/** Builds in which a statement is not asked for, until it is let go of: edits of one kind ask for some, those of another for others. */
const ROUNDS = 10;

/** A statement waits for the next time that it is asked for. */
export function keptStatements(connect: Connect): KeptStatements {
  const waiting = new Map<string, Kept>();
  let round = 0;
  const take = async (sql: string): Promise<Taken> => {
    const kept = waiting.get(sql) ?? (await keep(sql, connect));
    waiting.delete(sql);
    const giveBack = (): void => {
      if (waiting.has(sql)) return kept.letGo();
      kept.round = round;
      waiting.set(sql, kept);
    };
    return { held: kept.held, giveBack };
  };
  const letGo = (isOld: (kept: Kept) => boolean): void => {
    for (const [sql, kept] of waiting) {
      if (!isOld(kept)) continue;
      waiting.delete(sql);
      kept.letGo();
    }
  };
  return {
    ...statementsBy(take),
    endRound: () => {
      letGo((kept) => kept.round + ROUNDS < round);
      round += 1;
    },
    letGo: () => letGo(() => true),
  };
}

interface Kept {
  readonly held: Held;
  /** In which it ran last. */
  round: number;
  readonly letGo: () => void;
}

async function keep(sql: string, connect: Connect): Promise<Kept> {
  const session = await connect();
  const held = await session.hold(sql);
  const letGo = (): void => {
    held.drop();
    session.close();
  };
  return { held, round: 0, letGo };
}

interface Taken {
  readonly held: Held;
  readonly giveBack: () => void;
}

function statementsBy(take: (sql: string) => Promise<Taken>): Statements {
  return {
    prepare: async (sql) => {
      const { held, giveBack } = await take(sql);
      const execute: Prepared['execute'] = async (values) => {
        try {
          return await held.execute(values);
        } finally {
          giveBack();
        }
      };
      return { execute, drop: giveBack };
    },
    rows: async (sql, values) => {
      const { held, giveBack } = await take(sql);
      try {
        return await held.rows(values);
      } finally {
        giveBack();
      }
    },
  };
}
