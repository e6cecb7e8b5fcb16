/** What stands on a claim beside what it is for: codes that its rule sets, or of which one is drawn by what the claim is for. */
import { DIAGNOSES_BESIDE } from '../../../model/index.ts';
import type { AccompanyingDiagnosis, NamedTerm, Scalar, Term, ValuesColumn } from '../../../model/index.ts';
import { bestFits } from '../../best-fit.ts';
import type { ClaimTemplate } from '../../billing/templates.ts';
import { principalOf } from '../../billing/templates.ts';
import { madeOnce } from '../../made-once.ts';
import { bigint, call, cast, column, literal, named, smallint, when } from '../../terms.ts';
import type { Billing } from './billing.ts';

/** Occurrences of one event that draw apart; further ones share draws with another event's, which nobody can see. */
const APART = 64;

/** How many stand on the claims of any rule. */
function mostBeside({ templates }: Billing): number {
  return Math.max(0, ...templates.map(({ rule }) => rule.withDiagnoses.length));
}

/** Names of which a code is drawn, as rules use them. */
const drawnNames: (billing: Billing) => readonly string[] = madeOnce(({ templates, claims }) => {
  const used = new Set(templates.flatMap(({ rule }) => rule.withDiagnoses));
  return [...new Set(claims.accompanying.map(({ name }) => name))].filter((name) => used.has(name));
});

/** What the rules of claims set, as columns of the rows that say what is written of each. */
export function besideColumns(billing: Billing): readonly ValuesColumn[] {
  return places(billing).flatMap((place) => [
    { name: `beside_${place}`, type: billing.types.diagnosis },
    { name: `drawn_beside_${place}`, type: smallint },
  ]);
}

export function besideValues({ rule }: ClaimTemplate, billing: Billing): readonly Scalar[] {
  return places(billing).flatMap((place): readonly Scalar[] => {
    const one = rule.withDiagnoses[place - 1];
    const number = one === undefined ? -1 : drawnNames(billing).indexOf(one);
    return number >= 0 ? [null, number] : [one ?? null, null];
  });
}

function places(billing: Billing): readonly number[] {
  return Array.from({ length: mostBeside(billing) }, (_, index) => index + 1);
}

/** With the code of each place as a column, drawn once for all claims of one occurrence of the event. */
export function accompanied(billing: Billing): readonly NamedTerm[] {
  return places(billing).map((place) => {
    const branches = drawnNames(billing).map((name, number) => ({
      when: call('equal', column(`drawn_beside_${place}`), number),
      then: drawnCode(name, billing),
    }));
    const set = column(`beside_${place}`);
    return named(`accompanying_${place}`, branches.length === 0 ? set : { kind: 'case', branches, otherwise: set });
  });
}

function drawnCode(name: string, billing: Billing): Term {
  const { claims, templates, drawn, types } = billing;
  const rows = claims.accompanying.filter((one) => one.name === name);
  const others = rows.filter(({ reasons }) => reasons.length === 0);
  const codes = new Set([
    ...drawn.codes,
    ...templates.flatMap(({ event, rule }) => [principalOf(event, undefined) ?? [], rule.diagnosis ?? []].flat()),
  ]);
  const groups = new Map<string, { readonly rows: readonly AccompanyingDiagnosis[]; readonly codes: string[] }>();
  for (const code of codes) {
    const fit = bestFits(rows, ({ reasons }) => reasons, code);
    if (fit.every(({ reasons }) => reasons.length === 0)) continue;
    const key = fit.map((one) => `${one.code} ${one.share}`).join(' ');
    const group = groups.get(key) ?? { rows: fit, codes: [] };
    group.codes.push(code);
    groups.set(key, group);
  }
  return {
    kind: 'case',
    branches: [...groups.values()].map((group) => ({
      when: call(
        'or',
        ...group.codes.map((code) => call('equal', column('diagnosis'), literal(code, types.diagnosis))),
        literal(false),
      ),
      then: sampled(group.rows, name, billing),
    })),
    otherwise: others.length === 0 ? literal(null, types.diagnosis) : sampled(others, name, billing),
  };
}

function sampled(rows: readonly AccompanyingDiagnosis[], name: string, { types }: Billing): Term {
  const total = rows.reduce((sum, { share }) => sum + share, 0);
  const options = rows.map(({ code, share, at }) => ({ value: code, weight: share / total, at }));
  const [first] = rows;
  if (first === undefined) return literal(null, types.diagnosis);
  return {
    kind: 'sample',
    distribution: { kind: 'categorical', at: first.at, options },
    uniform: {
      kind: 'draw',
      stream: { kind: 'named', name: `membersim/claims/accompanying/${name}` },
      person: column('person_id'),
      occurrence: call('add', call('multiply', cast(column('event_key'), bigint), APART), column('occurrence')),
    },
    type: types.diagnosis,
  };
}

/** The second, third and fourth diagnosis: what accompanies goes first, and the last ones give way. */
export function shownDiagnoses(billing: Billing): readonly Term[] {
  const known = Array.from({ length: DIAGNOSES_BESIDE }, (_, index) => column(`diagnosis_${index + 2}`));
  return behind(
    places(billing).map((place) => column(`accompanying_${place}`)),
    known,
  );
}

function behind(first: readonly Term[], known: readonly Term[]): readonly Term[] {
  const [one, ...others] = first;
  if (one === undefined) return known;
  const rest = behind(others, known);
  const isAlone = call('is_null', one);
  return [one, ...rest.slice(0, -1)].map((moved, at) => when(isAlone, rest[at] ?? moved, moved));
}
