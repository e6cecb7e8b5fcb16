import { expect, test } from 'vitest';
import type { Expression } from '../../model/index.ts';
import { placesOf, profileOf } from '../../testing/authored.ts';

const profile = (expression: string): string => `
conditions: [ { code: E11.9, severity: { mild: 0.5, severe: 0.5 } } ]
medications: [ { drug: insulin, prevalence: 0.5, given: ${expression} } ]
`;

/** The expression said back, fully in parentheses. */
function read(expression: string): string {
  const result = profileOf(profile(JSON.stringify(expression)));
  expect(result.diagnostics).toEqual([]);
  const prevalence = result.profile?.medications[0]?.prevalence;
  return prevalence?.kind === 'given' ? say(prevalence.given) : '';
}

function say(one: Expression): string {
  switch (one.kind) {
    case 'number':
    case 'boolean':
      return String(one.value);
    case 'text':
      return `'${one.value}'`;
    case 'name':
      return one.name;
    case 'not':
    case 'negate':
      return `(${one.kind} ${say(one.operand)})`;
    case 'binary':
      return `(${say(one.left)} ${one.operator} ${say(one.right)})`;
    case 'in':
      return `(${say(one.operand)}${one.negated ? ' not' : ''} in ${one.options.map(say).join(' ')})`;
    case 'between':
      return `(${say(one.operand)}${one.negated ? ' not' : ''} between ${say(one.low)} ${say(one.high)})`;
    case 'call':
    case 'function':
      return `${one.name}(${one.arguments.map(say).join(' ')})`;
    case 'length':
      return `${one.length.months}m${one.length.days}d`;
    case 'moment':
      return `(${say(one.operand)} at ${one.after.months}m${one.after.days}d)`;
  }
}

test.each([
  ["a1c > 8.0 and severity == 'severe'", "((a1c > 8) and (severity = 'severe'))"],
  ['age < 20 or age > 30 and age < 40', '((age < 20) or ((age > 30) and (age < 40)))'],
  ['NOT age < 20 && !(age > 3) || TRUE', '(((not (age < 20)) and (not (age > 3))) or true)'],
  ['age + 2 * 3 - -1 >= 10 / 2', '(((age + (2 * 3)) - (negate 1)) >= (10 / 2))'],
  ['age between 3 and 5 and age not between 4 and 4', '((age between 3 5) and (age not between 4 4))'],
  ["gender in ['F', 'M'] or severity not in ['mild']", "((gender in 'F' 'M') or (severity not in 'mild'))"],
  ["has_condition('e11') and HAS_MEDICATION('Metformin')", "(has_condition('E11') and has_medication('metformin'))"],
  [
    "POWER(age, 2) > Greatest(age, 3, 4) and if(sex = 'F', age, 9) < least(1, age)",
    "((power(age 2) > greatest(age 3 4)) and (if((gender = 'F') age 9) < least(1 age)))",
  ],
  ["sex = 'F' and state <> 'TX'", "((gender = 'F') and (state != 'TX'))"],
])('%s', (text, meaning) => {
  expect(read(text)).toBe(meaning);
});

test.each([
  ['"agee > 3"', 'normalize-expression-name 7:58'],
  ['"age > 3 and colour = 2"', 'normalize-expression-name 7:70'],
  ['age > 3 and colour = 2', 'normalize-expression-name 7:69'],
  ['"age >"', 'normalize-expression-syntax 7:63'],
  ['"age 3"', 'normalize-expression-syntax 7:62'],
  ['"age constructor"', 'normalize-expression-syntax 7:62'],
  ['"(age > 3"', 'normalize-expression-syntax 7:66'],
  ['"age > #"', 'normalize-expression-syntax 7:64'],
  ['"age between 3"', 'normalize-expression-syntax 7:71'],
  ['"age"', 'normalize-expression-type 7:58'],
  ['"age > \'old\'"', 'normalize-expression-type 7:64'],
  ['"age and true"', 'normalize-expression-type 7:58'],
  ['"gender = 3"', 'normalize-expression-type 7:67'],
  ['"severity = \'sever\'"', 'normalize-expression-value 7:69'],
  ['"has_conditon(\'E11\')"', 'normalize-expression-function 7:58'],
  ['"power(age) > 3"', 'normalize-expression-type 7:58'],
  ['"least(age, \'old\') > 3"', 'normalize-expression-type 7:69'],
  ['"greatest(age, 30 days) > 3"', 'normalize-expression-type 7:72'],
  ['"if(age, 1, 2) > 3"', 'normalize-expression-type 7:61'],
  ['"if(age > 3, 1, \'one\') > 3"', 'normalize-expression-type 7:73'],
  ['"agee(3)"', 'normalize-expression-function 7:58'],
  ['"age ^ 2 > 3"', 'normalize-expression-syntax 7:62'],
  ['"age ** 2 > 3"', 'normalize-expression-syntax 7:63'],
  ['"has_condition(3)"', 'normalize-expression-type 7:58'],
  ['"has_condition(\'diabetes\')"', 'normalize-code-impossible 7:72'],
  ['"has_condition(\'Z9\')"', 'normalize-code-unchecked 7:72'],
  ['"has_medication(\'x\')"', 'normalize-reference-unknown 7:73'],
  ['"has_event(\'visit\')"', 'normalize-expression-moment 7:58'],
  ['"count_events(\'visit\', 30 days) > 2"', 'normalize-expression-moment 7:58'],
  ['"count_events(\'visit\', 30) > 2"', 'normalize-expression-type 7:58'],
  ['"count_events(\'visit\', 30 dayz) > 2"', 'normalize-expression-syntax 7:83'],
  ['"latest(\'a1d\') > 2"', 'normalize-reference-unknown 7:65'],
  ['"a1c > 7 at mont 6"', 'normalize-expression-syntax 7:69'],
  ['"a1c > 7 at month 6"', 'normalize-expression-moment 7:58'],
  [JSON.stringify(`${'('.repeat(70)}true${')'.repeat(70)}`), 'normalize-expression-size 7:122'],
  [JSON.stringify(`age > ${'1'.repeat(2000)}`), 'normalize-expression-size 7:57'],
])('%s is reported as %s', (text, place) => {
  expect(placesOf(profileOf(profile(text)).diagnostics)).toEqual([place]);
});

test('a misspelt name is reported with the nearest ones', () => {
  expect(profileOf(profile('"severty = \'mild\'"')).diagnostics[0]?.hint).toBe('Nearest: `severity`.');
  expect(profileOf(profile('"severity = mild"')).diagnostics[0]?.hint).toBe("A text stands in quotes: `'mild'`.");
});
