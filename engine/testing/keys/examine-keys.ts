/**
 * Gives each key of some files another value and looks whether anybody would notice: in what is planned for the templates and
 * phrases of the file, or in a diagnostic. Files are changed side by side, so those of one batch may not need each other.
 */
import type { Diagnostic } from '../../diagnostics/index.ts';
import type { DataNode, Scalar, SkillDocument, SourceFile } from '../../model/index.ts';
import { createTreeParser, planRequest, planText, requestsFor, understandTree } from '../../pipeline.ts';
import type { Loaded } from '../../pipeline.ts';
import { plainOf } from '../../trees/index.ts';
import { changedAt, leavesOf, nodeAt, othersOf } from './changed-nodes.ts';
import type { SchemaKeys } from './used-keys.ts';

/**
 * `changes`: another value gives another plan. `named`: a diagnostic says what is wrong with any other. `refused`: the schema
 * knows no other that fits. `nothing`: another is taken, and nobody notices.
 */
export type Effect = 'changes' | 'named' | 'refused' | 'nothing';

/** A part of a file that has a schema: a block, by its place, or the front matter. */
interface Part {
  readonly place: number | 'front matter';
  readonly data: DataNode;
}

interface Use extends Part {
  readonly key: string;
  readonly path: readonly string[];
}

interface Trial {
  readonly use: Use;
  /** `undefined` where the key is taken away, which proves nothing where nobody notices. */
  readonly other: Scalar | undefined;
  readonly document: SkillDocument;
}

interface Examined {
  readonly document: SkillDocument;
  readonly questions: readonly string[];
  readonly before: string;
  /** What the triggers of the file were understood as. */
  readonly meant: string;
  readonly uses: readonly Use[];
}

/** Codes of what does not fit a schema. */
const REFUSAL = /^validate-(key|value|size|repeated)/;

const SCHEMAS = ['profile', 'journey', 'distributions', 'events', 'cohort', 'phrases'] as const;

export interface Batch {
  readonly files: readonly string[];
  /** What they need beside themselves. */
  readonly needs: readonly string[];
}

export interface KeyExaminer {
  /** What is wrong with the files as they are. */
  readonly diagnostics: readonly Diagnostic[];
  readonly usedBy: (path: string) => readonly Use[];
  /** Adds the effect of each key that the files of the batch use and of which none is known; a key is tried in the first that has it. */
  readonly examine: (batch: Batch, known: Map<string, Effect>) => void;
}

export function createKeyExaminer(files: readonly SourceFile[], keys: SchemaKeys): KeyExaminer {
  const parse = createTreeParser();
  const parsed = new Map(parse(files).map((one, place) => [files[place]?.path ?? '', one]));
  const base = understandTree({ files, diagnostics: [] }, parse);
  const old = new Set(base.diagnostics.map(({ message }) => message));

  const documentOf = (path: string): SkillDocument => {
    const document = parsed.get(path)?.document;
    if (document === undefined) throw new Error(`${path} cannot be read`);
    return document;
  };

  /** The tree of these files alone, some of them changed. */
  const understand = (paths: readonly string[], changed: readonly SkillDocument[]): Loaded =>
    understandTree({ files: files.filter(({ path }) => paths.includes(path)), diagnostics: [] }, (some) =>
      some.flatMap(({ path }) => {
        const one = parsed.get(path);
        return one === undefined
          ? []
          : { ...one, document: changed.find((other) => other.path === path) ?? one.document };
      }),
    );

  const effectIn = (loaded: Loaded, { use }: Trial, { document, before, meant, questions }: Examined): Effect => {
    const own = loaded.diagnostics.filter(({ at, message }) => at?.file === document.path && !old.has(message));
    if (own.some(({ code }) => REFUSAL.test(code))) return 'refused';
    if (own.length > 0) return 'named';
    if (use.place === 'front matter' && meantBy(triggersOf(document.path, base), loaded) !== meant) return 'changes';
    return observed(loaded, questions) === before ? 'nothing' : 'changes';
  };

  function* effectOf(use: Use, examined: Examined): Generator<Trial, Effect, Loaded> {
    const found = new Set<Effect>();
    for (const trial of trialsOf(use, examined)) {
      const effect = effectIn(yield trial, trial, examined);
      if (effect === 'changes') return effect;
      if (trial.other !== undefined) found.add(effect);
    }
    return (['named', 'nothing'] as const).find((effect) => found.has(effect)) ?? 'refused';
  }

  /** Only the file that is the first to use a key tries it, wherever it stands there, until it shows. */
  function trials(examined: Examined, known: Map<string, Effect>): Generator<Trial, void, Loaded> {
    const own = examined.uses.filter(({ key }) => !known.has(key));
    for (const { key } of own) known.set(key, 'nothing');
    return tried({ ...examined, uses: own }, known);
  }

  function* tried(examined: Examined, known: Map<string, Effect>): Generator<Trial, void, Loaded> {
    for (const use of examined.uses) {
      if (known.get(use.key) === 'nothing') known.set(use.key, yield* effectOf(use, examined));
    }
  }

  return {
    diagnostics: base.diagnostics,
    usedBy: (path) => usesIn(documentOf(path), keys),
    examine: (batch, known) => {
      const whole = understand([...batch.files, ...batch.needs], []);
      const lacking = whole.diagnostics.find(({ message }) => !old.has(message));
      if (lacking !== undefined) throw new Error(`${lacking.at?.file}: ${lacking.message}`);
      const queues = batch.files.map((path) => {
        const document = documentOf(path);
        const questions = questionsOf(path, whole);
        const meant = meantBy(triggersOf(path, base), whole);
        const uses = innermost(usesIn(document, keys));
        return trials({ document, questions, before: observed(whole, questions), meant, uses }, known);
      });
      let open = queues.map((queue) => ({ queue, next: queue.next() }));
      for (;;) {
        const changed = open.flatMap(({ next }) => (next.done === true ? [] : next.value.document));
        if (changed.length === 0) return;
        const loaded = understand([...changed.map(({ path }) => path), ...batch.needs], changed);
        open = open.filter(({ next }) => next.done !== true).map(({ queue }) => ({ queue, next: queue.next(loaded) }));
      }
    },
  };
}

