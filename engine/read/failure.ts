/** The short name of a file system's error (`ENOENT`). Its text is left out, because it holds absolute paths. */
export function failureCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';
}
