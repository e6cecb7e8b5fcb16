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
 * In the order in which they were found, without the principal one. Problems found later than the service come last; where some
 * of the problems are over by then, those behind move up.
 */
export function otherDiagnoses({ passes }: Billing): readonly NamedTerm[] {
  const numbers = Array.from({ length: KNOWN_DIAGNOSES }, (_, index) => index + 1);
  const found = numbers.map((number) => {
    const name = `known_${number}`;
    return named(`found_${number}`, when(isKnownOn(name, { passes }), column(name), literal(null)));
  });
  const isPrincipal = (number: number): Term => call('equal', output(`found_${number}`), column('diagnosis'));
  if (passes) {
    const others = numbers.map((number) => when(isPrincipal(number), literal(null), output(`found_${number}`)));
    return [...found, ...movedUp(others)];
  }
  const behind = numbers
    .slice(0, -1)
    .flatMap((number) => [
      named(
        `behind_${number}`,
        number === 1 ? isPrincipal(1) : call('or', output(`behind_${number - 1}`), isPrincipal(number)),
      ),
      named(
        `diagnosis_${number + 1}`,
        when(output(`behind_${number}`), output(`found_${number + 1}`), output(`found_${number}`)),
      ),
    ]);
  return [...found, ...behind];
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
