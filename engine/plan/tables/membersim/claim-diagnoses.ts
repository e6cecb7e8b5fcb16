/** The diagnoses of a claim: what it is for, if that was known by then, and what else the person was known to have. */
import type { NamedTerm, Term } from '../../../model/index.ts';
import { call, cast, column, literal, named, output, when } from '../../terms.ts';
import { isOutside } from '../../population/onset.ts';
import type { Billing } from './billing.ts';
import { KNOWN_DIAGNOSES } from './insured.ts';

/**
 * Whether the claim is for what the event is about. A problem of the person that was not found yet is no reason of a claim, nor is
 * what only people of the other sex, or of other ages, can have.
 */
export function reasonKnown({ problems, ofOneSex, ofAges, types }: Billing): Term {
  const known: Term = {
    kind: 'case',
    branches: problems.map((code) => ({
      when: call('equal', column('about'), literal(code, types.diagnosis)),
      then: call('coalesce', call('less_or_equal', column(`since:${code}`), column('service_from')), literal(false)),
    })),
    otherwise: literal(true),
  };
  const isOther = ofOneSex.map(({ code, sex }) =>
    call(
      'and',
      call('equal', column('about'), literal(code, types.diagnosis)),
      sex === 'F' ? call('not', column('female')) : column('female'),
    ),
  );
  const isNoAge = ofAges.map(({ code, ages }) =>
    call(
      'and',
      call('equal', column('about'), literal(code, types.diagnosis)),
      isOutside(ages, column('service_from'), column('birth_date')),
    ),
  );
  const fits = [...isOther, ...isNoAge].map((one) => call('not', one));
  return call('and', call('not', call('is_null', column('about'))), known, ...fits);
}

/** Else it is for what was drawn for its event, or for what its rule says. */
export function principalTerm({ drawn, types }: Billing): Term {
  const otherwise = column('otherwise_about');
  if (drawn.events.length === 0) return when(column('reason_known'), column('about'), otherwise);
  const given = when(column('is_drawn'), cast(column('given_reason'), types.diagnosis), literal(null, types.diagnosis));
  return when(column('reason_known'), column('about'), call('coalesce', given, otherwise));
}

/**
 * In the order in which they were found, without the principal one and what that excludes. Problems found later than the service come
 * last; where several can be left out, those behind move up one by one.
 */
export function otherDiagnoses(billing: Billing): readonly NamedTerm[] {
  const { passes, leavesOutOne } = billing;
  const numbers = Array.from({ length: KNOWN_DIAGNOSES }, (_, index) => index + 1);
  const found = numbers.map((number) => {
    const name = `known_${number}`;
    return named(`found_${number}`, when(isKnownOn(name, { passes }), column(name), literal(null)));
  });
  const excluded = excludedColumns(billing);
  const isLeftOut = (number: number): Term => {
    const all = [column('diagnosis'), ...excluded.map(({ name }) => output(name))];
    return call('or', ...all.map((one) => call('equal', output(`found_${number}`), one)));
  };
  if (passes || !leavesOutOne) {
    const others = numbers.map((number) => when(isLeftOut(number), literal(null), output(`found_${number}`)));
    return [...found, ...excluded, ...movedUp(others)];
  }
  const behind = numbers
    .slice(0, -1)
    .flatMap((number) => [
      named(
        `behind_${number}`,
        number === 1 ? isLeftOut(1) : call('or', output(`behind_${number - 1}`), isLeftOut(number)),
      ),
      named(
        `diagnosis_${number + 1}`,
        when(output(`behind_${number}`), output(`found_${number + 1}`), output(`found_${number}`)),
      ),
    ]);
  return [...found, ...excluded, ...behind];
}

/** What the principal diagnosis excludes: the first of it, the second, and so on. */
function excludedColumns({ excluded, types }: Billing): readonly NamedTerm[] {
  const most = Math.max(0, ...[...excluded.values()].map(({ length }) => length));
  return Array.from({ length: most }, (_, at) => {
    const principals = new Map<string, string[]>();
    for (const [code, others] of excluded) {
      const other = others[at];
      if (other !== undefined) principals.set(other, [...(principals.get(other) ?? []), code]);
    }
    const branches = [...principals].map(([other, codes]) => ({
      when: call('or', ...codes.map((code) => call('equal', column('diagnosis'), literal(code, types.diagnosis)))),
      then: literal(other, types.diagnosis),
    }));
    return named(`excluded_${at + 1}`, { kind: 'case', branches, otherwise: literal(null, types.diagnosis) });
  });
}

/** Found by the day of the service, and not over before it. */
function isKnownOn(name: string, { passes }: { readonly passes: boolean }): Term {
  const day = column('service_from');
  const isFound = call('less_or_equal', column(`${name}_since`), day);
  if (!passes) return isFound;
  return call('and', isFound, call('less_or_equal', day, call('coalesce', column(`${name}_until`), day)));
}

/** Those that are there, without gaps: the one at which as many are counted as its place. */
function movedUp(others: readonly Term[]): readonly NamedTerm[] {
  const counted = others.flatMap((one, index) => {
    const isThere = when(call('is_null', output(`other_${index + 1}`)), literal(0), literal(1));
    const count = index === 0 ? isThere : call('add', output(`others_${index}`), isThere);
    return [named(`other_${index + 1}`, one), named(`others_${index + 1}`, count)];
  });
  const places = others.slice(0, -1).map((_, place) => {
    const branches = others.map((__, index) => ({
      when: call('equal', output(`others_${index + 1}`), place + 1),
      then: output(`other_${index + 1}`),
    }));
    return named(`diagnosis_${place + 2}`, { kind: 'case', branches, otherwise: literal(null) });
  });
  return [...counted, ...places];
}
