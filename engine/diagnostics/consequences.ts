/**
 * Diagnostics as they are told: one that only follows from another is counted in the hint of that one, and tells itself only where
 * its cause is not shown; a name that nothing defines is told once, with the other places where it stands.
 */
import type { Diagnostic } from './diagnostic.ts';
import { ownerOf } from './heirs.ts';
import { cutList } from './wording.ts';

interface Told {
  readonly one: Diagnostic;
  /** Lines on which the same is wrong, that of the diagnostic first. */
  readonly lines: Set<string>;
  /** Skills that wait for it. */
  readonly waiting: Set<string>;
}

export function foldConsequences(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const told = mattersOf(diagnostics);
  const causes = new Map(
    told.filter(isCause).flatMap((entry) => [...entry.lines].map((line) => [line, entry] as const)),
  );
  return told
    .filter(({ one }) => {
      const place = causeOf(one);
      const cause = place === undefined ? undefined : causes.get(place);
      if (cause === undefined || one.at === undefined) return true;
      cause.waiting.add(skillOf(ownerOf(one.at)));
      return false;
    })
    .map(withHints);
}

/** What is wrong with some files, with all that is wrong with those that it follows from, and whatever else waits for these. */
export function withTheirCauses(part: readonly Diagnostic[], all: readonly Diagnostic[]): readonly Diagnostic[] {
  const files = new Set(part.flatMap((one) => causeFile(one) ?? []));
  const isAbout = (file: string | undefined): boolean => file !== undefined && files.has(file);
  return all.filter((one) => part.includes(one) || isAbout(one.at && ownerOf(one.at)) || isAbout(causeFile(one)));
}

const NOWHERE = '';

function mattersOf(diagnostics: readonly Diagnostic[]): readonly Told[] {
  const told = new Map<string, Told>();
  for (const one of diagnostics) {
    const matter = matterOf(one);
    const before = told.get(matter);
    const surest = before !== undefined && (isNear(before.one) || !isNear(one)) ? before.one : one;
    told.set(matter, {
      one: surest,
      lines: new Set([lineOf(surest), ...(before?.lines ?? []), lineOf(one)]),
      waiting: new Set(),
    });
  }
  return [...told.values()];
}

/** Whether what is meant is known. */
function isNear({ hint }: Diagnostic): boolean {
  return hint?.startsWith('Nearest') === true;
}

/** The same wherever the same name is unknown, in whichever sense; anything else is only the same at the same place. */
function matterOf(one: Diagnostic): string {
  const { code, severity, message, at } = one;
  const name = unknownName(one);
  if (name !== undefined) return JSON.stringify([severity, name]);
  return JSON.stringify([code, severity, message, code === 'normalize-code-unchecked' ? undefined : at]);
}

/** What nothing defines, in the singular: profiles count `lab_panels`. */
function unknownName({ code, params }: Diagnostic): string | undefined {
  if (!('known' in params) || !('name' in params) || PARAMETERS.test(code)) return undefined;
  return params.name.replace(/ies$/, 'y').replace(/s$/, '');
}

/** Names that only their own file declares. */
const PARAMETERS = /parameter|remove/;

function isCause({ one }: Told): boolean {
  return one.severity === 'error' && causeOf(one) === undefined;
}

/** Where the error stands that this one follows from: `file.md:12`. */
function causeOf({ params }: Diagnostic): string | undefined {
  return 'cause' in params ? params.cause : undefined;
}

function causeFile(one: Diagnostic): string | undefined {
  return causeOf(one)?.replace(/:\d+$/, '');
}

function lineOf({ at }: Diagnostic): string {
  return at === undefined ? NOWHERE : `${at.file}:${at.start.line}`;
}

const NAMED = 3;

function withHints({ one, lines, waiting }: Told): Diagnostic {
  const [, ...others] = [...lines].map((line) => line.replace(/^.*\/(?!SKILL)/, ''));
  const hints = [
    ...(one.hint === undefined ? [] : [one.hint]),
    ...(others.length === 0 ? [] : [`So it stands in ${cutList(others, NAMED)}.`]),
    ...(waiting.size === 0 ? [] : [`What uses it waits for this: ${cutList([...waiting], NAMED)}.`]),
  ];
  return hints.length === 0 ? one : { ...one, hint: hints.join(' ') };
}

/** A file is called what its skill is, and a SKILL.md stands in a folder that is. */
function skillOf(file: string): string {
  return file.replace(/(?:\/SKILL)?\.md$/, '').replace(/^.*\//, '');
}
