/** The skills of a soak that are edited: each a text of a few numbers, so that a good edit changes one of them. */
import type { Random } from '../../engine/testing/fuzz/random.ts';

export interface SoakingTree {
  readonly paths: readonly string[];
  /** As its last good edit has it. */
  readonly text: (path: string) => string;
  readonly change: (path: string, random: Random) => void;
  /** What the file holds now, good or bad. */
  readonly written: (path: string) => string;
  readonly note: (path: string, written: string) => void;
}

interface Numbers {
  mean: number;
  share: number;
  count: number;
  prose: number;
}

const TEXTS: Readonly<Record<string, (numbers: Numbers) => string>> = {
  'templates/profiles/soaked.md': ({ mean, share, prose }) => `---
name: soaked
description: People who are edited all day.
type: profile-template
---

Edited ${prose} times.

\`\`\`yaml
profile_name: Soaked
demographics:
  age: { distribution: normal, mean: ${mean}, std_dev: 8, min: 65, max: 90 }
conditions:
  - { code: E11.9, prevalence: 1.0 }
  - { code: I10, prevalence: ${share} }
medications: [ { drug: metformin, prevalence: ${share} } ]
coverage: { type: Medicare, plan: Medicare Advantage }
\`\`\`
`,
  'templates/journeys/soaked-course.md': ({ share, mean, prose }) => `---
name: soaked-course
description: A course that is edited all day.
type: journey-template
profile: soaked
---

Edited ${prose} times.

\`\`\`yaml
journey_name: Soaked course
duration: 90 days
phases:
  - name: Only
    duration: 0-90 days
    events:
      - initial_visit
      - { event: labs, timing: { after: initial_visit, days: ${mean % 20} }, probability: ${share} }
      - diagnosis
\`\`\`
`,
  'cohorts/soaked-few.md': (numbers) => cohort('soaked-few', numbers),
  'cohorts/soaked-more.md': (numbers) => cohort('soaked-more', { ...numbers, count: numbers.count * 2 }),
};

function cohort(name: string, { count, mean, prose }: Numbers): string {
  return `---
name: ${name}
description: People on the soaked course.
type: cohort
---

Edited ${prose} times.

\`\`\`yaml cohort
cohort_name: ${name}
profile: soaked
journeys: [soaked-course]
count: ${count}
seed: ${mean}
\`\`\`
`;
}

export function soakingTree(): SoakingTree {
  const paths = Object.keys(TEXTS);
  const numbers = new Map(
    paths.map((path): [string, Numbers] => [path, { mean: 72, share: 0.5, count: 20, prose: 0 }]),
  );
  const text = (path: string): string => {
    const [make, values] = [TEXTS[path], numbers.get(path)];
    if (make === undefined || values === undefined) throw new Error(`There is no ${path}.`);
    return make(values);
  };
  const written = new Map(paths.map((path) => [path, text(path)]));
  return {
    paths,
    text,
    change: (path, random) => {
      const values = numbers.get(path);
      if (values === undefined) return;
      const changes = [
        () => (values.mean = 66 + random.below(20)),
        () => (values.share = random.below(101) / 100),
        () => (values.count = 1 + random.below(40)),
        () => (values.prose += 1),
      ];
      random.pick(changes)();
    },
    written: (path) => written.get(path) ?? '',
    note: (path, held) => void written.set(path, held),
  };
}
