/**
 * Adds to `package-lock.json` the optional packages of other platforms that a registry did not serve when the lock was
 * made. Without them `npm ci` refuses the lock, on every platform. With `--forget`, takes away those without the hash of
 * their content, so that the registry is asked again. `npm run lock` does one before and the other after npm.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const LOCK = 'package-lock.json';
const SYSTEMS = ['darwin', 'linux', 'win32', 'freebsd', 'openharmony', 'android', 'sunos', 'openbsd', 'netbsd', 'aix'];
const PROCESSORS = ['arm64', 'x64', 'ia32', 'arm', 'riscv64', 'ppc64', 's390x', 'loong64', 'mips64el'];

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync(LOCK, 'utf8')) as { packages: Record<string, LockedPackage> };
const isForgetting = process.argv.includes('--forget');
const missing = isForgetting ? [] : missingPackages();
const packages = Object.entries({ ...lock.packages, ...Object.fromEntries(missing) });
const kept = packages.filter(([path, { integrity }]) => !isForgetting || path === '' || integrity !== undefined);
lock.packages = Object.fromEntries(kept.toSorted(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(LOCK, `${JSON.stringify(lock, null, 2)}\n`);
if (isForgetting) console.log(`${packages.length - kept.length} packages without a hash were taken away.`);
else console.log(`${missing.length} packages of other platforms were added.`);

function missingPackages(): readonly (readonly [string, LockedPackage])[] {
  return Object.entries(lock.packages).flatMap(([path, { dev, optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !(`node_modules/${name}` in lock.packages || `${path}/node_modules/${name}` in lock.packages))
      .map(([name, range]) => [`node_modules/${name}`, lockedPackage(name, range, dev === true)] as const),
  );
}

function lockedPackage(name: string, range: string, dev: boolean): LockedPackage {
  const words = name.split(/[-/]/);
  const system = SYSTEMS.find((one) => words.includes(one));
  const processor = PROCESSORS.find((one) => words.includes(one));
  const library = { musl: 'musl', gnu: 'glibc' }[words.find((word) => word === 'musl' || word === 'gnu') ?? ''];
  return {
    version: range.replace(/^[~^]/, ''),
    ...(processor === undefined ? {} : { cpu: [processor] }),
    ...(dev ? { dev } : {}),
    ...(library === undefined ? {} : { libc: [library] }),
    optional: true,
    ...(system === undefined ? {} : { os: [system] }),
  };
}
