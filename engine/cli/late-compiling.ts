/**
 * Node compiles what has run for a while into fast code, on a thread of its own. Of a program that is over in a second or two, that
 * takes a fifth of all processor time, from the very cores that the database works on, and little of it is run often enough to pay.
 */
import { setFlagsFromString } from 'node:v8';

/** So many bytes of instructions a function runs through before it is compiled: fifteen times what Node would wait for. */
const BYTES_BEFORE_COMPILING = 1_000_000;

export function compileLate(): void {
  setFlagsFromString(`--interrupt-budget=${BYTES_BEFORE_COMPILING}`);
}
