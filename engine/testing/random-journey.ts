/** Valid journeys made up from a number, with what must be so of each of their events. */

export interface RandomEvent {
  readonly id: string;
  /** What it follows: each time where `each`, else the first time. */
  readonly after: string | undefined;
  /** Of that which it follows, it comes before: its days are below 0. */
  readonly leads: boolean;
  readonly each: boolean;
  /** The day from which it is counted where it follows nothing. */
  readonly begins: number;
  /** Of the wait, in days. */
  readonly low: number;
  readonly high: number;
  /** Days between two occurrences; 0 where it happens once. */
  readonly every: number;
  /** How often it happens to a person. */
  readonly count: number;
  /** How often in each cycle, or behind each of what it follows, and how many days apart. */
  readonly run: number;
  readonly step: number;
  readonly isCertain: boolean;
  readonly isImpossible: boolean;
  /** Its phase may be over before. */
  readonly isLeft: boolean;
}

export interface RandomJourney {
  readonly name: string;
  readonly text: string;
  readonly events: readonly RandomEvent[];
  /** Events of which exactly one happens to everybody. */
  readonly branches: readonly string[];
  /** Events of which exactly one happens to everybody so often, anew each time. */
  readonly anew: { readonly of: readonly string[]; readonly count: number };
  /** A phase that everybody leaves on a day. */
  readonly leaves: { readonly of: readonly string[]; readonly day: number } | undefined;
}

type Draw = (low: number, high: number) => number;

/** Whole numbers between two, both included: a linear congruence, good enough to vary shapes. */
function drawsOf(seed: number): Draw {
  let state = seed * 7919 + 17;
  return (low, high) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return low + (Math.floor(state / 65536) % (high - low + 1));
  };
}

interface Written {
  readonly event: RandomEvent;
  readonly yaml: string;
}

export function randomJourney(seed: number): RandomJourney {
  const draw = drawsOf(seed);
  const name = `made-up-${seed}`;
  const plain = plainEvents(`p${seed}`, draw);
  const cycle = cycleOf(`c${seed}`, draw);
  const ways = waysAfter(plain[0], `w${seed}`, draw);
  const stay = draw(20, 60);
  const leading = leadingUpTo([...plain, ...ways], `b${seed}`, seed);
  const left = leftPhase(`l${seed}`, draw);
  const [first] = cycle.events;
  const anew = waysAfter(first, `a${seed}`, draw).map(({ event, yaml }) => ({
    event: { ...event, each: true, count: first?.event.count ?? 1 },
    yaml,
  }));
  const text = `---
name: ${name}
description: Made up.
type: journey-template
profile: anybody
---

\`\`\`yaml
journey_name: ${name}
duration: 500 days
start: 2024-01-08
phases:
  - name: Plain ${seed}
    duration: 0-100 days
    events:
${[...plain, ...leading].map(({ yaml }) => `      - ${yaml}`).join('\n')}
  - name: Cycles ${seed}
    duration: ${cycle.from}-${cycle.to} days
    cycle: { length: ${cycle.length} days, count: ${cycle.count} }
    events:
${cycle.events.map(({ yaml }) => `      - ${yaml}`).join('\n')}
  - name: Left ${seed}
    duration: 0-100 days
    events:
${left.map(({ yaml }) => `      - ${yaml}`).join('\n')}
    transitions: [ { to: Next ${seed}, after: ${stay} days } ]
  - name: Next ${seed}
    duration: 10 days
    events: [ { id: n${seed}, type: milestone, timing: { day: 3 } } ]
branching:
  - after: ${plain[0]?.event.id}
    branches:
${ways.map(({ yaml }) => `      - ${yaml}`).join('\n')}
  - after: ${first?.event.id}
    branches:
${anew.map(({ yaml }) => `      - ${yaml}`).join('\n')}
\`\`\`
`;
  const next = { ...BLANK, id: `n${seed}`, begins: stay, low: 3, high: 3 };
  return {
    name,
    text,
    events: [...plain, ...leading, ...cycle.events, ...ways, ...anew, ...left].map(({ event }) => event).concat(next),
    branches: ways.map(({ event }) => event.id),
    anew: { of: anew.map(({ event }) => event.id), count: first?.event.count ?? 1 },
    leaves: { of: left.map(({ event }) => event.id), day: stay },
  };
}

const BLANK: RandomEvent = {
  id: '',
  after: undefined,
  leads: false,
  each: false,
  begins: 0,
  low: 0,
  high: 0,
  every: 0,
  count: 1,
  run: 1,
  step: 0,
  isCertain: true,
  isImpossible: false,
  isLeft: false,
};

const SHARES = [1, 1, 0.5, 0.9, 0];

