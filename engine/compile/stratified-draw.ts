/**
 * Draws without chance in their shares: over persons 1 to `among` each of as many equal parts of (0, 1) is drawn once, at
 * one offset, so that a share of people is exact to one person. Which person draws which part is a keyed permutation,
 * made of steps that each can be undone; a test holds the SQL against the reference.
 */
import { createHash } from 'node:crypto';
import type { Bind } from './draw.ts';
import { doubleLiteral, literal, sql } from './sql.ts';
import type { Sql } from './sql.ts';

/** How persons are spread over the parts under a seed. */
export interface StratifiedKey {
  readonly among: number;
  /** The greatest power of 2 that is not above `among`: parts below it are mixed among themselves. */
  readonly mixed: number;
  readonly bits: number;
  readonly rounds: readonly { readonly flip: number; readonly factor: number; readonly shift: number }[];
  /** Where in each part the draws lie, in (0, 1). */
  readonly offset: number;
}

/** A part at or above the greatest power of 2 is only moved on by a round; so many leave none as it was. */
const ROUNDS = 12;
const WORDS_OF_DIGEST = 16;

export function stratifiedKey(seed: number, stream: string, among: number): StratifiedKey {
  const digests = Array.from({ length: Math.ceil((3 * ROUNDS + 1) / WORDS_OF_DIGEST) }, (_, part) =>
    createHash('sha512').update(`${seed}\n${stream}\nstrata ${part}`).digest(),
  );
  const words = Buffer.concat(digests);
  const word = (at: number): number => words.readUInt32BE(4 * at);
  const bits = Math.floor(Math.log2(among));
  const mixed = 2 ** bits;
  const rounds = Array.from({ length: ROUNDS }, (_, round) => ({
    flip: word(3 * round) % mixed,
    factor: (word(3 * round + 1) % mixed) | 1,
    shift: word(3 * round + 2) % among,
  }));
  return { among, mixed, bits, rounds, offset: (word(3 * ROUNDS) + 0.5) / 2 ** 32 };
}

/** Where in each of its parts the draws of a stream lie. */
export function stratumOffset(seed: number, stream: string, among: number): number {
  return stratifiedKey(seed, stream, among).offset;
}

/** The part, from 0, of a person, from 1. */
export function stratum({ among, mixed, bits, rounds }: StratifiedKey, person: number): number {
  return rounds.reduce((part, { flip, factor, shift }) => {
    const product = Number((BigInt(part ^ flip) * BigInt(factor)) % BigInt(mixed));
    const moved = part < mixed ? product ^ (product >> halfOf(bits)) : part;
    return (moved + shift) % among;
  }, person - 1);
}

export function stratifiedDraw(key: StratifiedKey, person: number): number {
  return (stratum(key, person) + key.offset) / key.among;
}

export function stratifiedDrawSql(key: StratifiedKey, person: Sql, bind: Bind): Sql {
  const { among, mixed, bits, rounds, offset } = key;
  const part = rounds.reduce(
    (before, { flip, factor, shift }) => {
      const product = bind(sql`(xor(${before}, ${literal(flip)}) * ${literal(factor)}) & ${literal(mixed - 1)}`);
      const moved = sql`case when ${before} < ${literal(mixed)} then xor(${product}, ${product} >> ${literal(halfOf(bits))}) else ${before} end`;
      return bind(sql`((${moved}) + ${literal(shift)}) % ${literal(among)}`);
    },
    bind(sql`${person} - 1`),
  );
  return bind(sql`(${part} + ${doubleLiteral(offset)}) / ${doubleLiteral(among)}`);
}

function halfOf(bits: number): number {
  return Math.max(1, bits >> 1);
}
