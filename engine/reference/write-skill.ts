/** County figures to the text of a reference skill: one table, a row a county in the order of their codes. */
import type { StateConcept } from '../model/index.ts';
import { layouts } from './layouts.ts';
import type { CountyFigures, LayoutName } from './layouts.ts';
import { cellText, tableText } from './skill-text.ts';

export interface SkillInput {
  readonly layout: LayoutName;
  readonly file: string;
  readonly counties: readonly CountyFigures[];
  readonly states: readonly StateConcept[];
}

export function writeSkill({ layout, file, counties, states }: SkillInput): {
  readonly name: string;
  readonly text: string;
  readonly counties: number;
} {
  const { table, title } = layouts[layout];
  const name = `${layout}-counties`;
  const figures = [...new Set(counties.flatMap((one) => [...one.figures.keys()]))];
  const columns = ['area', 'name', 'state', 'population', ...figures];
  const rows = counties
    .toSorted((one, other) => (one.county.area < other.county.area ? -1 : 1))
    .map(({ county, figures: own }) => [
      county.area,
      county.name,
      states.find((state) => state.name === county.state)?.code ?? county.state,
      String(county.population),
      ...figures.map((column) => String(own.get(column) ?? '')),
    ]);
  const text = `---
name: ${name}
description: ${title} for ${counties.length} counties, loaded from the published file. Use to see or draw on county figures.
type: reference
tables:
  ${table}: Counties
---

# ${title}

Written by \`healthsim reference load ${layout}\` from \`${cellText(file)}\`. Load a newer file to replace it.

## Counties

${tableText([columns, ...rows])}
`;
  return { name, text, counties: counties.length };
}
