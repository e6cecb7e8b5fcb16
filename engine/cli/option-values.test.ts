import { expect, test } from 'vitest';
import {
  parseCount,
  parseDate,
  parseKind,
  parsePerson,
  parsePersons,
  parseSeed,
  parseSetting,
} from './option-values.ts';

test.each(['0', '-1', '1.5', 'ten', '1e3', '', '99999999999999999999'])('%j is no count of people', (text) => {
  expect(() => parseCount(text)).toThrow('whole number');
});

test('a kind of skill may stand in the plural, and one that there is not has the nearest', () => {
  expect(['cohort', 'cohorts', 'profiles', 'journey'].map(parseKind)).toEqual([
    'cohort',
    'cohort',
    'profile-template',
    'journey-template',
  ]);
  expect(() => parseKind('cohrt')).toThrow('Nearest: `cohort`.');
  expect(() => parseKind('x')).toThrow('Kinds are skill, ');
});

test('0 and negative numbers are seeds', () => {
  expect([parseSeed('0'), parseSeed('-7')]).toEqual([0, -7]);
});

test.each(['1.5', 'abc', '99999999999999999999'])('%j is no seed', (text) => {
  expect(() => parseSeed(text)).toThrow('from -9007199254740991 to 9007199254740991');
});

test.each(['x', '0', '2.5'])('%j is the number of no person', (text) => {
  expect(() => parsePerson(text)).toThrow('the number of one person');
});

test.each(['2025-02-30', '2025-1-1', 'today', '20250101'])('%j is no date', (text) => {
  expect(() => parseDate(text)).toThrow('YYYY-MM-DD');
});

test('a range of persons holds both of its ends', () => {
  expect(parsePersons('5..9')).toEqual({ from: 5, to: 9 });
});

test('a range of persons that runs backwards is said to', () => {
  expect(() => parsePersons('9..5')).toThrow('It runs backwards; 5..9 is a range.');
});

test.each(['0..5', '5..0', '5', '1...5', '1..x'])('%j is no range of persons', (text) => {
  expect(() => parsePersons(text)).toThrow('1..500');
});

test.each([
  ['demographics.age.mean=70', ['demographics', 'age', 'mean'], 70],
  ['coverage.type=Medicare', ['coverage', 'type'], 'Medicare'],
  ['products=["patientsim"]', ['products'], ['patientsim']],
  ['note=a=b', ['note'], 'a=b'],
  ['seed=', ['seed'], ''],
])('%s is a place and a value', (text, path, value) => {
  expect(parseSetting(text)).toMatchObject([{ path, value }]);
});

test('a setting without a place is refused', () => {
  expect(() => parseSetting('=5')).toThrow('demographics.age.mean=70');
  expect(() => parseSetting('age..mean=5')).toThrow('demographics.age.mean=70');
});

test('a setting cannot reach the prototype of an object', () => {
  expect(() => parseSetting('demographics={"__proto__":{"polluted":true}}')).toThrow('JSON');
});

test('a list or a map that is no JSON is refused where it stands', () => {
  expect(() => parseSetting('products=[patientsim]')).toThrow('written as JSON');
});

test('settings add up', () => {
  expect(parseSetting('b=2', parseSetting('a=1')).map(({ path }) => path)).toEqual([['a'], ['b']]);
});
