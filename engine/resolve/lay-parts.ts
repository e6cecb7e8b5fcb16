/** Parts of the people by what a phrase sets of each of them, such as `20% Hispanic`: the others share what the template leaves beside it. */
import type { Distribution } from '../model/index.ts';
import type { FactOf } from './fact.ts';
import { combine, contradiction, EMPTY, override, percentOf, textOfFact } from './layer.ts';
import type { Layer, Laying } from './layer.ts';
import { diagnostic } from '../diagnostics/index.ts';
import { partOf } from './phrase-effect.ts';
import { rangeOf } from './tokens.ts';

type Phrase = FactOf<'phrase'>;

/** `facts` of all people and of parts of them. */
export function layParts(laying: Laying, facts: readonly Phrase[]): Layer {
  const parts = facts.filter(({ share }) => share !== undefined);
  const names = new Set(parts.flatMap(({ definition }) => partOf(definition)?.name ?? []));
  const isOf = (name: string, fact: Phrase): boolean => partOf(fact.definition)?.name === name;
  return combine(
    [...names].map((name) => {
      const named = parts.filter((fact) => isOf(name, fact));
      const whole = facts.find((fact) => fact.share === undefined && isOf(name, fact));
      return whole === undefined
        ? layPartsOf(laying, name, named)
        : combine(named.map((fact) => contradiction(laying, name, whole, fact)));
    }),
  );
}

function layPartsOf(laying: Laying, name: string, facts: readonly Phrase[]): Layer {
  const shares = new Map<string, number>();
  for (const { definition, share = 0 } of facts) {
    const value = partOf(definition)?.value ?? '';
    shares.set(value, (shares.get(value) ?? 0) + share);
  }
  const [first] = facts;
  const last = facts.at(-1);
  const rest = Number((1 - [...shares.values()].reduce((sum, share) => sum + share, 0)).toPrecision(9));
  if (first === undefined || last === undefined) return EMPTY;
  if (rest < 0) return contradiction(laying, name, first, last);
  const others = rest === 0 ? {} : othersOf(laying, name, new Set(shares.keys()), rest);
  if (others === undefined) return combine(facts.map((fact) => open(laying, name, fact)));
  const weights = { ...Object.fromEntries(shares), ...others };
  const meaning = [...shares].map(([value, share]) => `${percentOf(share)} ${name} ${value}`).join(', ');
  return {
    ...EMPTY,
    overrides: [override(laying, ['demographics', name], weights, first)],
    taken: facts.map((fact) => ({ fact, meaning })),
  };
}

/** What the template has beside `taken`, in its own proportions; none where these differ from person to person. */
function othersOf(
  { profile }: Laying,
  name: string,
  taken: ReadonlySet<string>,
  rest: number,
): Readonly<Record<string, number>> | undefined {
  const own = profile.attributes.find((one) => one.name === name && one.role === 'demographics')?.distribution;
  const left = [...(own === undefined ? [] : valuesOf(own))].filter(([value]) => !taken.has(value));
  const total = left.reduce((sum, [, weight]) => sum + weight, 0);
  if (left.length === 0 || total === 0 || (left.length > 1 && own?.kind !== 'categorical')) return undefined;
  return Object.fromEntries(left.map(([value, weight]) => [value, Number(((rest * weight) / total).toPrecision(9))]));
}

/** Each value with its weight, which is that among all people only where there is one list of them. */
function valuesOf(distribution: Distribution): ReadonlyMap<string, number> {
  switch (distribution.kind) {
    case 'fixed':
      return new Map([[String(distribution.value), 1]]);
    case 'categorical':
      return new Map(distribution.options.map(({ value, weight }) => [String(value), weight]));
    case 'conditional':
      return new Map(distribution.rules.flatMap((rule) => [...valuesOf(rule.distribution)]));
    case 'mixture':
      return new Map(distribution.components.flatMap((component) => [...valuesOf(component.distribution)]));
    default:
      return new Map();
  }
}

function open(laying: Laying, name: string, fact: Phrase): Layer {
  const instead = `What the others are is open, since ${name} depends on other things here: give shares that sum to 100 %, such as \`60% White, 40% Black\`, or say all of them in a profile.`;
  const at = rangeOf(laying.tokens, fact.from, fact.to);
  return {
    ...EMPTY,
    unread: [fact],
    diagnostics: [diagnostic('resolve-unread', { text: textOfFact(laying, fact), instead }, at)],
  };
}
