/** Terms to SQL. Draws, samples and siblings are bound in layers; everything else stands where it is used. */
import type { NamedTerm, Term } from '../model/index.ts';
import { normalChoiceSql } from './choose-normal.ts';
import { drawnBelowSql, drawTermSql } from './draw-terms.ts';
import type { Layers, NamedSql } from './layers.ts';
import { normalProbabilitySql } from './normal-probability.ts';
import { operationSql } from './operations.ts';
import type { Query } from './query.ts';
import { sampleSql } from './sample.ts';
import { columnName, doubleLiteral, joinSql, literal, sql } from './sql.ts';
import type { Sql } from './sql.ts';
import { stratifiedDrawSql, stratifiedKey } from './stratified-draw.ts';
import { typeSql } from './types.ts';

export interface TermScope {
  readonly seed: number;
  readonly layers: Layers;
  /** How a column of the input is read. */
  readonly column: (name: string) => Sql;
  /** The other columns of the same projection, by name. */
  readonly siblings: ReadonlyMap<string, Term>;
  /** Siblings that were compiled before. */
  readonly compiled: Map<string, Sql>;
}

/** A scope in which no column reads another of the same projection. */
export function bareScope(seed: number, { layers, values }: Pick<Query, 'layers' | 'values'>): TermScope {
  const column = (name: string): Sql => layers.bind(values.get(name) ?? columnName(name));
  return { seed, layers, column, siblings: new Map(), compiled: new Map() };
}

/** The columns of one projection; siblings are compiled once and bound. */
export function compileColumns(
  columns: readonly NamedTerm[],
  seed: number,
  input: Pick<Query, 'layers' | 'values'>,
): NamedSql[] {
  const siblings = new Map(columns.map(({ name, term }) => [name, term]));
  const scope: TermScope = { ...bareScope(seed, input), siblings };
  const compiled = columns.map(({ name, term }) => ({ name, value: columnSql(term, scope, input) }));
  return compiled.map(({ name, value }) => ({ name, value: input.layers.known(value) }));
}

/** A column that is passed on stays what it is. */
function columnSql(term: Term, scope: TermScope, { values }: Pick<Query, 'values'>): Sql {
  return (term.kind === 'column' ? values.get(term.name) : undefined) ?? termSql(term, scope);
}

export function termSql(term: Term, scope: TermScope): Sql {
  const lower = (one: Term): Sql => termSql(one, scope);
  switch (term.kind) {
    case 'literal':
      return literalSql(term);
    case 'date':
      return sql`cast(${literal(term.value)} as date)`;
    case 'column':
      return scope.column(term.name);
    case 'output':
      return siblingSql(term.name, scope);
    case 'call':
      return drawnBelowSql(term, { ...scope, lower }) ?? operationSql(term.operation, term.arguments.map(lower));
    case 'case':
      return normalChoiceSql(term, lower, scope.layers.bind) ?? caseSql(term, lower);
    case 'cast':
      return sql`cast(${lower(term.operand)} as ${typeSql(term.type)})`;
    case 'draw':
      return drawTermSql(term, { ...scope, lower });
    case 'stratified_draw': {
      const person = scope.layers.bind(sql`cast(${lower(term.person)} as bigint)`);
      return stratifiedDrawSql(stratifiedKey(scope.seed, term.stream, term.among), person, scope.layers.bind);
    }
    case 'normal_probability':
      return normalProbabilitySql(lower(term.of), scope.layers.bind);
    case 'sample': {
      const { uniform: of } = term;
      const uniform = of.kind === 'draw' ? drawTermSql(of, { ...scope, lower }) : lower(of);
      return scope.layers.bind(sampleSql(term.distribution, uniform, term.type, scope.layers.bind));
    }
  }
}

/** A number of doubles or of integers is one by how it is written. */
function literalSql({ value, type }: Extract<Term, { kind: 'literal' }>): Sql {
  if (type === undefined) return literal(value);
  if (typeof value === 'number' && type.kind === 'double') return doubleLiteral(value);
  if (typeof value === 'number' && type.kind === 'integer' && Number.isInteger(value)) return literal(value);
  return sql`cast(${literal(value)} as ${typeSql(type)})`;
}

/** Compiled once, however many columns read it. */
function siblingSql(name: string, scope: TermScope): Sql {
  const known = scope.compiled.get(name);
  if (known !== undefined) return known;
  const made = scope.layers.bind(termSql(sibling(name, scope), scope));
  scope.compiled.set(name, made);
  return made;
}

function sibling(name: string, scope: TermScope): Term {
  const term = scope.siblings.get(name);
  if (term === undefined)
    throw new Error(`This is a bug in plan: the column "${name}" is read by a sibling but not there.`);
  return term;
}

function caseSql({ branches, otherwise }: Extract<Term, { kind: 'case' }>, lower: (term: Term) => Sql): Sql {
  if (branches.length === 0) return lower(otherwise);
  const arms = branches.map(({ when, then }) => sql`when ${lower(when)} then ${lower(then)}`);
  return sql`(case ${joinSql(arms, ' ')} else ${lower(otherwise)} end)`;
}
