/**
 * Prints, as JSON, what generating costs here: against copying the same tables, in memory, from a cold start, and after
 * an edit. Each figure is the median of a few runs; generating and copying take turns, so that noise hits both alike.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { basename, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

const CLI = 'dist/cli/main.js';
const ROUNDS = 3;
const PEOPLE = Number(process.argv[2] ?? 100_000);
const COHORT = ['medicare-diabetic', '--journey', 'diabetic-first-year'];
/** A value of every distribution. */
const DRAWN = 'fixtures/bench/all-distributions.md';

const folder = mkdtempSync(join(tmpdir(), 'healthsim-bench-'));
try {
  console.log(JSON.stringify(await measure(), null, 2));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<object> {
  return {
    machine: { processor: cpus()[0]?.model, cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30) },
    versions: { node: process.version, engine: version(), duckdb: await duckdbVersion() },
    generate: await againstCopying(COHORT),
    allDistributions: await againstCopying(['all-distributions', '--skills', treeWith(DRAWN)]),
    coldStart: { people: 10, seconds: median(repeated(() => generate(10, join(folder, 'ten.duckdb')).wallSeconds)) },
    thousandPeople: { seconds: median(repeated(() => generate(1000, join(folder, 'thousand.duckdb')).seconds)) },
    check: checkSpeed(),
  };
}

/** Generating `what`, and copying its tables, in turns. */
async function againstCopying(what: readonly string[]): Promise<object> {
  const file = join(folder, 'cohort.duckdb');
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const generated = generate(PEOPLE, file, what);
    const copied = await copy(file, join(folder, 'copy.duckdb'));
    rounds.push({ ...generated, copySeconds: copied, ratio: generated.seconds / copied });
  }
  const rows = await countRows(file);
  return {
    people: PEOPLE,
    rows,
    rowsPerPerson: rows / PEOPLE,
    fileMiB: statSync(file).size / 2 ** 20,
    seconds: median(rounds.map((one) => one.seconds)),
    commandSeconds: median(rounds.map((one) => one.wallSeconds)),
    copySeconds: median(rounds.map((one) => one.copySeconds)),
    ratioToCopying: median(rounds.map((one) => one.ratio)),
    ratios: rounds.map((one) => one.ratio),
    peakMemoryMiB: Math.max(...rounds.map((one) => one.memoryMiB)),
    peoplePerSecond: PEOPLE / median(rounds.map((one) => one.seconds)),
  };
}

/** A copy of the tree with one profile more. */
function treeWith(profile: string): string {
  const tree = join(folder, 'tree');
  cpSync('skills', tree, { recursive: true });
  cpSync(profile, join(tree, 'generation/templates/profiles', basename(profile)));
  return tree;
}

interface Generated {
  /** Of the build of the file: fill, verify, swap. */
  readonly seconds: number;
  /** With the start of Node, the reading of the tree, planning and compiling. */
  readonly wallSeconds: number;
  readonly memoryMiB: number;
}

/** In a process of its own, so that its memory is its own. */
function generate(people: number, file: string, what: readonly string[] = COHORT): Generated {
  const memory = join(folder, 'memory');
  rmSync(file, { force: true });
  const began = performance.now();
  const printed = execFileSync(
    process.execPath,
    ['--import', recorder(memory), CLI, 'generate', ...what, '--count', String(people), '--out', file, '--json'],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const wallSeconds = (performance.now() - began) / 1000;
  const { builds } = JSON.parse(printed) as { builds: { milliseconds: Record<string, number> }[] };
  const milliseconds = Object.values(builds[0]?.milliseconds ?? {}).reduce((sum, part) => sum + part, 0);
  return { seconds: milliseconds / 1000, wallSeconds, memoryMiB: Number(readFileSync(memory, 'utf8')) / 1024 };
}

/** A module that writes the process's peak resident memory, in KiB, when it ends. */
function recorder(target: string): string {
  const source = `import { writeFileSync } from 'node:fs';
    process.on('exit', () => writeFileSync(${JSON.stringify(target)}, String(process.resourceUsage().maxRSS)));`;
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

/** What DuckDB takes, left to its own settings, to copy the file's tables into a new file. */
async function copy(file: string, target: string): Promise<number> {
  rmSync(target, { force: true });
  const began = performance.now();
  const instance = await DuckDBInstance.create(target);
  const connection = await instance.connect();
  await connection.run(`attach '${file}' as source (read_only)`);
  await connection.run('copy from database source to copy');
  await connection.run('checkpoint');
  connection.closeSync();
  instance.closeSync();
  return (performance.now() - began) / 1000;
}

async function countRows(file: string): Promise<number> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll('select sum(estimated_size) from duckdb_tables()');
  instance.closeSync();
  return Number(reader.getRows()[0]?.[0]);
}

async function duckdbVersion(): Promise<string> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll('select version()');
  return String(reader.getRows()[0]?.[0]);
}

/** Of the tree as it is, and of one grown to 500 files. */
function checkSpeed(): object {
  const tree = join(folder, 'skills');
  cpSync('skills', tree, { recursive: true });
  const template = readFileSync('skills/generation/templates/profiles/medicare-diabetic.md', 'utf8');
  for (let copyNumber = 0; copyNumber < 500; copyNumber += 1) {
    const name = `bench-profile-${copyNumber}`;
    const text = template
      .replace(/^name: .*$/m, `name: ${name}`)
      .replace(/^triggers:\n(?: .*\n)*/m, '')
      .replace(/## Trigger Phrases[\s\S]*?(?=\n## |$)/, '');
    writeFileSync(join(tree, 'generation/templates/profiles', `${name}.md`), text);
  }
  const seconds = (skills: string): number => {
    const began = performance.now();
    execFileSync(process.execPath, [CLI, 'check', '--skills', skills, '--format', 'line'], { stdio: 'ignore' });
    return (performance.now() - began) / 1000;
  };
  return {
    treeSeconds: median(repeated(() => seconds('skills'))),
    fiveHundredMoreSeconds: median(repeated(() => seconds(tree))),
  };
}

function repeated(run: () => number): number[] {
  return Array.from({ length: ROUNDS }, run);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function version(): string {
  return (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version;
}
