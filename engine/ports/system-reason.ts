/** What the system said of a file, without its code, its call and names of files that nobody asked for. */
export function systemReason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /^[A-Z]\w+: (.*?), \w+/.exec(text)?.[1] ?? text;
}
