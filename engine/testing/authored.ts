/** Skills from Markdown text for tests: a small reference tree, and files that stand beside it. */
import { createHash } from 'node:crypto';
import { parseSkill } from '../parse/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { CohortSpecification, Profile, Skill, SkillKind, SpecificationKind } from '../model/index.ts';
import { normalizeLibrary, specifyCohort } from '../normalize/index.ts';
import type { LibraryNormalization } from '../normalize/index.ts';

const KINDS: readonly SpecificationKind[] = [
  'profile',
  'journey',
  'distributions',
  'events',
  'cohort',
  'defaults',
  'phrases',
];

/** A block's word says what it is; one with `example` never runs. `defaults` of the front matter are one as well. */
export function skillOf(path: string, text: string, kind: SkillKind = 'reference'): Skill {
  const digest = createHash('sha256').update(text).digest('hex');
  const { document, diagnostics } = parseSkill({ path, text, digest });
  if (document?.frontMatter === undefined)
    throw new Error(diagnostics.map(({ message }) => message).join('\n') || path);
  const specifications = document.blocks.flatMap(({ words, data, at }) => {
    const named = KINDS.find((one) => words.includes(one));
    return named === undefined || data.kind !== 'map'
      ? []
      : [{ kind: named, data, at, runnable: !words.includes('example') }];
  });
  const defaults = document.frontMatter.entries.find(({ key }) => key === 'defaults')?.value;
  if (defaults?.kind === 'map')
    specifications.push({ kind: 'defaults', data: defaults, at: defaults.at, runnable: true });
  const name = path.replace(/\.md$/, '');
  const { frontMatter, tables, at } = document;
  return { name, kind, path, digest, description: '', triggers: [], frontMatter, specifications, tables, at };
}

const FRONT = '---\nname: x\ndescription: x\n---\n';

/** A file with one specification. */
export function specification(path: string, kind: SpecificationKind, text: string): Skill {
  return skillOf(path, `${FRONT}\`\`\`yaml ${kind}\n${text.trim()}\n\`\`\`\n`);
}

const reference: Skill = skillOf(
  'reference.md',
  `---
name: reference
description: Reference data.
tables:
  conditions: Conditions
  observations: Observations
  observation_baselines: Baselines
  medications: Medications
  encounter_classes: Classes
  plans: Plans
  payers: Payers
  places: Places
  states: States
defaults:
  count: 10
  seed: 1
  as_of: 2025-01-01
  sampling: independent
  products: [patientsim]
  demographics:
    age: { distribution: age_bands, bands: { 0-17: 0.25, 18-64: 0.5, 65-84: 0.25 } }
    gender: { F: 0.5, M: 0.5 }
    geography: national
  start: { trailing_days: 365 }
---
## Conditions
| code | display | phrases | sex |
|---|---|---|---|
| E11 | Type 2 diabetes mellitus | diabetes | |
| E11.9 | Type 2 diabetes without complications | diabetic; type 2 diabetes | |
| I10 | High blood pressure | hypertension | |
## Observations
| name | code | display | unit | low | high | decimals | mean | sd | min | max | variation | phrases |
|---|---|---|---|---|---|---|---|---|---|---|---|---|
| a1c | 4548-4 | Hemoglobin A1c | % | 4 | 5.6 | 1 | 5.4 | 0.3 | 4 | 6.4 | 0.02 | hba1c |
| weight | 29463-7 | Weight | kg | | | 1 | 80 | 15 | 40 | 180 | 0.01 | |
## Baselines
| name | condition | mean | sd | min | max |
|---|---|---|---|---|---|
| a1c | E11 | 7.4 | 1.2 | 5.5 | 14 |
## Medications
| name | code | display | phrases |
|---|---|---|---|
| metformin | 6809 | metformin | |
| insulin | 5856 | insulin | |
## Classes
| code | display | opens | closes | working_days | minutes_mean | minutes_sd | minutes_min | minutes_max |
|---|---|---|---|---|---|---|---|---|
| AMB | ambulatory | 08:00 | 17:00 | yes | 25 | 10 | 5 | 90 |
| EMER | emergency | 00:00 | 24:00 | no | 200 | | | |
## Plans
| name | payer | type | deductible | out_of_pocket_limit | primary_care_copay | specialist_copay | coinsurance | share | phrases |
|---|---|---|---|---|---|---|---|---|---|
| Medicare Advantage HMO | Medicare | HMO | 0 | 5,000 | 0 | 30 | 0.2 | 0.3 | medicare advantage |
| Medicare Advantage PPO | Medicare | PPO | 0 | 6,000 | 5 | 40 | 0.2 | 0.1 | medicare advantage |
| Original Medicare | Medicare | FFS | $240 | 9,000 | 0 | 0 | 0.2 | 0.6 | |
| Commercial PPO | Commercial | PPO | 1500 | 6000 | 25 | 50 | 0.2 | 1 | |
## Payers
| name | display | phrases | min_age | max_age |
|---|---|---|---|---|
| Medicare | Medicare | | 65 | 100 |
| Commercial | Commercial | | 0 | 64 |
## Places
| city | state | postal_code | county_fips | area_code | population | urban |
|---|---|---|---|---|---|---|
| Houston | TX | 77001 | 48201 | 713 | 2,300,000 | yes |
| Marfa | TX | 79843 | 48377 | 432 | 1,800 | no |
| Boston | MA | 02108 | 25025 | 617 | 675,000 | yes |
## States
| state | name | population |
|---|---|---|
| TX | Texas | 29,145,505 |
| MA | Massachusetts | 7,029,917 |
`,
);

const catalogue: Skill = specification(
  'catalogue.md',
  'events',
  `
events:
  visit: { type: encounter, class: AMB, timing: { day: 0 } }
  labs: { type: lab_order, observations: [a1c], timing: { after: visit, days: 2, variance: 2 } }
  diagnosis: { type: diagnosis, conditions: [primary], timing: { after: labs, days: 3 } }
  rx: { type: prescription, medication: metformin, days_supply: 30, refills: 5 }
  call: { type: outreach }
  checkup: { type: encounter, class: AMB, recurrence: quarterly }
`,
);

export function libraryOf(...skills: readonly Skill[]): LibraryNormalization {
  return normalizeLibrary([reference, catalogue, ...skills]);
}

export interface NormalizedProfile {
  readonly profile: Profile | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export function profileOf(text: string, ...others: readonly Skill[]): NormalizedProfile {
  const { library, diagnostics } = libraryOf(...others, specification('people.md', 'profile', text));
  return { profile: library.profiles.find(({ id }) => id === 'people'), diagnostics };
}

export interface SpecifiedCohort {
  readonly cohort: CohortSpecification | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The profile with values laid over it, by dotted path. */
export function cohortOf(text: string, set: Readonly<Record<string, unknown>>): SpecifiedCohort {
  const { library } = libraryOf(specification('people.md', 'profile', text));
  const at = { file: '<--set>', start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
  const overrides = Object.entries(set).map(([path, value]) => ({ path: path.split('.'), value, at }));
  const reading = { understood: [], unread: [], candidates: [] };
  return specifyCohort({
    library,
    request: { name: 'people', profile: 'people', journeys: undefined, overrides, reading },
  });
}

/** Each diagnostic as `code line:column`. */
export function placesOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ code, at }) => `${code} ${at?.start.line}:${at?.start.column}`);
}

/** Plain data without the places, for comparing meanings. */
export function bare(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'at' ? undefined : inner)) ?? 'null');
}
