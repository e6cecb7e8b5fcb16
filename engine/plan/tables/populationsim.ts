/** `populationsim`: the figures of places that the cohort's people come from, as far as the tree has them. */
import type { AreaFigures, PlannedTable } from '../../model/index.ts';
import type { PlanContext } from '../context.ts';
import { double, integer, text } from '../terms.ts';
import { planListed } from './table.ts';
import type { ListedTable } from './table.ts';

/** Only tables that have rows, and only where the profile names populationsim as its source. */
export function populationsimTables({ cohort, knowledge }: PlanContext): readonly PlannedTable[] {
  if (cohort.profile.source === undefined) return [];
  const { geographies, healthIndicators, socialIndicators } = knowledge.population;
  return [
    ...areasTable(geographies),
    ...figuresTable(healthIndicators, {
      name: 'health_indicators',
      comment: 'How common diseases, risks and services are in counties, by measure.',
      value: 'Crude share of adults in per cent, as published.',
    }),
    ...figuresTable(socialIndicators, {
      name: 'social_indicators',
      comment: 'The social vulnerability of counties, by indicator.',
      value: 'Rank from 0 to 1 (rpl_…) or share in per cent (ep_…), as published.',
    }),
  ];
}

const areaColumn = { name: 'area', type: text, comment: 'County, by its five-digit FIPS code.' };

function areasTable(areas: readonly AreaFigures[]): readonly PlannedTable[] {
  if (areas.length === 0) return [];
  const isAge = (name: string): boolean => /^age_\d+_\d+$/.test(name);
  const figures = [...new Set(areas.flatMap((one) => [...one.figures.keys()]))].filter(
    (name) => name === 'women' || isAge(name),
  );
  const columns = [
    areaColumn,
    { name: 'name', type: text, comment: 'Name of the county.' },
    { name: 'state', type: text, comment: 'State, by its postal abbreviation.' },
    { name: 'population', type: integer, comment: 'People.' },
    ...figures.map((name) => ({
      name,
      type: integer,
      nullable: true,
      comment: isAge(name) ? 'People of these ages, in completed years.' : 'Women and girls.',
    })),
  ];
  return [
    tableOf('geographies', {
      comment: 'Counties with their people by age and sex.',
      columns,
      rows: areas.map((one) => [
        one.area,
        one.name,
        one.state,
        one.population,
        ...figures.map((name) => one.figures.get(name) ?? null),
      ]),
      primaryKey: ['area'],
      areas,
    }),
  ];
}

interface Words {
  readonly name: string;
  readonly comment: string;
  readonly value: string;
}

function figuresTable(areas: readonly AreaFigures[], { name, comment, value }: Words): readonly PlannedTable[] {
  const rows = areas.flatMap((one) => [...one.figures].map(([indicator, figure]) => [one.area, indicator, figure]));
  if (rows.length === 0) return [];
  const columns = [
    areaColumn,
    { name: 'indicator', type: text, comment: "The publisher's name of the figure, in lower case." },
    { name: 'value', type: double, comment: value },
  ];
  return [tableOf(name, { comment, columns, rows, primaryKey: ['area', 'indicator'], areas })];
}

interface Contents extends Pick<ListedTable, 'comment' | 'columns' | 'rows' | 'primaryKey'> {
  readonly areas: readonly AreaFigures[];
}

function tableOf(name: string, { comment, columns, rows, primaryKey, areas }: Contents): PlannedTable {
  return planListed({
    schema: 'populationsim',
    name,
    comment,
    fill: 'reference',
    columns,
    rows,
    primaryKey,
    origins: areas.slice(0, 1).map(({ at }) => at),
  });
}
