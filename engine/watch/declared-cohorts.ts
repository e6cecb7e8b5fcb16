/** Texts of skills to the names of the cohorts that they declare, whether they have errors or not. */

/** By the lines of their front matter, which may be all that can be read of them. */
export function declaredCohorts(texts: ReadonlyMap<string, string>): readonly string[] {
  return [...texts.values()].flatMap((text) => {
    const lines = text.split('\n', LINES_OF_FRONT_MATTER);
    const isCohort = lines.some((line) => /^type: *["']?cohort["']?\s*$/.test(line));
    const name = lines
      .map((line) => /^name: *["']?([\w-]+)["']?\s*$/.exec(line)?.[1])
      .find((found) => found !== undefined);
    return isCohort && name !== undefined ? [name] : [];
  });
}

const LINES_OF_FRONT_MATTER = 20;
