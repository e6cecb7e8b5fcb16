/** What was read and where things stand in it: files, positions, and data trees whose every node knows its place. */

/** One file of the tree. `path` is relative to the tree's root, with forward slashes; `digest` is the SHA-256 of `text` in hex. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly digest: string;
}

/** 1-based, columns counted in UTF-16 units. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
}

/** `file` is a `SourceFile.path`, or a marker in angle brackets for input that is no file (`<phrase>`, `<--set>`). `end` is exclusive. */
export interface SourceRange {
  readonly file: string;
  readonly start: SourcePosition;
  readonly end: SourcePosition;
  /** Where another skill says that it extends this file, as `path:line`, for what is read as a part of that skill. */
  readonly heir?: string;
}

export interface Located<Value> {
  readonly value: Value;
  readonly at: SourceRange;
}

export type Scalar = string | number | boolean | null;

/** YAML or JSON as a tree in which keys and values have positions. Plain data: it can be printed and compared. */
export type DataNode = ScalarNode | ListNode | MapNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: Scalar;
  readonly at: SourceRange;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly DataNode[];
  readonly at: SourceRange;
}

export interface MapNode {
  readonly kind: 'map';
  readonly entries: readonly MapEntry[];
  readonly at: SourceRange;
}

export interface MapEntry {
  readonly key: string;
  readonly keyAt: SourceRange;
  readonly value: DataNode;
}
