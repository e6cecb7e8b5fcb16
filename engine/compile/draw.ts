/**
 * The one source of chance: `draw(stream, person, occurrence)`, a uniform number in (0, 1) with 32 random bits. It stands
 * here twice, as SQL of integer arithmetic and as TypeScript for reference; a test holds one against the other.
 *
 * Two rounds of a 32-bit finalizer ("lowbias32", public domain): the first takes the person and one half of the stream's
 * 64-bit key, the second the occurrence and the other half.
 */
import { createHash } from 'node:crypto';
import { doubleLiteral, literal, sql } from './sql.ts';
import type { Sql } from './sql.ts';

/** The halves of a stream's key, each a whole number below 2^32. */
export interface StreamKey {
  readonly person: number;
  readonly occurrence: number;
}

const MASK = 0xffffffff;
const FIRST_FACTOR = 0x7feb352d;
/** 0x846ca68b less 2^32: the same low 32 bits, and a product that fits a signed 64-bit integer. */
const SECOND_FACTOR = 0x846ca68b - 2 ** 32;
/** 2^32 divided by the golden ratio, less 2^32. */
const OCCURRENCE_FACTOR = 0x9e3779b9 - 2 ** 32;

/** The key of a stream under a seed: the first 64 bits of a SHA-256. */
export function streamKey(seed: number, stream: string): StreamKey {
  const digest = createHash('sha256').update(`${seed}\n${stream}`).digest();
  return { person: digest.readUInt32BE(0), occurrence: digest.readUInt32BE(4) };
}

export interface Drawing {
  readonly seed: number;
  readonly stream: string;
  /** From 1. */
  readonly person: number;
  /** From 0. */
  readonly occurrence?: number;
}

/** The reference: the same number, to the last bit, that the SQL gives. */
export function draw({ seed, stream, person, occurrence = 0 }: Drawing): number {
  return drawAt(streamKey(seed, stream), person, occurrence);
}

/** The draws of one stream, by person. */
export function drawsOf(seed: number, stream: string): (person: number) => number {
  const key = streamKey(seed, stream);
  return (person) => drawAt(key, person, 0);
}

function drawAt(key: StreamKey, person: number, occurrence: number): number {
  const mixedPerson = mix((person + key.person) >>> 0);
  const mixed = mix((mixedPerson ^ occurrenceHalf(key, occurrence)) >>> 0);
  return (mixed + 0.5) / 2 ** 32;
}

/** What of a draw its occurrence decides. */
export function occurrenceHalf(key: StreamKey, occurrence: number): number {
  return (Math.imul(occurrence, OCCURRENCE_FACTOR) + key.occurrence) >>> 0;
}

function mix(value: number): number {
  const first = Math.imul(value ^ (value >>> 16), FIRST_FACTOR) >>> 0;
  const second = Math.imul(first ^ (first >>> 15), SECOND_FACTOR) >>> 0;
  return (second ^ (second >>> 16)) >>> 0;
}

/** Gives a value a name in a layer of its own, so that it is computed once however often it is used. */
export type Bind = (value: Sql) => Sql;

/** A uniform number in (0, 1), and where it is a draw the whole number below 2^32 that it is made of. */
export interface Uniform extends Sql {
  readonly whole?: Sql;
}

/** The halves of a stream's key; as a number the second, where all draws are of one occurrence that is mixed into it. */
export interface KeySql {
  readonly person: Sql;
  readonly occurrence: Sql | number;
}

/** The draw in SQL. Every argument is a BIGINT; each step that is read twice is bound. */
export function drawSql(key: KeySql, person: Sql, occurrence: Sql, bind: Bind): Uniform {
  const mixedPerson = mixSql(bind(sql`(${person} + ${key.person}) & ${literal(MASK)}`), bind);
  const inner =
    typeof key.occurrence === 'number'
      ? literal(key.occurrence)
      : sql`(${occurrence} * ${literal(OCCURRENCE_FACTOR)} + ${key.occurrence}) & ${literal(MASK)}`;
  const mixed = bind(mixSql(bind(sql`xor(${mixedPerson}, ${inner})`), bind));
  return { ...bind(sql`(${mixed} + 0.5::double) * ${doubleLiteral(2 ** -32)}`), whole: mixed };
}

/** The least whole number of which the draw is not below `share`: the database compares whole numbers many times as fast as doubles. */
export function wholeFrom(share: number): number {
  return Math.min(2 ** 32, Math.max(0, Math.ceil(share * 2 ** 32 - 0.5)));
}

function mixSql(value: Sql, bind: Bind): Sql {
  const first = bind(sql`(xor(${value}, ${value} >> 16) * ${literal(FIRST_FACTOR)}) & ${literal(MASK)}`);
  const second = bind(sql`(xor(${first}, ${first} >> 15) * ${literal(SECOND_FACTOR)}) & ${literal(MASK)}`);
  return sql`xor(${second}, ${second} >> 16)`;
}
