/** The columns that providers and facilities have in common. */
import type { PlanContext } from '../../context.ts';
import { boolean, call, column, integer, pick, text } from '../../terms.ts';
import { placeTypes } from '../places.ts';
import type { ColumnDefinition } from '../table.ts';
import { drawnOf } from './who-provides.ts';
import { needType, taxonomyType } from './needs.ts';
import type { Need } from './needs.ts';

/** Identifier, name, what it is, and where the row comes from. */
export function identity(of: Need['of'], context: PlanContext): readonly ColumnDefinition[] {
  return [
    {
      name: 'npi',
      isLabel: true,
      type: text,
      term: column('npi'),
      comment:
        'National provider identifier with a correct check digit: 9 first, which is never issued, where the row is invented.',
    },
    {
      isLabel: true,
      name: 'name',
      type: text,
      term: column('name'),
      comment: 'Name: invented, or as the registry has it.',
    },
    {
      name: of === 'specialty' ? 'specialty' : 'kind',
      type: needType(context, of),
      term: column('need_name'),
      comment: of === 'specialty' ? 'Specialty, in the words of the skill.' : 'Kind of facility.',
    },
    {
      name: 'taxonomy_code',
      type: taxonomyType(context),
      term: column('taxonomy_code'),
      comment: 'NUCC taxonomy code (copyright AMA).',
    },
    {
      name: 'listed',
      type: boolean,
      term: column('listed'),
      comment: 'Whether it stands in the loaded registry; else it is invented.',
    },
    {
      name: 'stands_for',
      type: integer,
      term: column('stands_for'),
      comment: `How many ${of === 'specialty' ? 'providers' : 'facilities'} of the place it stands for, where a small cohort lists some of all.`,
    },
  ];
}

/** The place's columns, for rows joined with `places`. */
export function location(context: PlanContext): readonly ColumnDefinition[] {
  const types = placeTypes(context);
  return [
    {
      name: 'address',
      type: text,
      term: column('street'),
      comment: 'House number and street; of an invented row no known address.',
    },
    { name: 'city', type: types.city, term: column('city'), comment: 'City or town.' },
    { name: 'state', type: types.state, term: column('state'), comment: 'State, by its postal abbreviation.' },
    { name: 'postal_code', type: types.postalCode, term: column('postal_code'), comment: 'ZIP code of the place.' },
    {
      name: 'county_fips',
      type: types.countyFips,
      term: column('county_fips'),
      comment: 'County, by its five-digit FIPS code.',
    },
    {
      name: 'phone',
      type: text,
      term: call('concat', column('area_code'), '-555-01', call('pad_left', pick(drawnOf('phone'), 100), 2)),
      comment: 'Telephone number within 555-0100 to 555-0199, which is never assigned.',
    },
  ];
}
