/** Cohorts that each file allows and that cannot be built, and what is said of them. */
import { expect, test } from 'vitest';
import { planRequest } from '../pipeline.ts';
import { answerTo, openCohortBuilds } from '../testing/cohort-builds.ts';

const { tree } = await openCohortBuilds();

const CODES = ['E11.9', 'E78.5', 'I10', 'J45.909', 'K21.9', 'M17.9', 'N18.30'];
const PREVALENCES = CODES.map(
  (code, at) => `  - { code: ${code}, prevalence: { given: "age < ${40 + at}", then: 0.2, else: 0.3 } }`,
);
const PAIRS = CODES.slice(1).map((code, at) => `  - { between: [${CODES[at]}, ${code}], odds_ratio: 1.2 }`);
const IMPOSSIBLE = `conditions:
${CODES.slice(0, 3)
  .map((code) => `  - { code: ${code}, prevalence: 0.5 }`)
  .join('\n')}
correlations:
  - { between: [E11.9, E78.5], odds_ratio: 400 }
  - { between: [E11.9, I10], odds_ratio: 400 }
  - { between: [E78.5, I10], odds_ratio: 0.0025 }`;

const profile = (more: string): string => `---
name: asked-for
description: People whom a test asks for.
type: profile-template
---

\`\`\`yaml
profile_name: Asked for
count: 10
seed: 7
as_of: 2025-01-01
demographics:
  age: { distribution: uniform, min: 30, max: 64 }
  gender: { distribution: categorical, weights: { M: 0.5, F: 0.5 } }
${more}
\`\`\`
`;

const JOURNEY = `---
name: ways-part
description: A journey whose ways part before anything has happened.
type: journey-template
profile: asked-for
---

\`\`\`yaml
journey_name: Ways part
duration: 1 month
start: 2024-01-01
phases:
  - name: first
    duration: 10 days
    branches:
      - { condition: "count_events('office_visit') > 0", events: [{ event: telephone_call, timing: { day: 2 } }] }
  - name: second
    duration: 10 days
    events: [{ event: office_visit, timing: { day: 12 } }]
\`\`\`
`;

const NO_PHARMACIES = `---
name: pharmacies
description: No pharmacies.
type: reference
tables: { pharmacy_kinds: Kinds }
---

# Pharmacies

## Kinds

| kind | density |
|---|---|
`;

const SIXTH_TIER = `---
name: sixth-tier
description: A medicine in a tier of its own.
type: reference
tables: { medications: Medicines, formulary: Formulary }
---

## Medicines

| name | code | display | phrases | source |
|---|---|---|---|---|
| mepolizumab | 1720597 | mepolizumab | mepolizumab | assumed |

## Formulary

| drug | tier | brand | unit | units_per_day | unit_cost | covered | prior_authorization | step | quantity_limit | source |
|---|---|---|---|---|---|---|---|---|---|---|
| mepolizumab | 6 | yes | syringe | 0.0357 | 3400 | | | | | assumed |
`;

test.each([
  [
    'too many correlated cases',
    { 'asked-for.md': profile(`conditions:\n${PREVALENCES.join('\n')}\ncorrelations:\n${PAIRS.join('\n')}`) },
    'asked-for',
    'plan-correlations-many',
    'asked-for.md:24',
    'correlated take 128 combinations of shares; the limit is 64',
  ],
  [
    'correlations of which one forbids the others',
    { 'asked-for.md': profile(IMPOSSIBLE) },
    'asked-for',
    'plan-correlations-impossible',
    'asked-for.md:20',
    'whoever the people are: E11.9 with E78.5 at 400; E11.9 with I10 at 400; E78.5 with I10 at 0.0025.',
  ],
  [
    'ways that part by what has happened, before anything has',
    { 'asked-for.md': profile(''), 'ways-part.md': JOURNEY },
    'ways-part',
    'plan-branch-without-event',
    'ways-part.md:16',
    'nothing says when that is asked',
  ],
  [
    'a pharmacy without pharmacies',
    {
      'asked-for.md': profile('coverage: { type: Commercial }\nproducts: [patientsim, membersim, rxmembersim]'),
      'networksim/pharmacies.md': NO_PHARMACIES,
    },
    'asked-for',
    'plan-pharmacy-missing',
    'asked-for.md:16',
    'pharmacy_kinds',
  ],
  [
    'a medicine in a tier that costs members nothing anybody says',
    {
      'asked-for.md': profile('coverage: { type: Commercial }\nproducts: [patientsim, membersim, rxmembersim]'),
      'sixth-tier.md': SIXTH_TIER,
    },
    'asked-for',
    'plan-pharmacy-missing',
    'sixth-tier.md:18',
    'what members of Commercial pay in tier 6, that of `mepolizumab` (`drug_cost_sharing`)',
  ],
])('%s', async (_, files, what, code, place, words) => {
  const loaded = await tree(files);
  const said = answerTo(loaded, { what }).requests.flatMap((request) => planRequest(loaded, request).diagnostics);
  expect(said.map((one) => `${one.code} ${one.at?.file}:${one.at?.start.line}`)).toEqual([`${code} ${place}`]);
  expect(said[0]?.message).toContain(words);
});
