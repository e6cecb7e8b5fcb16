import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { readKeys } from './keys.ts';
import type { KeyInput } from './keys.ts';

const suspend = (): void => undefined;

/** A terminal whose keys a test presses. */
function terminal(): KeyInput & { readonly type: (keys: string) => void; readonly modes: readonly string[] } {
  const keys = new EventEmitter();
  const modes: string[] = [];
  return {
    isTTY: true,
    setRawMode: (on) => modes.push(on ? 'single keys' : 'lines'),
    on: (event, listener) => keys.on(event, listener),
    off: (event, listener) => keys.off(event, listener),
    resume: () => modes.push('listening'),
    pause: () => modes.push('deaf'),
    type: (text) => keys.emit('data', Buffer.from(text)),
    modes,
  };
}

test('keys are told one by one, in lower case, and Ctrl-C interrupts', () => {
  const input = terminal();
  const pressed: string[] = [];
  const release = readKeys(input, {
    press: (key) => pressed.push(key),
    interrupt: () => pressed.push('interrupt'),
    suspend,
  });
  input.type('hD');
  input.type('\u0003');
  expect(pressed).toEqual(['h', 'd', 'interrupt']);
  release?.();
  input.type('q');
  expect(pressed).toHaveLength(3);
  expect(input.modes).toEqual(['single keys', 'listening', 'lines', 'deaf']);
});

test('arrows and function keys are none of the letters that they are sent as', () => {
  const input = terminal();
  const pressed: string[] = [];
  readKeys(input, { press: (key) => pressed.push(key), interrupt: () => pressed.push('interrupt'), suspend });
  for (const sent of ['\u001b[D', '\u001b[H', '\u001bOQ', '\u001b[1;5D', '\u001b[24~', '\u001bd', 'r\u001b[Ad\u0003']) {
    input.type(sent);
  }
  expect(pressed).toEqual(['r', 'd', 'interrupt']);
});

test('where nobody sits at a terminal no key is waited for', () => {
  const input = { ...terminal(), isTTY: false };
  expect(readKeys(input, { press: () => undefined, interrupt: () => undefined, suspend })).toBeUndefined();
  expect(input.modes).toEqual([]);
});

test('Ctrl-Z gives the terminal back until somebody goes on with the program', () => {
  const input = terminal();
  const pressed: string[] = [];
  let goOn = (): void => undefined;
  readKeys(input, {
    press: (key) => pressed.push(key),
    interrupt: () => undefined,
    suspend: (continued) => {
      goOn = continued;
    },
  });
  input.type('\u001a');
  expect(input.modes).toEqual(['single keys', 'listening', 'lines']);
  goOn();
  input.type('h');
  expect(input.modes).toEqual(['single keys', 'listening', 'lines', 'single keys']);
  expect(pressed).toEqual(['h']);
});
