/**
 * The one source of chance: `draw(stream, person, occurrence)`, a uniform number in (0, 1) with 32 random bits. It stands
 * here twice, as SQL of integer arithmetic and as TypeScript for reference; a test holds one against the other.
 *
 * Two rounds of a 32-bit finalizer ("lowbias32", public domain). The first mixes the person alone, so that all draws of a person
 * share it; the second takes the stream's 64-bit key, one half at its beginning, with the occurrence, and one in its middle.
 * The last step of the first round and the first of the second undo each other, so neither is made.
 */
import { createHash } from 'node:crypto';
import { doubleLiteral, literal, sql } from './sql.ts';
import type { Sql } from './sql.ts';

/** The halves of a stream's key, each a whole number below 2^32; the occurrence is mixed into the first. */
export interface StreamKey {
  readonly first: number;
  readonly second: number;
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
  return { first: digest.readUInt32BE(0), second: digest.readUInt32BE(4) };
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
  const begun = Math.imul(mixPerson(person) ^ withOccurrence(key, occurrence), FIRST_FACTOR);
  const mixed = Math.imul(begun ^ (begun >>> 15) ^ key.second, SECOND_FACTOR);
  return (((mixed ^ (mixed >>> 16)) >>> 0) + 0.5) / 2 ** 32;
}

function mixPerson(person: number): number {
  const begun = Math.imul(person ^ (person >>> 16), FIRST_FACTOR);
  return Math.imul(begun ^ (begun >>> 15), SECOND_FACTOR);
}

/** The first half of a key, for one occurrence. */
export function withOccurrence({ first }: StreamKey, occurrence: number): number {
  return (Math.imul(occurrence, OCCURRENCE_FACTOR) + first) >>> 0;
}

/** Gives a value a name in a layer of its own, so that it is computed once however often it is used. */
export type Bind = (value: Sql) => Sql;

/** A uniform number in (0, 1), and where it is a draw the whole number below 2^32 that it is made of. */
export interface Uniform extends Sql {
  readonly whole?: Sql;
}

/** The halves of a stream's key; the first as a number where all draws are of one occurrence, which is mixed into it. */
export interface KeySql {
  readonly first: Sql | number;
  readonly second: Sql;
}

/** The draw in SQL. Every argument is a BIGINT; each step that is read twice is bound. */
export function drawSql({ first, second }: KeySql, person: Sql, occurrence: Sql, bind: Bind): Uniform {
  const key =
    typeof first === 'number' ? literal(first) : masked(sql`${occurrence} * ${literal(OCCURRENCE_FACTOR)} + ${first}`);
  const begun = bind(times(sql`xor(${mixPersonSql(person, bind)}, ${key})`, FIRST_FACTOR));
  const mixed = bind(times(sql`xor(xor(${begun}, ${begun} >> 15), ${second})`, SECOND_FACTOR));
  const whole = bind(sql`xor(${mixed}, ${mixed} >> 16)`);
  return { ...bind(sql`(${whole} + 0.5::double) * ${doubleLiteral(2 ** -32)}`), whole };
}

function mixPersonSql(person: Sql, bind: Bind): Sql {
  const begun = bind(times(sql`xor(${person}, ${person} >> 16)`, FIRST_FACTOR));
  return bind(times(sql`xor(${begun}, ${begun} >> 15)`, SECOND_FACTOR));
}

/** The low 32 bits of a product. */
function times(value: Sql, factor: number): Sql {
  return masked(sql`${value} * ${literal(factor)}`);
}

function masked(value: Sql): Sql {
  return sql`(${value}) & ${literal(MASK)}`;
}

/** The least whole number of which the draw is not below `share`: the database compares whole numbers many times as fast as doubles. */
export function wholeFrom(share: number): number {
  return Math.min(2 ** 32, Math.max(0, Math.ceil(share * 2 ** 32 - 0.5)));
}
