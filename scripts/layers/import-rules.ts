/** Who may import whom: stages only leaves, folders through their index, each package from one folder. */
import { builtinModules } from 'node:module';
import { dirname, posix } from 'node:path';
import type { Finding } from './finding.ts';
import type { TypeScriptFile } from './project-files.ts';

interface Import {
  readonly file: TypeScriptFile;
  readonly line: number;
  readonly specifier: string;
}

const LEAVES: Readonly<Record<string, readonly string[]>> = {
  model: [],
  ports: ['model'],
  diagnostics: ['model'],
  trees: ['model', 'diagnostics'],
};
const FRONT_ENDS = new Set(['cli', 'watch', 'mcp']);
const SHARED = ['model', 'diagnostics', 'ports', 'trees'];
const BUILTINS = new Set(builtinModules);
const INTRODUCES_IMPORT = /(?:\bfrom|\bimport\s*\(?|\brequire\s*\()$/;

export function checkImports(files: readonly TypeScriptFile[]): readonly Finding[] {
  const imports = files.flatMap(importsOf);
  const paths = new Set(files.map(({ path }) => path));
  return [
    ...imports.filter(({ specifier }) => specifier.startsWith('.')).flatMap((one) => checkRelative(one, paths)),
    ...checkPackages(imports),
  ];
}

function importsOf(file: TypeScriptFile): readonly Import[] {
  return file.strings
    .filter(({ before }) => INTRODUCES_IMPORT.test(before))
    .map(({ text, line }) => ({ file, line, specifier: text }));
}

function checkRelative(one: Import, paths: ReadonlySet<string>): readonly Finding[] {
  const { file, specifier } = one;
  const target = posix.normalize(posix.join(dirname(file.path), specifier));
  if (!file.isEngine || file.isTest) return [];
  if (!target.startsWith('engine/')) {
    return target.endsWith('.json') ? [] : [found(one, 'layer', `${target} stands outside the engine`)];
  }
  return [...checkLayer(one, target), ...checkEntrance(one, target, paths)];
}

function checkLayer(one: Import, target: string): readonly Finding[] {
  const { folder } = one.file;
  const targetFolder = /^engine\/([^/]+)\//.exec(target)?.[1] ?? '';
  if (targetFolder === 'testing') return [found(one, 'layer', 'only tests may import engine/testing')];
  if (folder === targetFolder || isAllowed(folder, targetFolder)) return [];
  const importer = folder === '' ? one.file.path : `engine/${folder}`;
  const imported = targetFolder === '' ? target : `engine/${targetFolder}`;
  return [found(one, 'layer', `${importer} may not import ${imported}`)];
}

/** The empty name stands for the files of the engine's root: the pipeline and what goes with it. */
function isAllowed(folder: string, target: string): boolean {
  if (folder === '') return !FRONT_ENDS.has(target);
  if (folder === 'cli' && target === 'watch') return true;
  return target === '' ? FRONT_ENDS.has(folder) : (LEAVES[folder] ?? SHARED).includes(target);
}

/** Every folder on the way to the target that the importer does not stand in is entered through its index. */
function checkEntrance(one: Import, target: string, paths: ReadonlySet<string>): readonly Finding[] {
  const steps = target.split('/').slice(0, -1);
  const folders = steps.map((_step, depth) => steps.slice(0, depth + 1).join('/')).slice(1);
  const outer = folders.find((folder) => !one.file.path.startsWith(`${folder}/`) && isGuarded(folder, paths));
  if (outer === undefined || target === `${outer}/index.ts`) return [];
  return [found(one, 'entrance', `${outer} is entered through its index.ts, not through ${target}`)];
}

/** A stage always has an index; a folder inside a stage may have one. */
function isGuarded(folder: string, paths: ReadonlySet<string>): boolean {
  return folder.split('/').length === 2 || paths.has(`${folder}/index.ts`);
}

function checkPackages(imports: readonly Import[]): readonly Finding[] {
  const external = imports.filter(({ specifier }) => !specifier.startsWith('.') && !specifier.startsWith('node:'));
  const bare = external.filter(({ specifier }) => BUILTINS.has(specifier));
  const packages = external.filter(({ specifier, file }) => !BUILTINS.has(specifier) && file.isEngine && !file.isTest);
  const homes = new Map<string, Set<string>>();
  for (const { specifier, file } of packages) {
    const name = packageOf(specifier);
    homes.set(name, (homes.get(name) ?? new Set()).add(file.folder));
  }
  const shared = packages.filter(({ specifier }) => (homes.get(packageOf(specifier))?.size ?? 0) > 1);
  return [
    ...bare.map((one) => found(one, 'node-prefix', `write node:${one.specifier}`)),
    ...shared.map((one) => {
      const name = packageOf(one.specifier);
      const where = [...(homes.get(name) ?? [])].toSorted().map((folder) => `engine/${folder}`);
      return found(
        one,
        'one-importer',
        `${name} is imported by ${where.join(' and ')}; a package has one importing folder`,
      );
    }),
  ];
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function found({ file, line }: Import, rule: string, message: string): Finding {
  return { file: file.path, line, rule, message };
}
