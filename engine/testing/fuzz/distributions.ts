/** Random distributions and expressions, most of them sound. */
import { name, number, oneOf, share, strange } from './words.ts';
import type { Random } from './random.ts';

export type Make = (random: Random, depth: number) => unknown;

const DEEPEST = 3;

/** A map of what is needed and some of what may be; now and then with a key that nobody knows, or without one that is needed. */
export function map(needed: Readonly<Record<string, Make>>, optional: Readonly<Record<string, Make>> = {}): Make {
  return (random, depth) => {
    if (random.slips()) return strange(random);
    const keys = [
      ...Object.keys(needed).filter(() => !random.slips()),
      ...random.some(Object.keys(optional), depth > DEEPEST ? 0 : 0.35),
    ];
    const makers = { ...needed, ...optional };
    const entries = keys.map((key): readonly [string, unknown] => [key, makers[key]?.(random, depth + 1)]);
    return new Map(random.slips() ? [...entries, [String(strange(random)), strange(random)] as const] : entries);
  };
}

export function list(make: Make, most = 3): Make {
  return (random, depth) => {
    if (random.slips()) return strange(random);
    return [make(random, depth + 1), ...random.times(most - 1, () => make(random, depth + 1))];
  };
}

/** A list whose items are all different. */
export function distinct(make: Make, most = 3): Make {
  return (random, depth) => {
    const made = list(make, most)(random, depth);
    if (!Array.isArray(made)) return made;
    return [...new Map(made.map((item: unknown) => [JSON.stringify(item), item])).values()];
  };
}

export const anyOf =
  (...makers: readonly Make[]): Make =>
  (random, depth) =>
    random.pick(makers)(random, depth);

export const words =
  (...values: readonly unknown[]): Make =>
  (random) =>
    oneOf(random, values);

/** Shares of the names that sum to one. */
export function sharesOf(...names: readonly string[]): Make {
  return (random) => {
    const taken = random.some(names, 0.7);
    const parts = (taken.length === 0 ? names : taken).map((one) => [one, 1 + random.below(9)] as const);
    const total = parts.reduce((all, [, part]) => all + part, 0);
    return new Map(parts.map(([one, part]) => [one, random.slips() ? strange(random) : part / total]));
  };
}

export const condition: Make = (random, depth) => {
  const inner = (): unknown => condition(random, depth + 1);
  const compared = ['=', '==', '!=', '<', '<=', '>', '>='] as const;
  const leaves: readonly (() => unknown)[] = [
    () => `age ${random.pick(compared)} ${String(number(random))}`,
    () => `gender == '${random.pick(['F', 'M'])}'`,
    () => `has_condition('${name('code', random)}')`,
    () => `has_medication('${name('drug', random)}')`,
    () => `${sum(random, depth)} ${random.pick(compared)} ${sum(random, depth)}`,
    () => `age in [${String(number(random))}, 70]`,
    () => `age between ${String(number(random))} and 80`,
    () => (random.slips() ? strange(random) : 'true'),
  ];
  if (depth > DEEPEST + 2 || random.chance(0.5)) return random.pick(leaves)();
  return random.pick([
    () => `${String(inner())} ${random.pick(['and', 'or', '&&', '||', 'AND'])} ${String(inner())}`,
    () => `(${String(inner())})`,
    () => `not ${String(inner())}`,
  ])();
};

function sum(random: Random, depth: number): string {
  const atom = (): string => (random.chance(0.6) ? name('attribute', random) : String(number(random)));
  if (depth > DEEPEST || random.chance(0.5)) return atom();
  const other = (): string => sum(random, depth + 1);
  if (random.chance(0.2)) return `${random.pick(['power', 'least', 'greatest'])}(${atom()}, ${other()})`;
  if (random.chance(0.1)) return `if(${String(condition(random, depth + 1))}, ${atom()}, ${other()})`;
  return `(${atom()} ${random.pick(['+', '-', '*', '/'])} ${other()})`;
}

/** What only events of a journey can ask. */
export const question: Make = anyOf(
  condition,
  (random) => `a1c > ${String(number(random))} at month ${String(number(random))}`,
  (random) => `has_event('${name('event', random)}')`,
  (random) => `count_events('${name('event', random)}', 90 days) >= ${String(number(random))}`,
  (random) => `latest('${name('observation', random)}') > ${String(number(random))}`,
  (random) => `days_since('${name('event', random)}') < ${String(number(random))}`,
);

const limits = { min: words(0, 1, 18), max: words(95, 120, 400), round: words(0, 1, 2), integer: words(true, false) };
const kind = (...names: readonly string[]): Make => words(...names);

export const distribution: Make = (random, depth) =>
  random.pick<Make>([
    number,
    words([1, 5], [40, 80], { min: 2, max: 9 }),
    sharesOf('1', '2', '3'),
    map({ distribution: kind('fixed'), value: number }),
    map(
      { distribution: kind('uniform'), min: words(1, 18), max: words(30, 90) },
      { round: words(1), integer: words(true) },
    ),
    map({ distribution: kind('normal'), mean: number, std_dev: number }, limits),
    map({ distribution: kind('log_normal', 'lognormal'), mean: number, std_dev: number }, limits),
    map({ distribution: kind('exponential'), mean: number }, limits),
    map({ distribution: kind('gamma'), shape: number, scale: number }, limits),
    map({ distribution: kind('weibull'), shape: number, scale: number }, limits),
    map({ distribution: kind('beta'), alpha: number, beta: number }, { min: words(0), max: words(1, 50) }),
    map({ distribution: kind('triangular'), min: words(1), mode: words(5), max: words(9, 50) }),
    map({ distribution: kind('poisson'), mean: number }, { max: words(50) }),
    map({ distribution: kind('negative_binomial'), mean: words(1, 3, 10), dispersion: words(0.5, 1, 4) }),
    map({ distribution: kind('zipf'), exponent: words(0.5, 1, 2), max: words(5, 100) }),
    map({ distribution: kind('age_bands'), bands: sharesOf('0-17', '18-64', '65-84', '85-95') }),
    map({ distribution: kind('empirical'), quantiles: words({ 0: 1, 0.5: 4, 1: 9 }, { 0: 1, 1: 1 }) }),
    ...(depth > DEEPEST ? [] : composites),
  ])(random, depth + 1);

const part = (weight: number): Make =>
  map({ weight: words(weight), distribution: kind('normal'), mean: number, std_dev: number });
const composites: readonly Make[] = [
  (random, depth) => ({
    distribution: 'mixture',
    components: [part(0.3)(random, depth), part(0.7)(random, depth)],
  }),
  (random, depth) => ({
    distribution: 'conditional',
    rules: [
      { if: condition(random, depth), distribution: distribution(random, depth) },
      { if: condition(random, depth), value: number(random) },
      { else: distribution(random, depth) },
    ],
  }),
  map({ given: condition, then: share, else: share }),
  map({ formula: (random, depth) => sum(random, depth) }, { round: words(1) }),
  map({ distribution: kind('seasonal'), base: distribution, months: words({ jan: 2 }, { 1: 2, 7: 0.5 }) }),
];

export const chance: Make = anyOf(share, share, map({ given: condition, then: share, else: share }));