function usesIn(document: SkillDocument, keys: SchemaKeys): readonly Use[] {
  const { frontMatter: front, blocks } = document;
  const kind = String((front && scalarAt(front, ['type'])) ?? 'skill').replace('_', '-');
  const ofFront = keys.usedBy(front && plainOf(front), 'front-matter', kind);
  const ofBlocks = blocks.flatMap(({ words, data }, place) => {
    const schema = SCHEMAS.find((one) => words.includes(one));
    if (schema === undefined) return [];
    return keys.usedBy(plainOf(data), schema).map((one) => ({ ...one, place, data }));
  });
  const data = front ?? { kind: 'map', entries: [], at: document.at };
  return [...ofFront.map((one) => ({ ...one, place: 'front matter' as const, data })), ...ofBlocks];
}

/** Without those that hold other keys: they say what these say. */
function innermost(uses: readonly Use[]): readonly Use[] {
  const holds = (one: Use, other: Use): boolean =>
    one.place === other.place &&
    one.path.length < other.path.length &&
    one.path.every((step, at) => step === other.path[at]);
  return uses.filter((one) => !uses.some((other) => holds(one, other)));
}

/** Other values of the first that stands under the key, then without it. */
function* trialsOf(use: Use, { document, uses }: Examined): Generator<Trial> {
  const node = nodeAt(use.data, use.path);
  if (node === undefined) return;
  const known = uses.filter(({ key }) => key === use.key).flatMap((one) => scalarAt(one.data, one.path) ?? []);
  const trial = (path: readonly string[], other: Scalar | undefined): Trial => {
    const data = changedAt(use.data, path, (one) =>
      other === undefined ? undefined : { kind: 'scalar', value: other, at: one.at },
    );
    return { use, other, document: withPart(document, use.place, data ?? use.data) };
  };
  for (const leaf of leavesOf(node).slice(0, 1)) {
    const value = scalarAt(node, leaf);
    for (const other of value === undefined ? [] : othersOf(value, known)) yield trial([...use.path, ...leaf], other);
  }
  yield trial(use.path, undefined);
}

function scalarAt(node: DataNode, path: readonly string[]): Scalar | undefined {
  const found = nodeAt(node, path);
  return found?.kind === 'scalar' ? found.value : undefined;
}

function withPart(document: SkillDocument, place: Part['place'], data: DataNode): SkillDocument {
  if (place === 'front matter') return data.kind === 'map' ? { ...document, frontMatter: data } : document;
  return { ...document, blocks: document.blocks.map((block, at) => (at === place ? { ...block, data } : block)) };
}

/** The templates of the file by their names and by what people say, and its phrases. */
function questionsOf(path: string, loaded: Loaded): readonly string[] {
  const { library } = loaded;
  const templates = [...library.profiles, ...library.journeys, ...library.cohorts].filter(({ at }) => at.file === path);
  const phrases = library.phrases
    .filter(({ at }) => at.file === path)
    .flatMap(({ phrases: said, without }) =>
      without === undefined ? said : said.flatMap((one) => [one, `no ${one}`]),
    );
  return [
    ...templates.map(({ id }) => id),
    ...triggersOf(path, loaded).flatMap((trigger) => phrases.map((phrase) => `${phrase} ${trigger}`)),
  ];
}

function triggersOf(path: string, { library }: Loaded): readonly string[] {
  return library.skills
    .filter((skill) => skill.path === path)
    .flatMap(({ triggers }) => triggers.map((one) => one.value));
}

function meantBy(triggers: readonly string[], loaded: Loaded): string {
  return triggers.map((what) => requestsFor(loaded, { what, overrides: [] }).requests[0]?.name).join();
}

function observed(loaded: Loaded, questions: readonly string[]): string {
  const answers = questions.flatMap((what) => {
    const { requests, diagnostics } = requestsFor(loaded, { what, overrides: [] });
    const planned = requests.map((request) => planRequest(loaded, request));
    const said = [...diagnostics, ...planned.flatMap((one) => one.diagnostics)].map(({ message }) => message);
    return [...said, ...planned.map(({ plan }) => (plan === undefined ? '' : planText(plan)))];
  });
  return [...answers, JSON.stringify(loaded.library.defaults.limits)].join('\n');
}
