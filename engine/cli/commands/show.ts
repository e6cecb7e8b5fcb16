/** One skill: as it was written, or its specifications in canonical form with the line that each value comes from. */
import { didYouMean, ownerOf } from '../../diagnostics/index.ts';
import type { Cohort, Journey, Profile, Skill } from '../../model/index.ts';
import { isBroken } from '../../pipeline.ts';
import type { Loaded } from '../../pipeline.ts';
import { tellBarring } from '../barring.ts';
import { exitCodes } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { formatAuthored } from '../print/authored.ts';
import { formatCanonical } from '../print/canonical.ts';
import { formatJourney } from '../print/journey.ts';
import { formatMermaid } from '../print/mermaid.ts';
import { formatParameters, parameterOf } from '../print/parameters.ts';
import { printable } from '../print/table.ts';
import { Problem } from '../problem.ts';
import { present } from '../session.ts';
import type { Session } from '../session.ts';
import { tellTree } from '../tell.ts';
import { loadSkills, pathOf, placeOf } from '../tree.ts';

export interface ShowOptions {
  readonly skills: string;
  readonly json?: boolean;
  readonly resolved?: boolean;
  readonly mermaid?: boolean;
}

export async function show(name: string, options: ShowOptions, session: Session): Promise<ExitCode> {
  const tree = await loadSkills(options.skills);
  const canonical = canonicalOf(name, tree.loaded);
  const known = skillOf(name, canonical, tree.loaded);
  if (known === undefined && isBroken(name, tree.loaded)) {
    tellBarring([name], tree, session);
    return exitCodes.problems;
  }
  tellTree(tree, session);
  const skill = known ?? noneNamed(name, tree.loaded);
  if (options.mermaid === true) return showChart(name, canonical, session);
  const shown = {
    skill,
    canonical,
    written: writtenIn(skill, tree.loaded),
    together: togetherWithBase(skill, options),
  };
  present(session, dataOf(shown, options), () => textOf(shown, options, session.width));
  return exitCodes.ok;
}

interface Shown {
  readonly skill: Skill;
  readonly canonical: readonly (Profile | Journey | Cohort)[];
  /** Its blocks, as they stand in the file. */
  readonly written: readonly string[];
  /** What it comes to with what it extends, if it extends something. */
  readonly together: string | undefined;
}

function dataOf({ skill, canonical, written, together }: Shown, { resolved, skills }: ShowOptions): object {
  const head = {
    name: skill.name,
    kind: skill.kind,
    file: pathOf(skills, skill.path),
    description: skill.description,
    ...(skill.extends === undefined ? {} : { extends: skill.extends.value }),
    ...(skill.parameters === undefined ? {} : { parameters: skill.parameters.map(parameterOf) }),
  };
  if (resolved === true) return { ...head, specifications: canonical };
  const triggers = skill.triggers.map(({ value }) => value);
  return { ...head, triggers, specifications: written, ...(together === undefined ? {} : { together }) };
}

function textOf({ skill, canonical, written, together }: Shown, options: ShowOptions, width: number): string {
  const head = [
    `${skill.name} (${headWords(skill, options)})\n${printable(skill.description)}`,
    ...(skill.parameters === undefined ? [] : [formatParameters(skill.parameters, width)]),
  ];
  const asWritten = [
    ...written,
    ...(together === undefined ? [] : [`# together with what it extends\n${together}`]),
    ...canonical.filter(isJourney).map(formatJourney),
  ];
  const body =
    options.resolved === true
      ? canonical.map((one) => formatCanonical(withPlaces(one), (at) => placeOf(options.skills, at)))
      : asWritten;
  return [...head, ...body].join('\n\n');
}

/** Products with the places that stand beside them. */
function withPlaces(one: Profile | Journey | Cohort): object {
  if (!('productPlaces' in one)) return one;
  const { productPlaces: products = one.products, ...others } = one;
  return { ...others, products };
}

/** As Mermaid itself, so that it can be piped into a file. */
function showChart(name: string, canonical: readonly (Profile | Journey | Cohort)[], session: Session): ExitCode {
  const journey = canonical.find(isJourney);
  if (journey === undefined) {
    throw new Problem({
      message: `\`${printable(name)}\` is no journey that can be drawn.`,
      hint: 'See `healthsim list` for the journeys, and `healthsim check` for what is wrong with one.',
      exitCode: exitCodes.noMatch,
    });
  }
  const chart = formatMermaid(journey);
  session.write(chart);
  return exitCodes.ok;
}

function noneNamed(name: string, { library }: Loaded): never {
  throw new Problem({
    message: `The tree has no skill \`${printable(name)}\`.`,
    hint:
      didYouMean(
        name,
        library.skills.map((one) => one.name),
      ) ?? 'See `healthsim list`.',
    exitCode: exitCodes.noMatch,
  });
}

function canonicalOf(name: string, { library }: Loaded): readonly (Profile | Journey | Cohort)[] {
  return [...library.profiles, ...library.journeys, ...library.cohorts].filter(({ id }) => id === name);
}

/** The skill of that name, or the one that holds a template of that name beside others. */
function skillOf(
  name: string,
  [template]: readonly (Profile | Journey | Cohort)[],
  { library: { skills } }: Loaded,
): Skill | undefined {
  return (
    skills.find((one) => one.name === name) ?? skills.find(({ path }) => template && path === ownerOf(template.at))
  );
}

function isJourney(specification: Profile | Journey | Cohort): specification is Journey {
  return 'phases' in specification;
}

function headWords({ kind, path, extends: base }: Skill, { skills }: ShowOptions): string {
  return [kind, ...(base === undefined ? [] : [`extends ${printable(base.value)}`]), pathOf(skills, path)].join(', ');
}

/** What a skill that extends another comes to. */
function togetherWithBase({ specifications }: Skill, { skills }: ShowOptions): string | undefined {
  const laid = specifications.find(({ root }) => root !== undefined);
  return laid && formatAuthored(laid.data, (at) => placeOf(skills, at));
}

/** The specification blocks, as they stand in the file. */
function writtenIn({ path, specifications, extends: base }: Skill, { sources }: Loaded): readonly string[] {
  const lines = (sources.get(path) ?? '').split(/\r?\n/);
  const blocks = specifications.filter(({ at }) => at !== base?.at);
  return blocks.map(({ at }) =>
    lines
      .slice(at.start.line - 1, at.end.line)
      .map((line) => printable(line))
      .join('\n'),
  );
}
