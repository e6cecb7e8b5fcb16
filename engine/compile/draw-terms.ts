/** Draws of a plan to SQL, and draws held against shares that the plan knows, which whole numbers can be compared for. */
import type { Term } from '../model/index.ts';
import { drawSql, streamKey, wholeFrom, withOccurrence } from './draw.ts';
import type { KeySql, Uniform } from './draw.ts';
import type { Layers } from './layers.ts';
import { literal, sql } from './sql.ts';
import type { Sql } from './sql.ts';
import { streamColumns } from './streams.ts';

type Of<Kind extends Term['kind']> = Extract<Term, { kind: Kind }>;

export interface DrawScope {
  readonly seed: number;
  readonly layers: Layers;
  /** A column of the input. */
  readonly column: (name: string) => Sql;
  readonly lower: (term: Term) => Sql;
}

export function drawTermSql({ stream, person, occurrence }: Of<'draw'>, scope: DrawScope): Uniform {
  const { layers, lower } = scope;
  const whole = (term: Term): Sql =>
    term.kind === 'literal' ? lower(term) : layers.bind(sql`cast(${lower(term)} as bigint)`);
  return drawSql(keySql(stream, occurrence, scope), whole(person), whole(occurrence), layers.bind);
}

function keySql(stream: Of<'draw'>['stream'], occurrence: Term, { column, seed }: DrawScope): KeySql {
  if (stream.kind === 'named') {
    const key = streamKey(seed, stream.name);
    const isKnown = occurrence.kind === 'literal' && typeof occurrence.value === 'number';
    return {
      first: isKnown ? withOccurrence(key, occurrence.value) : literal(key.first),
      second: literal(key.second),
    };
  }
  const [first, second] = streamColumns(stream.name);
  return { first: column(first), second: column(second) };
}

/** `draw < share` as whole numbers; nothing where it is something else. */
export function drawnBelowSql({ operation, arguments: [drawn, share] }: Of<'call'>, scope: DrawScope): Sql | undefined {
  if (operation !== 'less' || drawn?.kind !== 'draw' || share === undefined) return undefined;
  const from = wholeShare(share);
  if (from === undefined) return undefined;
  const { whole } = drawTermSql(drawn, scope);
  return whole && sql`(${whole} < ${scope.lower(from)})`;
}

/** From where on draws are not below the share; nothing where that follows from rows. */
function wholeShare(share: Term): Term | undefined {
  if (share.kind === 'literal') {
    return typeof share.value === 'number' ? { kind: 'literal', value: wholeFrom(share.value) } : undefined;
  }
  if (share.kind !== 'case') return undefined;
  const branches = share.branches.flatMap(({ when, then }) => {
    const whole = wholeShare(then);
    return whole === undefined ? [] : [{ when, then: whole }];
  });
  const otherwise = wholeShare(share.otherwise);
  const isWhole = otherwise !== undefined && branches.length === share.branches.length;
  return isWhole ? { kind: 'case', branches, otherwise } : undefined;
}
