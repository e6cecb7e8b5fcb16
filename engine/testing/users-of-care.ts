/** Skills for tests: people who use care outside of journeys, as often as a test says. */

/** Where the profile stands. */
export const PROFILE = 'generation/templates/profiles/users-of-care.md';

export function profileWith(counts: string, conditions: string): string {
  return `---
name: users-of-care
description: People who use care outside of journeys.
type: profile-template
---

\`\`\`yaml
profile_name: Users of care
count: 300
products: [patientsim]
demographics: { age: [0, 40] }
conditions: ${conditions}
utilization:
${counts}
\`\`\`
`;
}

const LEAVING = `---
name: leaving
description: People leave their plan, half of them after a month.
type: journey-template
---

\`\`\`yaml
journey_name: Leaving
duration: 3 months
start: 2024-02-05
events: [ { id: leave, type: disenrollment, timing: { month: 1 }, probability: 0.5 }, { id: later, type: milestone, timing: { month: 2 } } ]
\`\`\`
`;

const WEEKLY = `---
name: weekly
description: People come every week.
type: journey-template
---

\`\`\`yaml
journey_name: Weekly
duration: 3 months
start: 2024-02-05
events: [ { event: follow_up_visit, recurrence: weekly } ]
\`\`\`
`;

const JOURNEYS = {
  'generation/templates/journeys/leaving.md': LEAVING,
  'generation/templates/journeys/weekly.md': WEEKLY,
};

/** People, some of them born within the year, who use care as often as these counts say, and journeys that they may take. */
export function usersOfCare(...counts: readonly string[]): Readonly<Record<string, string>> {
  const text = profileWith(counts.map((count) => `  ${count}`).join('\n'), '[ { code: I10, prevalence: 0.4 } ]');
  return { [PROFILE]: text, ...JOURNEYS };
}

/** Reasons of visits for those alone who have a condition. */
export const OWN_REASONS: string = `---
name: visit-reasons
description: Reasons of those who have a condition.
type: reference
tables:
  reason_lists: Lists
  visit_reasons: Reasons
---

## Lists

| reasons | events | same_for | source |
|---|---|---|---|
| office | office_visit | | assumption |

## Reasons

| reasons | code | own | sex | min_age | max_age | per_1000 | source |
|---|---|---|---|---|---|---|---|
| office | I10 | yes | | | | 420 | assumption |
`;

const OWN_PRESCRIPTIONS = `---
name: visit-prescriptions
description: What is prescribed at visits of those who have a condition.
type: reference
tables:
  visit_prescriptions: Prescriptions
---

## Prescriptions

| reasons | code | prescription | share | source |
|---|---|---|---|---|
| office | I10 | rx_omeprazole | 0.5 | assumption |
`;

export const OWN_LISTS: Readonly<Record<string, string>> = {
  'patientsim/visit-reasons.md': OWN_REASONS,
  'patientsim/visit-prescriptions.md': OWN_PRESCRIPTIONS,
};
