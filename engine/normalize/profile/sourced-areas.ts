/** What loaded county tables say of a geography, over what the country's tables say: ages, sexes, and how common diseases are. */
import type { AreaFigures, Geography, Prevalence } from '../../model/index.ts';
import type { Context } from '../context.ts';

interface WeightedArea {
  readonly figures: AreaFigures;
  readonly weight: number;
}

/** The counties of a geography of states or counties, weighted; empty unless the table has some of each. */
function areasOf(geography: Geography | undefined, table: readonly AreaFigures[]): readonly WeightedArea[] {
  if (geography === undefined || geography.kind === 'national') return [];
  const parts = geography.areas.map(({ code, weight }) => {
    const inside = table.filter(({ area, state }) => (geography.kind === 'counties' ? area : state) === code);
    const people = inside.reduce((sum, { population }) => sum + population, 0);
    return inside.map((figures) => ({ figures, weight: (weight * figures.population) / people }));
  });
  return parts.some((part) => part.length === 0) ? [] : parts.flat();
}

/** Shares of age bands, in the words of a profile; nothing where a county has no ages. */
export function agesOfAreas(
  geography: Geography | undefined,
  { knowledge }: Context,
): Readonly<Record<string, number>> | undefined {
  const areas = areasOf(geography, knowledge.population.geographies);
  const shares = new Map<string, number>();
  for (const { figures, weight } of areas) {
    const bands = [...figures.figures].filter(([column]) => /^age_\d+_\d+$/.test(column));
    const people = bands.reduce((sum, [, count]) => sum + count, 0);
    if (people === 0) return undefined;
    for (const [column, count] of bands) {
      const band = column.replace('age_', '').replace('_', '-');
      shares.set(band, (shares.get(band) ?? 0) + (weight * count) / people);
    }
  }
  return shares.size === 0 ? undefined : Object.fromEntries(shares);
}

export function womenOfAreas(geography: Geography | undefined, { knowledge }: Context): number | undefined {
  const areas = areasOf(geography, knowledge.population.geographies);
  if (areas.length === 0 || areas.some(({ figures }) => !figures.figures.has('women'))) return undefined;
  return areas.reduce(
    (sum, { figures, weight }) => sum + (weight * (figures.figures.get('women') ?? 0)) / figures.population,
    0,
  );
}

/** The country's prevalence by age, times how much more common the condition is in the geography than in all counties. */
export function prevalencesOfAreas(geography: Geography | undefined, { knowledge }: Context): readonly Prevalence[] {
  const { healthIndicators, healthMeasures, prevalences } = knowledge.population;
  const areas = areasOf(geography, healthIndicators);
  return prevalences.map((row) => {
    const measure = healthMeasures.find(({ code }) => code === row.code)?.measure;
    if (measure === undefined || areas.length === 0) return row;
    const here = meanOf(areas, measure);
    const all = meanOf(
      healthIndicators.map((figures) => ({ figures, weight: figures.population })),
      measure,
    );
    if (here === undefined || all === undefined || all === 0) return row;
    return { ...row, prevalence: Math.min(1, (row.prevalence * here) / all) };
  });
}

function meanOf(areas: readonly WeightedArea[], measure: string): number | undefined {
  const known = areas.flatMap(({ figures, weight }) => {
    const value = figures.figures.get(measure);
    return value === undefined ? [] : [{ value, weight }];
  });
  const total = known.reduce((sum, { weight }) => sum + weight, 0);
  return total === 0 ? undefined : known.reduce((sum, { value, weight }) => sum + value * weight, 0) / total;
}
