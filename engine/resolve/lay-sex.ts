/** Women and men of a request: one sex for all, or a share. Naming both without shares changes nothing. */
import type { FactOf } from './fact.ts';
import { combine, contradiction, EMPTY, factsOf, override, percentOf } from './layer.ts';
import type { Layer, Laying } from './layer.ts';
import { confined } from './only-sex.ts';

const PATH = ['demographics', 'gender'];
const NAMES = { F: 'female', M: 'male' } as const;
const OTHER = { F: 'M', M: 'F' } as const;

export function laySex(laying: Laying): Layer {
  const facts = factsOf(laying, 'sex');
  const shared = facts.find(({ share }) => share !== undefined);
  if (shared !== undefined) return layShares(laying, facts, shared);
  const [first] = facts;
  if (first === undefined) return layConfined(laying);
  const both = facts.some(({ sex }) => sex !== first.sex);
  const meaning = both ? 'both sexes, as in the template' : `everyone is ${NAMES[first.sex]}`;
  return combine([
    {
      ...EMPTY,
      overrides: both ? [] : [override(laying, PATH, first.sex, first)],
      taken: facts.map((fact) => ({ fact, meaning })),
    },
    ...(both ? [] : confined(laying).filter(({ sex }) => sex !== first.sex)).map(({ fact }) =>
      contradiction(laying, 'sex', first, fact),
    ),
  ]);
}

/** A condition that only one sex has, asked for all, asks for that sex. */
function layConfined(laying: Laying): Layer {
  const [first, ...rest] = confined(laying);
  if (first === undefined) return EMPTY;
  const others = rest.filter(({ sex }) => sex !== first.sex);
  return combine([
    {
      ...EMPTY,
      overrides: [override(laying, PATH, first.sex, first.fact)],
      taken: [{ fact: first.fact, meaning: `everyone is ${NAMES[first.sex]}` }],
    },
    ...others.map(({ fact }) => contradiction(laying, 'sex', first.fact, fact)),
  ]);
}

function layShares(laying: Laying, facts: readonly FactOf<'sex'>[], first: FactOf<'sex'>): Layer {
  const share = first.share ?? 1;
  const ofOther = Number((1 - share).toPrecision(9));
  const expected = (fact: FactOf<'sex'>): number => (fact.sex === first.sex ? share : ofOther);
  const agrees = (fact: FactOf<'sex'>): boolean => Math.abs((fact.share ?? expected(fact)) - expected(fact)) < 1e-9;
  const taken = facts
    .filter(agrees)
    .map((fact) => ({ fact, meaning: `${percentOf(expected(fact))} ${NAMES[fact.sex]}` }));
  const value = { [first.sex]: share, [OTHER[first.sex]]: ofOther };
  return combine([
    { ...EMPTY, overrides: [override(laying, PATH, value, first)], taken },
    ...facts.filter((fact) => !agrees(fact)).map((fact) => contradiction(laying, 'sex', first, fact)),
  ]);
}
