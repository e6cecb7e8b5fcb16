/** Texts of skills to the names of the cohorts that they declare, whether they have errors or not. */
import { declaredIn } from '../pipeline.ts';

export function declaredCohorts(texts: ReadonlyMap<string, string>): readonly string[] {
  return [...texts.values()].flatMap((text) => {
    const name = declaredIn(text, 'type') === 'cohort' ? declaredIn(text, 'name') : undefined;
    return name === undefined ? [] : [name];
  });
}
