/** Skills for tests: families with a plan, in hospital and at the pharmacy, and a journey on which ways part. */

interface Template {
  /** Below the root of a tree. */
  readonly path: string;
  readonly text: string;
}

export const FAMILIES: Template = {
  path: 'generation/templates/profiles/insured-families.md',
  text: `---
name: insured-families
description: Families with a plan, in hospital and at the pharmacy. Use in tests alone.
type: profile-template
triggers: [insured families there are]
---

# Insured families

\`\`\`yaml profile
profile_name: Insured families
count: 600
seed: 3
as_of: 2025-01-01
demographics:
  age: { distribution: uniform, min: 25, max: 60 }
  household: { single: 0.3, couple: 0.3, family: 0.4 }
  geography: { states: { TX: 0.6, OH: 0.4 } }
conditions:
  - { code: E11.9, prevalence: { given: "age >= 18", then: 0.5, else: 0 } }
medications:
  - { drug: metformin, prevalence: 0.9 }
  - { drug: semaglutide, prevalence: 0.4 }
attributes:
  adherence: { distribution: uniform, min: 0.5, max: 0.7, round: 2 }
  steps:
    distribution: conditional
    rules:
      - { if: "has_condition('E11')", distribution: { distribution: normal, mean: 4000, std_dev: 900 } }
      - { else: { distribution: normal, mean: 7000, std_dev: 2000 } }
  stress: { distribution: uniform, min: 0, max: 10 }
correlations:
  - { between: [steps, stress], rank_correlation: -0.3 }
utilization:
  office_visits: { distribution: poisson, mean: 6 }
  admissions: { distribution: poisson, mean: 1.5 }
coverage: { type: Commercial, plans: { Commercial PPO: 0.7, Commercial HMO: 0.3 } }
products: [patientsim, membersim, rxmembersim]
journeys:
  - { journey: parting-ways, start: { from: 2023-01-01, to: 2023-12-31 } }
\`\`\`
`,
};

export const WAYS: Template = {
  path: 'generation/templates/journeys/parting-ways.md',
  text: `---
name: parting-ways
description: Two ways, one of which parts again. Use in tests alone.
type: journey-template
triggers: [ways that part]
---

# Parting ways

\`\`\`yaml journey
journey_name: Parting ways
duration: 3 months
phases:
  - name: All
    duration: 0-90 days
    events: [ { event: initial_visit, timing: { day: 0 } } ]
branching:
  - name: first
    branches:
      - { name: left, probability: 0.3, events: [], branching: [ { name: second, branches: [ { name: up, probability: 0.4, events: [] }, { name: down, else: true, events: [] } ] } ] }
      - { name: right, else: true, events: [] }
  - name: third
    branches:
      - { name: high, condition: "age >= 40", probability: 0.5, events: [] }
      - { name: low, else: true, events: [] }
\`\`\`
`,
};
