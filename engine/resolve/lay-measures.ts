/** Bounds of what is measured, as bounds of the profile: everybody lies within them, in the value that a person has before anything happens. */
import type { BoundEnd, UnitConcept } from '../model/index.ts';
import type { FactOf } from './fact.ts';
import { boundsText, diagnostic } from '../diagnostics/index.ts';
import { combine, contradiction, EMPTY, factsOf, override, percentOf, textOfFact } from './layer.ts';
import type { Layer, Laying } from './layer.ts';
import { canBeOfPart, sourcesOfMeasure } from './implied.ts';
import { agesCut } from './measured-curves.ts';
import { rangeOf } from './tokens.ts';

export function layMeasures(laying: Laying): Layer {
  const byName = new Map<string, FactOf<'measure'>[]>();
  for (const fact of factsOf(laying, 'measure'))
    byName.set(fact.measure.name, [...(byName.get(fact.measure.name) ?? []), fact]);
  return combine([
    ...[...byName.values()].map((facts) => layMeasure(laying, facts)),
    ...factsOf(laying, 'otherUnit').map((fact) => inOtherUnit(laying, fact)),
  ]);
}

/** Two ends that are said one by one go together; another number for the same end contradicts it. */
function layMeasure(laying: Laying, facts: readonly FactOf<'measure'>[]): Layer {
  const [first] = facts;
  if (first === undefined) return EMPTY;
  const others = facts.filter((fact) => fact !== first && isSaid(fact, first));
  const agreeing = facts.filter((fact) => !others.includes(fact));
  const low = agreeing.find((fact) => fact.low !== undefined)?.low;
  const high = agreeing.find((fact) => fact.high !== undefined)?.high;
  const { name } = first.measure;
  if (!isKnown(laying, name)) return combine(facts.map((fact) => missing(laying, fact)));
  const sources = sourcesOfMeasure(laying, first);
  if (sources.length > 0) return combine(facts.map((fact) => ofFormula(laying, fact, sources)));
  const other = facts.map((fact) => otherUnitOf(laying, fact)).find((unit) => unit !== undefined);
  if (other !== undefined) return combine(facts.map((fact) => withoutUnit(laying, fact, other)));
  const isOfPart = facts.some(({ share }) => share !== undefined);
  if (isOfPart && (facts.length > 1 || !canBeOfPart(laying, first))) return { ...EMPTY, unread: facts };
  const { share } = first;
  const value = {
    ...(low === undefined ? {} : keyOf(low, 'min', 'above')),
    ...(high === undefined ? {} : keyOf(high, 'max', 'below')),
    ...(share === undefined ? {} : { share }),
  };
  const unit = first.measure.unit === '' ? '' : ` ${first.measure.unit}`;
  const meaning = `${whoseOf(first)} ${boundsText({ low, high })}${unit}${share === undefined ? '' : ', and nobody else'}`;
  return combine([
    {
      ...EMPTY,
      overrides: [override(laying, ['bounds', name], value, first)],
      taken: agreeing.map((fact) => ({ fact, meaning })),
    },
    ...others.map((fact) => contradiction(laying, name, first, fact)),
  ]);
}

function whoseOf({ measure: { name, isCount }, share }: FactOf<'measure'>): string {
  const own = `own ${name}, before anything happens,`;
  if (share === undefined) return isCount ? `everyone has ${name}` : `everyone's ${own} is`;
  return isCount ? `${percentOf(share)} have ${name}` : `${percentOf(share)} have an ${own}`;
}

function inOtherUnit(laying: Laying, fact: FactOf<'otherUnit'>): Layer {
  const { name, unit, units } = fact.measure;
  const params = { text: textOfFact(laying, fact), name, unit, others: units.flatMap(({ words }) => words[0] ?? []) };
  const at = rangeOf(laying.tokens, fact.from, fact.to);
  return { ...EMPTY, unread: [fact], diagnostics: [diagnostic('resolve-measure-unit', params, at)] };
}

/** Of a number without a unit, that in which it tells more of the people apart than in the measure's own. */
function otherUnitOf(laying: Laying, fact: FactOf<'measure'>): string | undefined {
  const { units } = fact.measure;
  if (fact.isBare !== true || units.length === 0) return undefined;
  const own = agesCut(laying, fact);
  const other = units.find((unit) => agesCut(laying, inUnit(fact, unit)) > own);
  return other?.words[0];
}

function inUnit(fact: FactOf<'measure'>, { times, plus }: UnitConcept): FactOf<'measure'> {
  const converted = (end: BoundEnd): BoundEnd => ({ ...end, value: end.value * times + plus });
  const { low, high, ...rest } = fact;
  return {
    ...rest,
    ...(low === undefined ? {} : { low: converted(low) }),
    ...(high === undefined ? {} : { high: converted(high) }),
  };
}

function withoutUnit(laying: Laying, fact: FactOf<'measure'>, other: string): Layer {
  const { name, unit } = fact.measure;
  const params = { text: textOfFact(laying, fact), name, unit, other };
  const at = rangeOf(laying.tokens, fact.from, fact.to);
  return { ...EMPTY, unread: [fact], diagnostics: [diagnostic('resolve-measure-bare', params, at)] };
}

/** It has no curve that a bound could cut. */
function ofFormula(laying: Laying, fact: FactOf<'measure'>, sources: readonly string[]): Layer {
  const params = { text: textOfFact(laying, fact), name: fact.measure.name, sources };
  const at = rangeOf(laying.tokens, fact.from, fact.to);
  return { ...EMPTY, unread: [fact], diagnostics: [diagnostic('resolve-measure-formula', params, at)] };
}

function isKnown({ profile, library }: Laying, name: string): boolean {
  return [...profile.attributes, ...library.knowledge.observations].some((one) => one.name === name);
}

/** Another template has it. */
function missing(laying: Laying, fact: FactOf<'measure'>): Layer {
  const { name } = fact.measure;
  const templates = laying.library.profiles.filter(({ attributes }) => attributes.some((one) => one.name === name));
  const params = {
    text: textOfFact(laying, fact),
    name,
    template: laying.profile.id,
    others: templates.map(({ id }) => id).slice(0, 3),
  };
  const at = rangeOf(laying.tokens, fact.from, fact.to);
  return { ...EMPTY, unread: [fact], diagnostics: [diagnostic('resolve-measure-missing', params, at)] };
}

function isSaid(one: FactOf<'measure'>, other: FactOf<'measure'>): boolean {
  const isSame =
    (one.low !== undefined && other.low !== undefined) || (one.high !== undefined && other.high !== undefined);
  const [low = -Infinity, high = Infinity] = [(one.low ?? other.low)?.value, (one.high ?? other.high)?.value];
  return isSame || low > high;
}

function keyOf({ value, isOpen }: BoundEnd, within: string, beyond: string): Readonly<Record<string, number>> {
  return { [isOpen ? beyond : within]: value };
}
