/** A text to a shorter one that still has what was found in the longer one: by leaving out lines, then parts of lines. */
export function shortened(text: string, still: (shorter: string) => boolean): string {
  return withoutParts(withoutParts(text, '\n', still), ', ', still);
}

function withoutParts(text: string, separator: string, still: (shorter: string) => boolean): string {
  let parts = text.split(separator);
  for (let length = parts.length >> 1; length > 0; length >>= 1) {
    for (let at = 0; at + length <= parts.length;) {
      const fewer = parts.toSpliced(at, length);
      if (still(fewer.join(separator))) parts = fewer;
      else at += length;
    }
  }
  return parts.join(separator);
}
