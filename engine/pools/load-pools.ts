/** Names of people and streets from faker's US English pools, as tables that the SQL joins by position. */
import { faker } from '@faker-js/faker/locale/en_US';
import type { PoolName, PoolTable } from '../model/index.ts';

export function loadPools(): readonly (PoolTable & { readonly name: PoolName })[] {
  const { person, location } = faker.definitions;
  const women = person.first_name.female ?? [];
  const men = person.first_name.male ?? [];
  const families = person.last_name.generic ?? [];
  const count = Math.min(women.length, men.length);
  const female = women.slice(0, count);
  const male = men.slice(0, count);
  return [
    {
      name: 'given_names',
      columns: [
        { name: 'female', values: female },
        { name: 'female_mailbox', values: female.map(mailbox) },
        { name: 'male', values: male },
        { name: 'male_mailbox', values: male.map(mailbox) },
      ],
    },
    {
      name: 'family_names',
      columns: [
        { name: 'name', values: families },
        { name: 'mailbox', values: families.map(mailbox) },
      ],
    },
    { name: 'streets', columns: [{ name: 'name', values: location.street_name ?? [] }] },
  ];
}

/** A name as it may stand before the @ of a mail address: the letters a to z alone. */
function mailbox(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');
}
