/** What a specification comes to that is laid over another. */
import { expect, test } from 'vitest';
import { parseSkill } from '../parse/index.ts';
import type { MapNode, SpecificationKind } from '../model/index.ts';
import { canonicalTree, layChild, plainOf } from './index.ts';

function treeOf(text: string): MapNode {
  const { document } = parseSkill({
    path: 'a.md',
    text: `---\nname: a\n---\n\`\`\`yaml\n${text}\n\`\`\`\n`,
    digest: '',
  });
  const data = document?.blocks[0]?.data;
  if (data?.kind !== 'map') throw new Error(text);
  return data;
}

function laid(base: string, child: string, kind: SpecificationKind = 'profile'): { data: unknown; missing: string[] } {
  const missing: string[] = [];
  const none = { report: (): undefined => undefined };
  const [below, over] = [base, child].map((text) => canonicalTree(treeOf(text), kind, none));
  const tree = below && over && layChild(below, over, ({ name }) => missing.push(name));
  return { data: tree && plainOf(tree), missing };
}

test.each<[string, string, string, string, SpecificationKind?]>([
  ['maps are laid key by key', 'age: { mean: 72, std_dev: 8 }', 'age: { mean: 60 }', 'age: { mean: 60, std_dev: 8 }'],
  [
    'a key may be spelled otherwise',
    'demographics: { age: { distribution: normal, mean: 72, std_dev: 8 } }',
    'demographics: { age: { sd: 3 } }',
    'demographics: { age: { distribution: normal, mean: 72, sd: 3 } }',
  ],
  [
    'a distribution of another kind is one value',
    'demographics: { age: { distribution: normal, mean: 72, std_dev: 8 } }',
    'demographics: { age: { distribution: uniform, min: 20, max: 30 } }',
    'demographics: { age: { distribution: uniform, min: 20, max: 30 } }',
  ],
  [
    'what is named by `use` is another kind',
    'demographics: { age: { distribution: normal, mean: 72 } }',
    'demographics: { age: { use: adults } }',
    'demographics: { age: { use: adults } }',
  ],
  [
    'values are laid over what is named by `use`',
    'demographics: { age: { use: adults } }',
    'demographics: { age: { max: 40 } }',
    'demographics: { age: { use: adults, max: 40 } }',
  ],
  [
    'shares are one value',
    'demographics: { gender: { M: 0.5, F: 0.5 } }',
    'demographics: { gender: { F: 1 } }',
    'demographics: { gender: { F: 1 } }',
  ],
  [
    'named attributes are several',
    'attributes: { steps: 8, pulse: 60 }',
    'attributes: { pulse: 70 }',
    'attributes: { steps: 8, pulse: 70 }',
  ],
  [
    'a plan takes the place of plans',
    'coverage: { type: X, plans: { A: 0.5, B: 0.5 } }',
    'coverage: { plan: A }',
    'coverage: { type: X, plan: A }',
  ],
  [
    'a place is one value',
    'demographics: { geography: { state: TX } }',
    'demographics: { geography: { type: national } }',
    'demographics: { geography: { type: national } }',
  ],
  ['null takes a key away', 'labs: { a1c: 8 }\ncount: 3', 'labs: null', 'count: 3'],
  [
    'conditions are laid by code, new ones behind the others',
    'conditions: [ { code: E11.9 }, { code: I10, prevalence: 0.7 } ]',
    'conditions: [ { code: E78.5 }, { code: i10, prevalence: 0.8 } ]',
    'conditions: [ { code: E11.9 }, { code: i10, prevalence: 0.8 }, { code: E78.5 } ]',
  ],
  [
    'a bare item stands for the map',
    'conditions: [E11.9, I10]',
    'conditions: [ { code: I10, prevalence: 0.8 }, E11.9 ]',
    'conditions: [ E11.9, { code: I10, prevalence: 0.8 } ]',
  ],
  [
    'an item is taken away by its name',
    'conditions: [E11.9, I10]',
    'conditions: [ { code: E11.9, remove: true } ]',
    'conditions: [ I10 ]',
  ],
  [
    'all items are taken away at once',
    'conditions: [E11.9, I10]',
    'conditions: [ { remove: all }, E78.5 ]',
    'conditions: [ E78.5 ]',
  ],
  [
    'what stands before the item that takes all away stays',
    'conditions: [E11.9, I10]',
    'conditions: [ E78.5, { remove: all }, I10 ]',
    'conditions: [ E78.5, I10 ]',
  ],
  [
    'a map of conditions is a list of them',
    'conditions: [E11.9, I10, N18.3]',
    'conditions: { I10: 0.8, N18.3: null }',
    'conditions: [E11.9, { code: I10, prevalence: 0.8 }]',
  ],
  [
    'layouts do not matter',
    'profile: { generation: { count: 3 }, clinical: { primary_condition: E11.9, comorbidities: [I10] } }',
    'count: 5\nconditions: [ { code: I10, prevalence: 0.5 } ]',
    'count: 5\nconditions: [ E11.9, { code: I10, prevalence: 0.5 } ]',
  ],
  [
    'medications are a list in every layout',
    'medications: { metformin: 0.7, statins: [ { drug: atorvastatin } ] }',
    'medications: { metformin: null, lisinopril: 0.4 }',
    'medications: [ { drug: atorvastatin }, { drug: lisinopril, prevalence: 0.4 } ]',
  ],
  [
    'a pair is the same in any order',
    'correlations: [ { between: [a, b], odds_ratio: 2 } ]',
    'correlations: [ { between: [b, a], odds_ratio: 3 } ]',
    'correlations: [ { between: [b, a], odds_ratio: 3 } ]',
  ],
  [
    'phases by name, events by id',
    'phases: [ { name: A, events: [ labs, { id: x, event: labs, timing: { day: 3, variance: 2 } } ] } ]',
    'phases: [ { name: A, events: [ { id: x, timing: { day: 9 } }, visit ] }, { name: B, events: [] } ]',
    'phases: [ { name: A, events: [ labs, { id: x, event: labs, timing: { day: 9 } }, visit ] }, { name: B, events: [] } ]',
    'journey',
  ],
  [
    'the conditions of an event are one value',
    'events: [ { event: labs, conditions: [R73.9] } ]',
    'events: [ { event: labs, conditions: [E11.9] } ]',
    'events: [ { event: labs, conditions: [E11.9] } ]',
    'journey',
  ],
  [
    'two events of one name that are new both come',
    'events: [a]',
    'events: [ { event: b, timing: { day: 1 } }, { event: b, timing: { day: 2 } } ]',
    'events: [ a, { event: b, timing: { day: 1 } }, { event: b, timing: { day: 2 } } ]',
    'journey',
  ],
  [
    'the second of two events of one name is new where only one stands below',
    'events: [ { event: b, timing: { day: 3 } } ]',
    'events: [ { event: b, timing: { day: 1 } }, { event: b, timing: { day: 2 } } ]',
    'events: [ { event: b, timing: { day: 1 } }, { event: b, timing: { day: 2 } } ]',
    'journey',
  ],
  [
    'phases and events may be called what is one value elsewhere',
    'phases: [ { name: start, duration: 9, events: [ { id: delay, event: a, timing: { day: 1 } } ] } ]',
    'phases: [ { name: start, events: [ { id: delay, probability: 0.5 } ] } ]',
    'phases: [ { name: start, duration: 9, events: [ { id: delay, event: a, timing: { day: 1 }, probability: 0.5 } ] } ]',
    'journey',
  ],
  [
    'attributes may be called what is one value, or a spelling, elsewhere',
    'attributes: { start: { distribution: normal, mean: 10, std_dev: 2 }, kind: 3, type: 4 }',
    'attributes: { start: { mean: 30 }, type: 5 }',
    'attributes: { start: { distribution: normal, mean: 30, std_dev: 2 }, kind: 3, type: 5 }',
  ],
  [
    'values of parameters may be called like keys that mean the same',
    'cohort_name: A\nparameters: { prevalence: 0.5, plan: HMO }',
    'parameters: { probability: 0.3, plans: 2 }',
    'cohort_name: A\nparameters: { prevalence: 0.5, plan: HMO, probability: 0.3, plans: 2 }',
    'cohort',
  ],
  [
    'branches by name',
    'branching: [ { after: labs, branches: [ { name: up, probability: 0.2 }, { name: stay, else: true } ] } ]',
    'branching: [ { after: labs, branches: [ { name: up, probability: 0.4 } ] } ]',
    'branching: [ { after: labs, branches: [ { name: up, probability: 0.4 }, { name: stay, else: true } ] } ]',
    'journey',
  ],
  [
    'a length takes the place of one spelled otherwise',
    'journey: { duration_days: 90 }',
    'duration: 6 months',
    'duration: 6 months',
    'journey',
  ],
  [
    'a cohort keeps its journeys',
    'cohort_name: A\nprofile: p\njourneys: [a, b]',
    'profile: q\njourneys: [ { journey: b, probability: 0.2 } ]',
    'cohort_name: A\nprofile: q\njourneys: [ a, { journey: b, probability: 0.2 } ]',
    'cohort',
  ],
])('%s', (_name, base, child, expected, kind) => {
  const { data, missing } = laid(base, child, kind);
  expect(data).toEqual(plainOf(treeOf(expected)));
  expect(missing).toEqual([]);
});

test.each([
  ['conditions: [E11.9]', 'conditions: [ { code: I10, remove: true } ]', 'I10'],
  ['count: 3', 'labs: null', 'labs'],
])('over %s, %s names nothing to take away', (base, child, name) => {
  expect(laid(base, child).missing).toEqual([name]);
});
