/** Names that the skills know, and values that programs trip over. */
import type { Random } from './random.ts';

const NUMBERS = [0, -0, -1, 1.0000001, 64, 1e6, 1e9, 1e15, 9007199254740991, -9007199254740991, 1e-300, 1e300, 5e-324];
const INHERITED =
  'constructor tostring toString valueof valueOf hasOwnProperty isPrototypeOf __proto__ __defineGetter__';
const MEANINGFUL = `' " \` \\ - . .. ../../x / null ~ true NaN Infinity 0 \${x} {{x}} select a.b.c a/b a:b é 漢字 👩‍⚕️ ﬁ`;

/** Names of what every object has, numbers at the edge of what can be held, texts that mean something elsewhere. */
const STRANGE: readonly unknown[] = [
  ...NUMBERS,
  ...INHERITED.split(' '),
  ...MEANINGFUL.split(' '),
  '',
  ' ',
  "x'; drop table y; --",
  '2025-02-30',
  '0000-00-00',
  '9999-12-31',
  'x'.repeat(3000),
  '('.repeat(200),
  null,
  true,
  false,
  [],
  {},
  [[]],
  [{}],
  [null],
  { '': '' },
  { a: { b: { c: {} } } },
];

const NAMES = {
  attribute: 'age gender smoker bmi score a1c severity adherence',
  own: 'smoker bmi score frailty adherence',
  observation: 'a1c',
  code: 'E11.9 I10 N18.30 E78.5 J45.909 F41.1',
  drug: 'metformin lisinopril atorvastatin',
  event: 'initial_visit labs diagnosis rx_metformin a1c_check quarterly_visit depression_screening welcome_outreach',
  type: 'encounter admission discharge er_visit observation lab_order diagnosis procedure prescription refill outreach milestone death withdrawal disenrollment plan_change',
  payer: 'Medicare Commercial Medicaid',
  product: 'patientsim membersim rxmembersim networksim',
} as const;

const DURATIONS = [
  '12 months',
  '2-4 weeks',
  '0-30 days',
  '90 days',
  '280 days + 42 days',
  'weeks 14-27',
  '1 month',
  365,
];
const TIMES = ['day 0', 'day 2-4', 'week 2', 'month 6', 'T-2hr', 'day -14', 'same_day'];
const RHYTHMS = ['quarterly', 'monthly', 'weekly', 'daily', 'annually', '3x_week'];

export function strange(random: Random): unknown {
  return random.pick(STRANGE);
}

/** One of the values, or now and then something strange. */
export function oneOf(random: Random, values: readonly unknown[]): unknown {
  return random.slips() ? strange(random) : random.pick(values);
}

export function name(kind: keyof typeof NAMES, random: Random): string {
  return String(oneOf(random, NAMES[kind].split(' ')));
}

export const number = (random: Random): unknown => oneOf(random, [1, 2, 5, 10, 30, 65, 90, 0.1, 0.5, 7.4, 100]);
export const share = (random: Random): unknown => oneOf(random, [0, 0.001, 0.1, 0.25, 0.5, 0.72, 0.999, 1]);
export const duration = (random: Random): unknown => oneOf(random, DURATIONS);
export const time = (random: Random): unknown => oneOf(random, TIMES);
export const rhythm = (random: Random): unknown => oneOf(random, RHYTHMS);
