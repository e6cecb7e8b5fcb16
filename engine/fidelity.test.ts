/** Over many seeds, what comes out differs from what is declared as often as chance has it: no less and no more. */
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { beforeAll, expect, test } from 'vitest';
import type { FidelityLine, Plan } from './model/index.ts';
import { compileProgram, readRecord } from './pipeline.ts';
import type { Loaded } from './pipeline.ts';
import { authoredText } from './testing/authored-text.ts';
import { openCohortBuilds, planOf } from './testing/cohort-builds.ts';
import { FAMILIES, WAYS } from './testing/insured-families.ts';
import { compareDeclared } from './verify/index.ts';

const builds = await openCohortBuilds();

let loaded: Loaded;
beforeAll(async () => {
  loaded = await builds.tree({
    'generation/templates/profiles/everything.md': authoredText('everything.md'),
    [FAMILIES.path]: FAMILIES.text,
    [WAYS.path]: WAYS.text,
  });
}, 60_000);

interface Case {
  /** As the titles of tests tell it. */
  readonly people: string;
  readonly what: string;
  readonly count: number;
  readonly seeds: number;
  /** Everything moves by chance but what quotas hold. */
  readonly sampling?: 'independent' | 'stratified';
  /** Fewer than the profile asks for, where its lines speak of none. */
  readonly products?: readonly string[];
  /** The sections whose lines are looked at; all where absent. */
  readonly sections?: readonly string[];
}

const CASES: readonly Case[] = [
  { people: 'people of one payer with diabetes', what: 'medicare-diabetic', count: 10_000, seeds: 200 },
  { people: 'people with one quantity of each kind', what: 'everything', count: 3000, seeds: 40 },
  {
    people: 'insured families',
    what: 'insured-families',
    count: 1500,
    seeds: 20,
    products: ['membersim'],
    sections: ['demographics', 'coverage', 'journeys', 'correlations', 'branches'],
  },
];

test.each(titled(CASES))('as many lines of %s lie beyond 2 standard errors as chance allows', async (_, one) => {
  const runs = await linesOfSeeds(one);
  const beyond = runs.map((lines) => lines.filter(({ z }) => Math.abs(z ?? 0) > BEYOND).length);
  const lines = runs[0]?.length ?? 0;
  const average = mean(beyond);
  const spread = Math.sqrt(mean(beyond.map((count) => (count - average) ** 2)) / runs.length);

  expect(lines).toBeGreaterThan(5);
  expect(Math.abs(average - lines * SHARE_BEYOND) / spread).toBeLessThan(3);
});

const OF_QUOTAS: Case = {
  people: 'insured families who are drawn by quota',
  what: 'insured-families',
  count: 400,
  seeds: 15,
  sampling: 'stratified',
  products: ['membersim'],
  sections: ['branches'],
};

test.each(titled([...CASES, OF_QUOTAS]))(
  'no line of %s leans to a side or spreads otherwise than its standard error says',
  async (_, one) => {
    const runs = await linesOfSeeds(one);
    const places = (runs[0] ?? []).map((line, place) => ({ line, scores: runs.map((run) => run[place]?.z ?? 0) }));
    const strange = places
      .map(({ line, scores }) => ({
        line: [line.section, line.quantity, line.part, line.among, line.measure].join(' / '),
        leaning: mean(scores) * Math.sqrt(scores.length),
        spreading: (mean(scores.map((score) => score ** 2)) - 1) * Math.sqrt(scores.length / 2),
      }))
      .filter(({ leaning, spreading }) => Math.abs(leaning) > 4 || Math.abs(spreading) > 4.5);

    expect(strange).toEqual([]);
  },
);

test('stratified sampling gives every share exact to one person of those whom it is of', async () => {
  const file = await builds.build(loaded, {
    what: 'medicare-diabetic',
    count: 100,
    overrides: [{ path: ['sampling'], value: 'stratified', at: NOWHERE }],
  });
  const lines = (await readRecord(file)).result?.fidelity ?? [];
  const shares = lines.filter(({ measure, section }) => measure === 'share' && OF_PEOPLE.has(section));

  expect(shares.length).toBeGreaterThan(10);
  expect(new Set(shares.map(({ verdict }) => verdict))).toEqual(new Set(['exact']));
  for (const { actual, people, target } of shares) {
    expect(Math.abs((actual ?? 0) - target) * people).toBeLessThanOrEqual(1 + 1e-6);
  }
  expect(shares.filter(({ people }) => people === 100).length).toBeGreaterThan(5);
});

