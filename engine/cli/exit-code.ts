/** What the process says to the shell when it ends. The numbers are part of the interface and stand in the README. */
export const exitCodes = {
  ok: 0,
  problems: 1,
  usage: 2,
  ambiguous: 3,
  noMatch: 4,
  buildFailed: 5,
  unavailable: 6,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Of several builds the gravest outcome counts: the order is that of the table above. */
export function gravest(codes: readonly ExitCode[]): ExitCode {
  return codes.reduce((worst, code) => (code > worst ? code : worst), exitCodes.ok as ExitCode);
}
