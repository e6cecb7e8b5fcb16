/** What a format needs to know besides the diagnostics. */
export type DiagnosticFormat = 'pretty' | 'line' | 'json' | 'sarif' | 'github';

export interface FormatOptions {
  readonly format: DiagnosticFormat;
  /** The text of each file, or of input that is no file, by the name that ranges have it under. */
  readonly sources: ReadonlyMap<string, string>;
  /** The tree's folder as it was named; it is put before the paths of files. */
  readonly root: string;
  readonly colour: boolean;
  /** Columns of the terminal, where it is one. */
  readonly width?: number;
}
