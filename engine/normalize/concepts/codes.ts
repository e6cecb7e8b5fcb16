/** The shape of ICD-10-CM codes. Whether a code exists is for the conditions reference to say. */

const SHAPE = /^([A-Z]\d[0-9AB])(?:\.?([0-9A-Z]{1,4}))?$/;

/** The code in capitals and with its dot, or nothing where it cannot be one. A prefix of three signs counts as a code. */
export function codeOf(text: string): string | undefined {
  const match = SHAPE.exec(text.trim().toUpperCase());
  if (match === null) return undefined;
  const [, category, rest] = match;
  return rest === undefined ? category : `${category}.${rest}`;
}

/** As `codeOf`, for the beginning of a code: `E`, `E1` and `E11.` name families too. */
export function codePrefixOf(text: string): string | undefined {
  const prefix = text.trim().toUpperCase().replace(/\.$/, '');
  return /^[A-Z]\d?$/.test(prefix) ? prefix : codeOf(prefix);
}
