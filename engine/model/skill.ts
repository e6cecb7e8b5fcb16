/** A skill file, first as a document (structure and positions, no meaning), then as a checked skill. */
import type { DataNode, Located, MapNode, SourceRange } from './source.ts';
import type { ParameterDefinition } from './parameter.ts';
import type { SkillKind, SpecificationKind } from './authored.generated.ts';

/** What the Markdown holds, before anything is judged. */
export interface SkillDocument {
  readonly path: string;
  readonly digest: string;
  /** Absent for prose (`README.md`) and where the front matter was missing or broken (a diagnostic says so). */
  readonly frontMatter: MapNode | undefined;
  readonly headings: readonly Heading[];
  readonly links: readonly Link[];
  readonly blocks: readonly Block[];
  /** Maps in fences without a language that is read, which are prose. */
  readonly unmarked: readonly Block[];
  readonly tables: readonly MarkdownTable[];
  readonly bullets: readonly Bullet[];
  /** The document's whole range, for diagnostics about the file itself. */
  readonly at: SourceRange;
}

export interface Heading {
  readonly depth: number;
  readonly text: string;
  /** The anchor GitHub gives it: lower case, spaces to hyphens, a number behind repeats. */
  readonly slug: string;
  readonly at: SourceRange;
}

export interface Link {
  readonly target: string;
  readonly at: SourceRange;
}

/** A fenced `yaml` or `json` block. `words` is the info string behind the language (`profile`, `example`). */
export interface Block {
  readonly language: 'yaml' | 'json';
  readonly words: readonly string[];
  readonly data: DataNode;
  readonly at: SourceRange;
}

/** Heading text is that of the nearest heading above. Cells keep their text trimmed, with inline markup removed. */
export interface MarkdownTable {
  readonly heading: string | undefined;
  readonly header: readonly Located<string>[];
  readonly rows: readonly (readonly Located<string>[])[];
  readonly at: SourceRange;
}

export interface Bullet {
  readonly heading: string | undefined;
  readonly text: string;
  readonly at: SourceRange;
}

/** A file that passed its schema and the rules between files. `name` is unique in the tree. */
export interface Skill {
  readonly name: string;
  readonly kind: SkillKind;
  readonly path: string;
  readonly digest: string;
  readonly description: string;
  readonly triggers: readonly Located<string>[];
  readonly frontMatter: MapNode;
  readonly specifications: readonly Specification[];
  readonly tables: readonly MarkdownTable[];
  /** The skill that its specification is laid over, which is part of `specifications`. */
  readonly extends?: Located<string>;
  /** What of it may be set, the inherited among it. */
  readonly parameters?: readonly ParameterDefinition[];
  readonly at: SourceRange;
}

/** One machine-readable block. `runnable` is false for a block marked `example`: it is checked, never run. */
export interface Specification {
  readonly kind: SpecificationKind;
  /** With the defaults of its parameters in their places. */
  readonly data: MapNode;
  /** As authored, where parameters have no values; absent where it reads none. */
  readonly written?: MapNode;
  readonly runnable: boolean;
  /** The skill whose streams it draws in: the root of the line of those that its skill extends. */
  readonly root?: string;
  readonly at: SourceRange;
}
