/** How often a test repeats what chance decides: a few times with all other tests, many times by `npm run soak:builds`. */
export function rounds({ ci, soak }: { readonly ci: number; readonly soak: number }): number {
  return process.env['MODE'] === 'soak' ? soak : ci;
}
