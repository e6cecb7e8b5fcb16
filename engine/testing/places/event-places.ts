/** The places of journeys in which an event may stand: the files of each, the first of which is asked for by its name. */
import type { SourceFile } from '../../model/index.ts';
import { skill } from './profile-places.ts';

const LENGTH = 'duration: 300 days\nstart: { from: 2023-01-01, to: 2023-06-30 }\n';
const BEFORE = 'events: [{ event: urgent_visit, timing: { day: 1 } }]\n';

function journey(name: string, lines: string, front = 'profile: plain-people\n'): SourceFile {
  return skill(name, 'journey-template', [`\`\`\`yaml journey\njourney_name: ${name}\n${lines}\n\`\`\``], front);
}

function branching(branches: string): string {
  return `${LENGTH}${BEFORE}branching: [{ after: urgent_visit, branches: [${branches}, { name: other, else: true, events: [] }] }]`;
}

/** The event, put later where its place begins later. */
type EventPlace = (event: string, name: string) => readonly SourceFile[];

export const EVENT_PLACES: Readonly<Record<string, EventPlace>> = {
  phase: (event, name) => [journey(name, `${LENGTH}phases: [{ name: A, duration: 0-90 days, events: [${event}] }]`)],
  list: (event, name) => [journey(name, `${LENGTH}events: [${event}]`)],
  'later-phase': (event, name) => [
    journey(
      name,
      `${LENGTH}phases: [{ name: A, duration: 0-2 days, events: [urgent_visit] }, { name: B, duration: 2 months, probability: 0.8, events: [${event}] }]`,
    ),
  ],
  branch: (event, name) => [journey(name, branching(`{ name: b, probability: 0.5, events: [${event}] }`))],
  'inner-branch': (event, name) => [
    journey(
      name,
      branching(
        `{ name: b, probability: 0.5, events: [telehealth_visit], branching: [{ name: inner, branches: [{ name: x, probability: 0.4, events: [${event}] }, { name: y, else: true, events: [] }] }] }`,
      ),
    ),
  ],
  choice: (event, name) => [
    journey(
      name,
      branching(
        `{ name: b, probability: 0.5, choose: [{ events: [foot_exam], weight: 0.4 }, { events: [${event}], weight: 0.6 }] }`,
      ),
    ),
  ],
  'value-branch': (event, name) => [
    journey(
      name,
      `${LENGTH}${BEFORE}branching: [{ after: urgent_visit, value: gender, branches: { F: [], M: [${event}] } }]`,
    ),
  ],
  'map-branch': (event, name) => [
    journey(name, `${LENGTH}${BEFORE}branches: { a: { probability: 0.4, events: [${event}] }, b: [] }`),
  ],
  'branch-point': (event, name) => [
    journey(
      name,
      `${LENGTH}${BEFORE}branch_point: { after: urgent_visit, condition: "age > 50", branches: { true: [${event}], false: [] } }`,
    ),
  ],
  rule: (event, name) => [
    journey(
      name,
      `${LENGTH}${BEFORE}branching_rules: [{ name: r, after: urgent_visit, condition: "age > 50", events: [${event}] }]`,
    ),
  ],
  cycle: (event, name) => [
    journey(name, `pattern: cyclic\n${LENGTH}cycle: { length: 60 days, count: 4 }\nevents: [${event}]`),
  ],
  'cycle-of-phase': (event, name) => [
    journey(
      name,
      `pattern: protocol\n${LENGTH}phases: [{ name: A, duration: 0-200 days, cycle: { length: 50 days, count: 4 }, events: [${event}] }]`,
    ),
  ],
  'entered-phase': (event, name) => [
    journey(
      name,
      `pattern: lifecycle\n${LENGTH}phases: [{ name: Well, duration: 0-200 days, events: [quarterly_visit], transitions: [{ to: Ill, event: quarterly_visit, after: 3 days, probability: 0.3 }] }, { name: Ill, duration: 0-200 days, events: [${event}] }]`,
    ),
  ],
  called: (event, name) => [
    journey(
      name,
      `${LENGTH}events: [{ event: urgent_visit, timing: { day: 1 } }, { journey: ${name}-inner, timing: { after: urgent_visit, days: 2 } }]`,
    ),
    journey(`${name}-inner`, `duration: 200 days\nevents: [${event}]`),
  ],
  'called-by-branch': (event, name) => [
    journey(name, branching(`{ name: b, probability: 0.5, journey: ${name}-inner }`)),
    journey(`${name}-inner`, `duration: 200 days\nphases: [{ name: P, duration: 0-90 days, events: [${event}] }]`),
  ],
  base: (event, name) => [
    journey(name, 'events: [telehealth_visit]', `extends: ${name}-base\n`),
    journey(`${name}-base`, `${LENGTH}events: [urgent_visit, ${event}]`),
  ],
  heir: (event, name) => [
    journey(name, `events: [${event}]`, `extends: ${name}-base\n`),
    journey(`${name}-base`, `${LENGTH}events: [urgent_visit]`),
  ],
  'second-journey': (event, name) => [
    skill(
      name,
      'profile-template',
      [
        `\`\`\`yaml profile\nprofile_name: ${name}\njourneys: [start-a, { journey: ${name}-it, probability: 0.5 }]\n\`\`\``,
      ],
      'extends: plain-people\n',
    ),
    journey(`${name}-it`, `${LENGTH}events: [${event}]`),
  ],
  study: (event, name) => [
    journey(
      name,
      `pattern: protocol
${LENGTH}study:
  id: STUDY-1
  title: Study
  phase: 3
  indication: Diabetes
  sponsor: Nobody
  arms: [{ code: A, name: A, allocation: 1, treatments: { treatment: a, dose: 1, unit: mg } }, { code: B, name: B, allocation: 1, treatments: { treatment: b, dose: 0, unit: mg } }]
phases:
  - { name: S, duration: 0-28 days, events: [trial_screening, { event: trial_randomization, timing: { after: trial_screening, days: 18 } }] }
  - { name: T, duration: 28-196 days, cycle: { length: 56 days, count: 3 }, events: [{ event: study_dose, timing: { day: 1 } }, ${event}] }`,
      `profile: ${name}-people\n`,
    ),
    skill(
      `${name}-people`,
      'profile-template',
      ['```yaml profile\nproducts: [patientsim, trialsim]\n```'],
      'extends: plain-people\n',
    ),
  ],
};
