/** How many live together, as it is declared: households by size. */
import type { Declaration, Relation } from '../../../model/index.ts';
import { householdBlock } from '../../household-block.ts';
import { call, column, keep, literal, project, table } from '../../terms.ts';
import type { Records } from './records.ts';

export function declaredOfHouseholds(records: Records): readonly Declaration[] {
  const { household, count } = records.context.cohort.profile;
  if (household === undefined || !records.has('core', 'persons')) return [];
  const { members, starts } = householdBlock(household.kinds);
  const rounds = Math.ceil(count.value / members.length);
  const sizes = new Map<number, { share: number; kinds: number }>();
  for (const { adults, children, weight } of household.kinds) {
    const { share, kinds } = sizes.get(adults + children) ?? { share: 0, kinds: 0 };
    sizes.set(adults + children, { share: share + weight, kinds: kinds + 1 });
  }
  if (sizes.size < 2) return [];
  const households: Relation = {
    kind: 'aggregate',
    input: project(table('core', 'persons'), ['household_id', 'person_id'].map(keep)),
    by: ['household_id'],
    columns: [{ name: 'size', how: 'count', of: 'person_id' }],
  };
  const found = (size: number): number =>
    starts.filter((start, at) => (starts[at + 1] ?? members.length) - start === size).length;
  return records.of(households, (sums) => {
    const people = sums.count(literal(true));
    return [...sizes]
      .toSorted(([one], [other]) => one - other)
      .map(([size, { share, kinds }]) => ({
        section: 'households',
        quantity: 'size',
        part: String(size),
        among: '',
        people,
        at: household.at,
        measure: 'share',
        holding: sums.count(call('equal', column('size'), size)),
        target: share,
        quota: true,
        within: ENDS + kinds + rounds * Math.abs(found(size) - share * starts.length),
      }));
  });
}

/** The first household may be there in part, and the last. */
const ENDS = 2;
