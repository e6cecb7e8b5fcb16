/** The shape of a catalogue: for each code what it needs to know, how grave it is, and its words. */
export type Severity = 'error' | 'warning' | 'info';

export interface Entry<Params> {
  readonly severity: Severity;
  /** What happened and why: a full sentence without its location. */
  readonly message: (params: Params) => string;
  /** What to do, or the nearest known names. */
  readonly hint?: (params: Params) => string | undefined;
}

export type Catalog<Params> = { readonly [Code in keyof Params]: Entry<Params[Code]> };