/** The first is certain; others stand for themselves or follow one before. */
function plainEvents(prefix: string, draw: Draw): readonly Written[] {
  const written: Written[] = [];
  for (let index = 0; index < draw(3, 6); index += 1) {
    const id = `${prefix}_${index}`;
    const before = index > 0 && draw(0, 1) === 1 ? written[draw(0, written.length - 1)]?.event : undefined;
    const [at, spread] = [draw(0, 40), draw(0, 5)];
    const share = index === 0 ? 1 : (SHARES[draw(0, SHARES.length - 1)] ?? 1);
    const isRepeated = before === undefined && index > 0 && draw(0, 2) === 0;
    const [every, count] = isRepeated ? [draw(3, 20), draw(2, 4)] : [0, 1];
    const unit = draw(0, 2);
    const timing =
      before === undefined ? fromStart(at, spread, unit) : `{ after: ${before.id}, days: ${at}, variance: ${spread} }`;
    const again = isRepeated ? `, recurrence: { every: ${every}, unit: days, count: ${count} }` : '';
    const chance = share === 1 ? '' : `, probability: ${share}`;
    written.push({
      event: {
        ...BLANK,
        id,
        after: before?.id,
        low: Math.max(0, at - spread),
        high: at + spread,
        every,
        count,
        isCertain: share === 1 && (before === undefined || before.isCertain),
        isImpossible: share === 0 || before?.isImpossible === true,
      },
      yaml: `{ id: ${id}, type: milestone, timing: ${timing}${again}${chance} }`,
    });
  }
  return written;
}

/** What comes before others, in two spellings. */
function leadingUpTo(others: readonly Written[], prefix: string, seed: number): readonly Written[] {
  const draw = drawsOf(seed + LEADING);
  return others.map(({ event }, index) => {
    const id = `${prefix}_${index}`;
    const [low, spread] = [draw(1, 20), draw(0, 4)];
    const share = SHARES[draw(0, SHARES.length - 1)] ?? 1;
    const days = spread === 0 ? `${low}` : `[${low}, ${low + spread}]`;
    const timing =
      spread === 0 && draw(0, 1) === 1
        ? `{ after: ${event.id}, days: -${low} }`
        : `{ before: ${event.id}, days: ${days} }`;
    return {
      event: {
        ...BLANK,
        id,
        after: event.id,
        leads: true,
        low: -low - spread,
        high: -low,
        isCertain: share === 1 && event.isCertain,
        isImpossible: share === 0 || event.isImpossible,
      },
      yaml: `{ id: ${id}, type: milestone, timing: ${timing}${share === 1 ? '' : `, probability: ${share}`} }`,
    };
  });
}

/** So that they draw in a sequence of their own. */
const LEADING = 1000;

/** The same days in three spellings. */
function fromStart(at: number, spread: number, spelling: number): string {
  const low = Math.max(0, at - spread);
  if (spelling === 0) return `{ day: ${at}, variance: ${spread} }`;
  return spelling === 1 ? `{ day: [${low}, ${at + spread}] }` : `day ${low}-${at + spread}`;
}

interface WrittenCycle {
  readonly from: number;
  readonly to: number;
  readonly length: number;
  readonly count: number;
  readonly events: readonly Written[];
}

interface Run {
  readonly run: number;
  readonly step: number;
}

function cycleOf(prefix: string, draw: Draw): WrittenCycle {
  const [from, length, count] = [draw(100, 150), draw(10, 28), draw(2, 4)];
  const [at, wait] = [draw(0, 4), draw(1, 3)];
  const [own, behind]: [Run, Run] = [
    { run: draw(1, 3), step: draw(1, 2) },
    { run: draw(1, 2), step: draw(1, 2) },
  ];
  const again = ({ run, step }: Run): string => `recurrence: { every: ${step}, unit: days, count: ${run} }`;
  const first = `${prefix}_first`;
  const follower = `${prefix}_follower`;
  return {
    from,
    to: from + length * count,
    length,
    count,
    events: [
      {
        event: { ...BLANK, id: first, begins: from, low: at, high: at, every: length, count: count * own.run, ...own },
        yaml: `{ id: ${first}, type: milestone, timing: { day: ${at} }, ${again(own)} }`,
      },
      {
        event: {
          ...BLANK,
          id: follower,
          after: first,
          each: true,
          low: wait,
          high: wait,
          every: length,
          count: count * own.run * behind.run,
          ...behind,
          isCertain: false,
        },
        yaml: `{ id: ${follower}, type: milestone, timing: { after: ${first}, days: ${wait} }, ${again(behind)}, probability: 0.6 }`,
      },
    ],
  };
}

/** One of them happens to everybody, since what they follow does. */
function waysAfter(first: Written | undefined, prefix: string, draw: Draw): readonly Written[] {
  const count = draw(2, 3);
  return Array.from({ length: count }, (_, index) => {
    const id = `${prefix}_${index}`;
    const wait = draw(0, 9);
    const who = index === count - 1 ? 'else: true' : `probability: ${draw(1, 4) / 10}`;
    return {
      event: { ...BLANK, id, after: first?.event.id, low: wait, high: wait, isCertain: false },
      yaml: `{ name: way ${prefix} ${index}, ${who}, events: [ { id: ${id}, type: milestone, timing: { after: ${first?.event.id}, days: ${wait} } } ] }`,
    };
  });
}

/** Some of it lies before the end of the phase, some behind. */
function leftPhase(prefix: string, draw: Draw): readonly Written[] {
  const every = draw(5, 15);
  const [series, late] = [`${prefix}_series`, `${prefix}_late`];
  const day = draw(0, 100);
  return [
    {
      event: { ...BLANK, id: series, every, isLeft: true },
      yaml: `{ id: ${series}, type: milestone, timing: { day: 0 }, recurrence: { every: ${every}, unit: days } }`,
    },
    {
      event: { ...BLANK, id: late, low: day, high: day, isLeft: true },
      yaml: `{ id: ${late}, type: milestone, timing: { day: ${day} } }`,
    },
  ];
}
