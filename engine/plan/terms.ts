/** Short ways to write terms, so that a table's definition reads as its columns. */
import type { ColumnType, NamedTerm, Operation, Relation, Scalar, Term } from '../model/index.ts';

export const integer: ColumnType = { kind: 'integer' };
export const bigint: ColumnType = { kind: 'bigint' };
export const smallint: ColumnType = { kind: 'smallint' };
export const double: ColumnType = { kind: 'double' };
export const text: ColumnType = { kind: 'text' };
export const boolean: ColumnType = { kind: 'boolean' };
export const date: ColumnType = { kind: 'date' };
export const timestamp: ColumnType = { kind: 'timestamp' };
export const money: ColumnType = { kind: 'decimal', precision: 12, scale: 2 };
/** Money that is reckoned with: as wide as 64 bits hold, so that the database need not widen it for every sum. */
export const wideMoney: ColumnType = { kind: 'decimal', precision: 18, scale: 2 };

export function literal(value: Scalar, type?: ColumnType): Term {
  return type === undefined ? { kind: 'literal', value } : { kind: 'literal', value, type };
}

export function day(value: string): Term {
  return { kind: 'date', value };
}

export function column(name: string): Term {
  return { kind: 'column', name };
}

/** A sibling in the same projection. */
export function output(name: string): Term {
  return { kind: 'output', name };
}

export function call(operation: Operation, ...operands: readonly (Term | Scalar)[]): Term {
  return { kind: 'call', operation, arguments: operands.map((one) => (isTerm(one) ? one : literal(one))) };
}

function isTerm(value: Term | Scalar): value is Term {
  return typeof value === 'object' && value !== null;
}

/** Whether a column holds one of these numbers. */
export function isOneOf(name: string, numbers: readonly number[]): Term {
  return call('or', ...numbers.map((number) => call('equal', column(name), number)), literal(false));
}

/** Unknown is not true. */
export function known(truth: Term): Term {
  return call('coalesce', truth, false);
}

export function when(condition: Term, then: Term, otherwise: Term): Term {
  return { kind: 'case', branches: [{ when: condition, then }], otherwise };
}

export function cast(operand: Term, type: ColumnType): Term {
  return { kind: 'cast', operand, type };
}

/** One draw a person. */
export function drawOf(stream: string): Term {
  return { kind: 'draw', stream: { kind: 'named', name: stream }, person: column('person_id'), occurrence: literal(0) };
}

/** What a stream column is called where it is passed on: its keys have two halves, as `compile` stores them. */
export function halvesOf(streamColumn: string): readonly string[] {
  return [`${streamColumn}:first`, `${streamColumn}:second`];
}

/** One draw an occurrence, from the stream that the input's column names. */
export function drawBy(streamColumn: string): Term {
  return {
    kind: 'draw',
    stream: { kind: 'column', name: streamColumn },
    person: column('person_id'),
    occurrence: column('occurrence'),
  };
}

/** A whole number from 0 to `count` - 1. */
export function pick(uniform: Term, count: Term | number): Term {
  return call('floor', call('multiply', uniform, count));
}

export function named(name: string, term: Term): NamedTerm {
  return { name, term };
}

/** The column under its own name. */
export function keep(name: string): NamedTerm {
  return { name, term: column(name) };
}

export function table(schema: string, name: string): Relation {
  return { kind: 'table', schema, name };
}

export function project(input: Relation, columns: readonly NamedTerm[]): Relation {
  return { kind: 'project', input, columns };
}

export function filter(input: Relation, where: Term): Relation {
  return { kind: 'filter', input, where };
}

/** The rows of each of the parts, which have the same columns. */
export function rowsOfAll(parts: readonly Relation[]): Relation {
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : { kind: 'union', inputs: parts };
}

/** An equality join on columns of the same name on both sides. */
export function joinOn(left: Relation, right: Relation, ...on: readonly string[]): Relation {
  return { kind: 'join', how: 'inner', left, right, on: on.map((name) => ({ left: name, right: name })) };
}
