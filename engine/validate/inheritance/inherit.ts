/**
 * Drafts into drafts in which what a skill extends stands under what it says itself. What cannot be laid is named; a skill
 * that it happens to holds no specification.
 */
import { diagnostic } from '../../diagnostics/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { SkillKind } from '../../model/index.ts';
import { statedKind } from '../skill-kind.ts';
import { findCircles } from './circles.ts';
import type { Draft } from '../draft.ts';
import { declaredParameters } from '../parameters/index.ts';
import { carriedBy, findBase, fitted, indexOf } from './find-bases.ts';
import type { Found, Tree } from './find-bases.ts';
import { asHeir, layDraft, withoutOwn } from './lay-draft.ts';

export interface Inheritance {
  readonly drafts: readonly Draft[];
  readonly diagnostics: readonly Diagnostic[];
  /** Skills whose base has an error, by path, beside those that follow from the diagnostics. */
  readonly bases: ReadonlyMap<string, Base>;
}

export interface Base {
  readonly name: string;
  /** Absent where the file could not be read. */
  readonly path: string | undefined;
  readonly at: Draft['document']['at'];
}

export function inherit(tree: Tree): Inheritance {
  const index = indexOf(tree);
  const named = new Map(tree.drafts.flatMap((draft) => entryFor(draft, findBase(draft, index))));
  const kindOf = kindsAlong(named);
  const found = new Map([...named].map(([draft, one]) => [draft, fitted(one, draft, kindOf)] as const));
  if (found.size === 0) return { drafts: tree.drafts.map(withDeclared), diagnostics: [], bases: new Map() };
  const circles = findCircles(tree.drafts, (draft) => baseIn(found.get(draft)));
  const inCircles = new Set(circles.flat());
  const diagnostics = [
    ...[...found.values()].flatMap((one) => (one.kind === 'wrong' && one.problem ? [one.problem] : [])),
    ...circles.map((circle) => circleProblem(circle, found)),
  ];
  const laid = new Map<Draft, Draft>();
  const layOne = (draft: Draft): Draft => {
    for (const link of lineTo(draft, (one) => (inCircles.has(one) ? undefined : baseIn(found.get(one))))) {
      const one = found.get(link);
      if (!laid.has(link)) laid.set(link, one === undefined ? withDeclared(link) : layFound(link, one));
    }
    return laid.get(draft) ?? draft;
  };
  const layFound = (draft: Draft, one: Found): Draft => {
    if (one.kind !== 'base' || inCircles.has(draft)) return withoutOwn(draft);
    const base = laid.get(one.base) ?? one.base;
    const carried = carriedBy(kindOf(one.base));
    if (carried === undefined || base.name === undefined) return withoutOwn(draft);
    const heir = asHeir(draft, { kind: kindOf(one.base), carried });
    const result = layDraft({ heir, base, baseName: base.name.value, carried, at: one.at });
    diagnostics.push(...result.diagnostics);
    return result.draft;
  };
  return { drafts: tree.drafts.map(layOne), diagnostics, bases: basesOf(found) };
}

/** What a skill is: what it says, or what the skill is that it extends. */
function kindsAlong(named: ReadonlyMap<Draft, Found>): (draft: Draft) => SkillKind {
  const kinds = new Map<Draft, SkillKind>();
  return (draft) => {
    const path: Draft[] = [];
    let link = draft;
    for (;;) {
      const base = statedKind(link.document) === undefined ? baseIn(named.get(link)) : undefined;
      path.push(link);
      if (base === undefined || kinds.has(link) || path.includes(base)) break;
      link = base;
    }
    const kind = kinds.get(link) ?? link.kind;
    for (const one of path) kinds.set(one, kind);
    return kind;
  };
}

/** What it is built on, from the root on, and itself. */
function lineTo(draft: Draft, baseOf: (draft: Draft) => Draft | undefined): readonly Draft[] {
  const line: Draft[] = [];
  for (let link: Draft | undefined = draft; link !== undefined; link = baseOf(link)) line.push(link);
  return line.toReversed();
}

function withDeclared(draft: Draft): Draft {
  const declared = declaredParameters(draft.frontMatter);
  return declared === undefined ? draft : { ...draft, declared };
}

function entryFor(draft: Draft, found: Found | undefined): readonly (readonly [Draft, Found])[] {
  return found === undefined ? [] : [[draft, found]];
}

function baseIn(found: Found | undefined): Draft | undefined {
  return found?.kind === 'base' ? found.base : undefined;
}

function circleProblem(circle: readonly Draft[], found: ReadonlyMap<Draft, Found>): Diagnostic {
  const places = circle.flatMap((draft) => {
    const one = found.get(draft);
    return one?.kind === 'base' ? [one.at] : [];
  });
  const path = [...places, ...places.slice(0, 1)].map(({ file, start }) => `${file}:${start.line}`);
  return diagnostic('validate-extends-cycle', { path }, places[0]);
}

function basesOf(found: ReadonlyMap<Draft, Found>): ReadonlyMap<string, Base> {
  return new Map(
    [...found].flatMap(([{ document }, one]): readonly (readonly [string, Base])[] => {
      if (one.kind === 'broken') return [[document.path, { name: one.name, path: undefined, at: one.at }]];
      if (one.kind !== 'base') return [];
      return [[document.path, { name: one.base.name?.value ?? '', path: one.base.document.path, at: one.at }]];
    }),
  );
}