function titled(cases: readonly Case[]): readonly (readonly [string, Case])[] {
  return cases.map((one) => [one.people, one]);
}

/** Sections of what a profile declares of its people; the others are of records, or drawn by shares of the reference. */
const OF_PEOPLE: ReadonlySet<string> = new Set(['demographics', 'conditions', 'medications', 'coverage', 'branches']);
const BEYOND = 2;
/** The share of a normal distribution beyond 2 standard deviations. */
const SHARE_BEYOND = 0.0455;
const START = { line: 1, column: 1 };
const NOWHERE = { file: '<test>', start: START, end: START };

type Lines = readonly FidelityLine[];

const measured = new Map<Case, Promise<readonly Lines[]>>();

/** The lines that chance moves, of every seed; only the people are drawn, in one database for all seeds. */
async function linesOfSeeds(one: Case): Promise<readonly Lines[]> {
  const known = measured.get(one) ?? runsOf(one);
  measured.set(one, known);
  return known;
}

async function runsOf(one: Case): Promise<readonly Lines[]> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    const planned = populationPlan(one);
    const { schemas, types } = compileProgram(planned);
    for (const { sql } of [...schemas, ...types.map(({ create }) => create)]) await connection.run(sql);
    const runs: Lines[] = [];
    for (let seed = 1; seed <= one.seeds; seed += 1) runs.push(await linesOf(one, { ...planned, seed }, connection));
    return runs;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** The people alone. A plan says nothing of a seed but its number. */
function populationPlan({ what, count, products, sampling = 'independent' }: Omit<Case, 'people'>, seed = 1): Plan {
  const overrides = [
    { path: ['sampling'], value: sampling, at: NOWHERE },
    ...(products === undefined ? [] : [{ path: ['products'], value: products, at: NOWHERE }]),
  ];
  const plan = planOf(loaded, { what, count, seed, overrides });
  return {
    ...plan,
    invariants: [],
    views: [],
    fidelity: { ...plan.fidelity, events: undefined, spending: undefined, records: [] },
    tables: plan.tables.filter(({ name }) => name === 'population'),
  };
}

test('people of another seed are those of the same plan under its number', () => {
  const one = { what: 'everything', count: 3000, seeds: 1 };
  const [fill, other] = [{ ...populationPlan(one), seed: 2 }, populationPlan(one, 2)].map(
    (plan) => compileProgram(plan).tables[0]?.fill?.sql,
  );
  expect(fill).toBe(other);
});

/** Counted as they are drawn, without a table of them: what nothing counts is not drawn. */
async function linesOf({ count, sections }: Case, plan: Plan, connection: DuckDBConnection): Promise<Lines> {
  const { tables, tally } = compileProgram(plan);
  const [population = '', people = ''] = PEOPLE.exec(tables[0]?.fill?.sql ?? '')?.slice(1) ?? [];
  const counted = tally.statement.sql.replace(`from ${population}`, `from (${people})`);
  expect(counted).not.toContain(population);
  const [row = []] = (await connection.runAndReadAll(counted, [1, count])).getRowsJS();
  const sums = row.flat().map(Number);
  const declarations = plan.fidelity.declarations.filter(({ people: place }) => place < sums.length);
  const lines = compareDeclared({ ...plan.fidelity, declarations }, sums).filter(
    ({ z, section }) => z !== null && sections?.includes(section) !== false,
  );
  return lines.filter((line, at) => line.measure !== 'share' || line.part === '' || !isLastShare(line, lines[at + 1]));
}

/** The table that is filled, and the people that it is filled with. */
const PEOPLE = /^insert into ("[^"]*") \([^)]*\) (select .*)$/s;

/** The last share of a whole follows from the others. */
function isLastShare(line: FidelityLine, next: FidelityLine | undefined): boolean {
  return line.quantity !== next?.quantity || line.among !== next.among || next.part === '';
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}
