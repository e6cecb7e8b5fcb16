/** What a build has to do, table by table: what the file before holds with the same fingerprint stays as it is. */
import type { Check, ProgramTable, TableVerdict } from '../model/index.ts';
import { aroundPeople } from './around-people.ts';
import type { AroundPeople } from './around-people.ts';
import type { Execution } from './execution.ts';
import { fileFingerprint, fingerprintsOf } from './fingerprints.ts';
import type { Made } from './fingerprints.ts';
import { allSums, areAllKnown, knownSums } from './known-sums.ts';
import type { KnownSums } from './known-sums.ts';
import type { Previous, PreviousTable } from './previous.ts';
import { judgeTables, withReads } from './verdicts.ts';
import type { Decided } from './verdicts.ts';

export interface Work extends AroundPeople {
  readonly made: Made;
  readonly verdicts: readonly TableVerdict[];
  /** What stays, by `schema.name`. */
  readonly kept: ReadonlyMap<string, PreviousTable>;
  /** The file before is copied and changed; else a new one is made. */
  readonly reuses: boolean;
  /** The file before is as this build would make it. */
  readonly nothing: boolean;
  /** Names of pools that are drawn from and do not stand in memory yet. */
  readonly pools: ReadonlySet<string>;
  /** What stands in memory as it would be made, with its digest. */
  readonly held: ReadonlyMap<string, string>;
  /** Tables that follow from people, with those that live only meanwhile, in an order in which each reads only those before it. */
  readonly ofPeople: readonly ProgramTable[];
  readonly checks: readonly Check[];
  /** What the checks that need not run found before, by their statement. */
  readonly found: ReadonlyMap<string, number>;
  readonly sums: KnownSums;
}

interface Before {
  readonly databaseVersion: string;
  readonly previous?: Previous | undefined;
  /** In memory, with the digests of what it was made from. */
  readonly holds?: ReadonlyMap<string, string> | undefined;
}

export function planWork(execution: Execution, { databaseVersion, previous, holds = new Map() }: Before): Work {
  const made = fingerprintsOf(execution, databaseVersion);
  const wanted = standing(execution, made);
  const held = new Map([...holds].filter(([name, digest]) => wanted.get(name) === digest));
  return workFor(execution, { made, held, ...judgeTables(execution, made, { databaseVersion, previous }) });
}

/** What may stand in memory. */
function standing({ pools }: Execution, { meanwhile }: Made): ReadonlyMap<string, string> {
  return new Map([...pools.map(({ name }): [string, string] => [name, POOL]), ...meanwhile]);
}

/** A pool is what it is as long as a program runs. */
const POOL = 'pool';

/** What stands in memory behind the build. */
export function holdsAfter(execution: Execution, { held, made, ofPeople, pools }: Work): ReadonlyMap<string, string> {
  const filled = new Set([...pools, ...ofPeople.map(({ name }) => name)]);
  return new Map([...held, ...[...standing(execution, made)].filter(([name]) => filled.has(name))]);
}

function workFor(
  execution: Execution,
  { made, held, verdicts, previous }: Decided & Pick<Work, 'made' | 'held'>,
): Work {
  const { program } = execution;
  const missed = new Set(verdicts.filter(({ outcome }) => outcome === 'miss').map(({ name }) => name));
  const sums = knownSums(execution, made, previous);
  const isHit = ({ reads, sql }: Check): boolean =>
    previous?.violations.has(sql) === true && !reads.some((name) => missed.has(name));
  const checks = program.checks.filter((check) => !isHit(check));
  const ofPeople = tablesOfPeople(execution, { missed, held, sums });
  const references = program.tables.filter(({ kind, name }) => kind === 'reference' && missed.has(name));
  return {
    made,
    verdicts,
    kept: new Map([...(previous?.tables ?? [])].filter(([name]) => !missed.has(name))),
    reuses: previous !== undefined,
    nothing: missed.size === 0 && checks.length === 0 && saysTheSame(execution, { made, sums }, previous),
    pools: new Set([...ofPeople, ...references].flatMap(({ pools }) => pools).filter((name) => !held.has(name))),
    held,
    ...aroundPeople(program, { made, missed, previous }),
    ofPeople,
    checks,
    found: new Map(previous?.violations),
    sums,
  };
}

/** Those that are filled anew or read for it, and for the sums that are not known. */
function tablesOfPeople(
  { program }: Execution,
  { missed, held, sums: { events, people } }: Pick<Work, 'held' | 'sums'> & { readonly missed: ReadonlySet<string> },
): readonly ProgramTable[] {
  const wanted = [
    ...missed,
    ...(people === undefined ? program.tally.reads : []),
    ...(events === undefined ? (program.eventTally?.reads ?? []) : []),
  ].filter((name) => !held.has(name));
  const isMade = ({ kind, name }: ProgramTable): boolean => kind === 'scratch' && !held.has(name);
  const needed = withReads(program.tables, new Set(wanted), isMade);
  return program.tables.filter(({ name, kind }) => needed.has(name) && (kind === 'person' || kind === 'scratch'));
}

/** Whether the file before says of itself what the build would say. */
function saysTheSame(
  execution: Execution,
  { made, sums }: Pick<Work, 'made' | 'sums'>,
  previous: Previous | undefined,
): boolean {
  if (previous === undefined || !areAllKnown(sums)) return false;
  return previous.fingerprint === fileFingerprint(execution, made, execution.compare(allSums(sums)));
}
