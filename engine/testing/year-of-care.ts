/** Skills for tests: people of Alaska in two networks, whose care of one year is of every kind. */
import { readFile } from 'node:fs/promises';

const SEEN = `---
name: seen
description: People whose care a test follows.
type: profile-template
---

\`\`\`yaml
profile_name: Seen
count: 400
seed: 7
as_of: 2025-01-01
demographics:
  age: { distribution: uniform, min: 2, max: 64 }
  gender: { distribution: categorical, weights: { M: 0.5, F: 0.5 } }
  geography: { state: AK }
conditions:
  - { code: E11.9, prevalence: { given: "age >= 10", then: 0.6, else: 0 } }
  - { code: I50.9, prevalence: 0.3 }
coverage: { type: Commercial, plans: { Commercial HMO: 0.5, Commercial PPO: 0.5 } }
products: [patientsim, membersim, networksim]
\`\`\`
`;

/** With events behind those of every kind. */
export const yearOfCare = (more = ''): string => `---
name: year-of-care
description: Visits of every kind.
type: journey-template
profile: seen
---

\`\`\`yaml
journey_name: Year of care
duration: 12 months
start: 2024-01-01
phases:
  - name: Year
    duration: 0-365 days
    events:
      - { event: office_visit, recurrence: monthly }
      - { id: specialist, event: specialist_visit, conditions: [E11.9], timing: { day: 20 } }
      - { id: heart, event: specialist_visit, conditions: [I50.9], timing: { day: 25 } }
      - { event: emergency_visit, timing: { day: 40 } }
      - { event: hospital_admission, timing: { day: 60 } }
      - { event: hospital_discharge, timing: { after: hospital_admission, days: 3 } }
      - { event: home_visit, timing: { day: 80 } }
      - { event: urgent_visit, timing: { day: 100 } }
      - { event: imaging_study, timing: { day: 105 } }
      - { event: metabolic_panel, timing: { day: 106 } }
      - { event: influenza_vaccine, timing: { day: 107 } }
      - { event: outpatient_operation, timing: { day: 108 } }
      - { id: sent, event: specialist_referral, conditions: [I50.9], timing: { day: 120 } }
      - { id: came, event: office_visit, title: Visit on referral, timing: { after: sent, days: 14 } }
${more}
\`\`\`
`;

const SKILLS = new URL('../../skills/networksim/', import.meta.url);
export const SHIPPED_NETWORKS: string = await readFile(new URL('networks.md', SKILLS), 'utf8');
/** Half of the visits beside primary care are outside the broad network, none outside the narrow one. */
export const NETWORKS: string = SHIPPED_NETWORKS.replace(
  /(Commercial broad network \|.*?\| 0\.4) \| 0\.06/,
  '$1 | 0.5',
).replace(/(Commercial HMO network \|.*?\| 0\.5) \| 0\.02/, '$1 | 0');

export const SHIPPED_PROVIDERS: string = await readFile(new URL('providers.md', SKILLS), 'utf8');
/** So many in cardiology that those for the first twenty people are not enough for four hundred. */
export const PROVIDERS: string = SHIPPED_PROVIDERS.replace('| 207RC0000X | 6.7 |', '| 207RC0000X | 2500 |').replace(
  '| first_round | 1000 |',
  '| first_round | 20 |',
);

export const YEAR_OF_CARE: Readonly<Record<string, string>> = {
  'networksim/networks.md': NETWORKS,
  'networksim/providers.md': PROVIDERS,
  'generation/templates/profiles/seen.md': SEEN,
  'generation/templates/journeys/year-of-care.md': yearOfCare(),
};
