/** What the streams and keys of a template are named after: the root of the line of those that it extends, else itself. */
export function lineOf({ id, drawnAs }: { readonly id: string; readonly drawnAs?: string }): string {
  return drawnAs ?? id;
}
