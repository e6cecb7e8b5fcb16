/** What identifies people and is nobody's: names, addresses and numbers, each from a draw of its own. */
import type { ElementaryDistribution, PoolName, Relation, SourceRange, Term } from '../../../model/index.ts';
import { poolSize } from '../../context.ts';
import type { PlanContext } from '../../context.ts';
import { lineOf } from '../../line.ts';
import { bigint, call, cast, column, drawOf, joinOn, literal, named, pick, table, text, when } from '../../terms.ts';
import { places } from '../places.ts';

const MAIL_DOMAINS = ['example.com', 'example.org', 'example.net'] as const;

/** In a domain that is reserved for examples. */
export function mailAddress({ cohort: { profile }, enumerations }: PlanContext): Term {
  const type = enumerations.define('core', 'mail_domain', MAIL_DOMAINS);
  const domain: Term = {
    kind: 'sample',
    distribution: evenly(MAIL_DOMAINS, profile.at),
    uniform: drawOf(`${lineOf(profile)}/identity/mail_domain`),
    type,
  };
  return call(
    'concat',
    column('given_mailbox'),
    '.',
    column('family_mailbox'),
    cast(column('person_id'), text),
    '@',
    cast(domain, text),
  );
}

function evenly(values: readonly string[], at: SourceRange): ElementaryDistribution {
  return { kind: 'categorical', at, options: values.map((value) => ({ value, weight: 1 / values.length, at })) };
}

/** House number and street, which nobody knows. */
export function streetAddress({ cohort }: PlanContext): Term {
  const number = call('add', 100, pick(drawOf(`${lineOf(cohort.profile)}/identity/house_number`), 9800));
  return call('concat', cast(number, text), ' ', column('street'));
}

/** People with names, street and place beside what was drawn for them. */
export function namedPeople(context: PlanContext, sexKnown: boolean): Relation {
  const { cohort, pools } = context;
  const drawn = (what: string, pool: string): ReturnType<typeof named> =>
    named(`${pool}:position`, pick(drawOf(`${lineOf(cohort.profile)}/identity/${what}`), poolSize(pools, pool)));
  const people = {
    kind: 'extend' as const,
    input: table('scratch', 'population'),
    columns: [drawn('given_name', 'given_names'), drawn('family_name', 'family_names'), drawn('street', 'streets')],
  };
  const female = call('equal', column('attribute:gender'), literal('F'));
  const bySex = (forWomen: string, forMen: string): Term =>
    sexKnown ? when(female, column(forWomen), column(forMen)) : column(forWomen);
  const withNames = (['given_names', 'family_names', 'streets'] satisfies PoolName[]).reduce<Relation>(
    (left, pool) => ({
      kind: 'join',
      how: 'inner',
      left,
      right: { kind: 'pool', name: pool },
      prefix: `${pool}:`,
      on: [{ left: `${pool}:position`, right: 'position' }],
    }),
    people,
  );
  return {
    kind: 'extend',
    input: joinOn(withNames, places(context), 'place'),
    columns: [
      named('given_name', bySex('given_names:female', 'given_names:male')),
      named('given_mailbox', bySex('given_names:female_mailbox', 'given_names:male_mailbox')),
      named('family_name', column('family_names:name')),
      named('family_mailbox', column('family_names:mailbox')),
      named('street', column('streets:name')),
    ],
  };
}

/** 100 areas, 49 groups, 9,999 serial numbers: a permutation of them by person, so that no two people share one. */
const SSN_COUNT = 100 * 49 * 9999;
/** Prime, and so without a common factor with the number of SSNs. */
const SSN_STRIDE = 15_485_863;

/** In the area 900 to 999, which is never issued. */
export function socialSecurityNumber({ cohort }: PlanContext): Term {
  const offset = (cohort.profile.seed.value % SSN_COUNT) + SSN_COUNT;
  const place = call(
    'modulo',
    call('add', call('multiply', cast(column('person_id'), bigint), SSN_STRIDE), offset),
    SSN_COUNT,
  );
  const area = call('add', 900, call('integer_divide', place, 49 * 9999));
  const group = call('add', 1, call('modulo', call('integer_divide', place, 9999), 49));
  const serial = call('add', 1, call('modulo', place, 9999));
  return call('concat', cast(area, text), '-', call('pad_left', group, 2), '-', call('pad_left', serial, 4));
}

/** Within 555-0100 to 555-0199, which is never assigned. */
export function phoneNumber({ cohort }: PlanContext): Term {
  const last = pick(drawOf(`${lineOf(cohort.profile)}/identity/phone`), 100);
  return call('concat', column('area_code'), '-555-01', call('pad_left', last, 2));
}
