/** Other processes at work on one file: one that builds what it is told and can be killed on the way, and one that reads. */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** As it was built: `npm test` builds first. */
const EXECUTE = new URL('../../dist/execute/index.js', import.meta.url).href;
const DATABASE = import.meta.resolve('@duckdb/node-api');

export interface OtherProcess {
  readonly pid: number | undefined;
  /** The next line that it prints; `undefined` once it has ended. */
  readonly line: () => Promise<string | undefined>;
  readonly say: (words: object) => void;
  readonly kill: (signal: 'SIGKILL' | 'SIGTERM') => Promise<void>;
  readonly ended: Promise<unknown>;
}

/**
 * Builds as often as it is told which of the prepared builds: `{ build, dieAt }`. It prints `ready` first, `step …` on the way, and
 * in the end of each build `built` or the codes of what stood in the way. At the step `dieAt` it ends itself without a last word.
 */
export function startBuilder(prepared: string): OtherProcess {
  return start(
    `const { executeProgram } = await import(${JSON.stringify(EXECUTE)});
    const { readFileSync } = await import('node:fs');
    const { createInterface } = await import('node:readline');
    const builds = JSON.parse(readFileSync(process.argv[1], 'utf8'));
    console.log('ready');
    for await (const line of createInterface({ input: process.stdin })) {
      const { build, dieAt } = JSON.parse(line);
      const report = await executeProgram({ ...builds[build], clock: { milliseconds: () => 0 }, judge: () => [], compare: () => [],
        onStep: (step) => { if (step === dieAt) process.kill(process.pid, 'SIGKILL'); console.log('step ' + step); } });
      console.log(report.file === undefined ? report.diagnostics.map(({ code }) => code).join() : 'built');
    }`,
    [prepared],
  );
}

/** Asks one question again and again, of the file as it was at first and as it is; prints each answer, or the error. */
export function startReader(target: string, question: string): OtherProcess {
  return start(
    `const { DuckDBInstance } = await import(${JSON.stringify(DATABASE)});
    const [target, question] = process.argv.slice(1);
    const open = () => DuckDBInstance.create(target, { access_mode: 'READ_ONLY' });
    const ask = async (instance, when) => {
      const connection = await instance.connect();
      const rows = (await connection.runAndReadAll(question)).getRowObjectsJson();
      connection.closeSync();
      console.log(JSON.stringify({ when, rows }));
    };
    const first = await open();
    for (;;) {
      try {
        await ask(first, 'first');
        const now = await open();
        for (let time = 0; time < 3; time += 1) await ask(now, 'now');
        now.closeSync();
      } catch (error) {
        console.log(JSON.stringify({ error: error.message }));
      }
    }`,
    [target, question],
  );
}

function start(program: string, words: readonly string[]): OtherProcess {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, '--', ...words]);
  child.stderr.pipe(process.stderr);
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, 'exit');
  return {
    pid: child.pid,
    line: async () => {
      const { value, done } = await lines.next();
      return done === true ? undefined : value;
    },
    say: (said) => void child.stdin.write(`${JSON.stringify(said)}\n`),
    kill: async (signal) => kill(child, signal, ended),
    ended,
  };
}

async function kill(
  child: ChildProcessWithoutNullStreams,
  signal: NodeJS.Signals,
  ended: Promise<unknown>,
): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  await ended;
}
