/** Who is asked for with an `or` has at least one of what it joins, as the finished tables tell. */
import { expect, test } from 'vitest';
import { readRows } from './testing/built-tables.ts';
import { openCohortBuilds } from './testing/cohort-builds.ts';

const builds = await openCohortBuilds();
const tree = await builds.tree();

/** How many people have each set of conditions and medicines among those that are named, by what the codes and names begin with. */
async function held(phrase: string, names: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const file = await builds.build(tree, { what: phrase });
  const isMeant = (column: string): string => names.map((name) => `${column} like '${name}%'`).join(' or ');
  const prefix = (column: string): string =>
    `case ${names.map((name) => `when ${column} like '${name}%' then '${name}'`).join(' ')} end`;
  const medicines = !names.some((name) => name !== name.toUpperCase())
    ? ''
    : `union all select patient_id, ${prefix('name')} from patientsim.medication_requests where ${isMeant('name')}`;
  const rows = await readRows(
    file,
    `select what, count(*)::int as people from (
       select patient_id, coalesce(string_agg(distinct has, ' ' order by has), 'none') as what
       from patientsim.patients left join (
         select patient_id, ${prefix('code')} as has from patientsim.conditions where ${isMeant('code')} ${medicines}
       ) using (patient_id) group by 1
     ) group by 1`,
  );
  return Object.fromEntries(rows.map(({ what, people }): [string, number] => [what as string, people as number]));
}

test.each<[phrase: string, names: readonly string[], kinds: readonly string[]]>([
  ['200 patients with diabetes or CKD', ['E11', 'N18'], ['E11', 'E11 N18', 'N18']],
  ['100 people on warfarin or apixaban', ['apixaban', 'warfarin'], ['apixaban', 'warfarin']],
  ['100 people with heart failure or on insulin', ['I50', 'insulin'], ['I50', 'insulin']],
])('of %j nobody has none of them', async (phrase, names, kinds) => {
  const people = await held(phrase, names);
  expect(Object.keys(people).toSorted()).toEqual(kinds);
  expect(Math.min(...Object.values(people))).toBeGreaterThan(0);
});

test('each has what their age and sex can have, as often as it is had beside the other', async () => {
  const file = await builds.build(tree, { what: '300 people with prostate cancer or breast cancer' });
  expect(
    await readRows(
      file,
      `select distinct gender, substr(code, 1, 3) as code from patientsim.patients join patientsim.conditions
       using (patient_id) where code similar to '(C50|C61).*' order by 1`,
    ),
  ).toEqual([
    { gender: 'female', code: 'C50' },
    { gender: 'male', code: 'C61' },
  ]);
});
