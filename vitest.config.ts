import { defineConfig } from 'vitest/config';

// oxlint-disable-next-line import/no-default-export -- vitest reads its configuration from the default export
export default defineConfig({
  test: {
    include: ['engine/**/*.test.ts', 'scripts/**/*.test.ts'],
    exclude: ['dist', 'node_modules'],
    testTimeout: 60_000,
    // Files share what they import: half the time of a file is reading the engine.
    isolate: false,
    maxWorkers: '100%',
    // Node compiles what has run for a while on threads of its own, from the cores that the other worker needs: a tenth of all time.
    execArgv: ['--interrupt-budget=1000000'],
  },
});
