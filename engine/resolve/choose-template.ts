/** Which of the ranked templates are meant: one, with the journeys that the request calls besides; or several equally. */
import type { Journey, Profile } from '../model/index.ts';
import { CLEAR_MARGIN, LEAST_SCORE } from './rank-templates.ts';
import type { Ranked } from './rank-templates.ts';

export type Choice =
  | { readonly kind: 'none' }
  | { readonly kind: 'ambiguous'; readonly rivals: readonly Ranked[] }
  | {
      readonly kind: 'chosen';
      readonly name: string;
      /** `undefined` where a journey names no profile that can be run. */
      readonly profile: Profile | undefined;
      /** Empty where the profile's own journeys stay. */
      readonly journeys: readonly Journey[];
      /** Everything whose words are understood as naming the template. */
      readonly parts: readonly Ranked[];
    };

export function chooseTemplate(ranked: readonly Ranked[]): Choice {
  const [first] = ranked;
  if (first === undefined) return { kind: 'none' };
  const parts = [first];
  for (const next of ranked) if (belongs(next, parts)) parts.push(next);
  const rivals = ranked.filter((one) => !parts.includes(one) && isRival(one, first));
  if (first.score < LEAST_SCORE) return { kind: 'none' };
  return rivals.length > 0 ? { kind: 'ambiguous', rivals: [first, ...rivals] } : compose(parts);
}

/** A template that the request calls by words that call no other: a journey beside others, or the one profile. */
function belongs(next: Ranked, chosen: readonly Ranked[]): boolean {
  if (next.called === undefined || chosen.includes(next)) return false;
  const isPossible = next.template.kind === 'journey' || chosen.every(({ template }) => template.kind === 'journey');
  const calledBefore = new Set(chosen.flatMap(({ called }) => [...(called?.units ?? [])]));
  return isPossible && [...next.called.units].some((unit) => !calledBefore.has(unit));
}

/** Near in score, unless the words that call it are a part of those that call the first. */
function isRival(one: Ranked, first: Ranked): boolean {
  if (first.score - one.score >= CLEAR_MARGIN) return false;
  const [ours, theirs] = [first.called?.units, one.called?.units];
  if (ours === undefined) return true;
  return theirs !== undefined && (theirs.size >= ours.size || [...theirs].some((unit) => !ours.has(unit)));
}

function compose(parts: readonly Ranked[]): Choice {
  const templates = parts.map(({ template }) => template);
  const journeys = templates.filter(({ kind }) => kind === 'journey');
  const profile = templates.find(({ kind }) => kind === 'profile');
  const people = profile ?? journeys[0];
  const isDefault = journeys.length > 0 && journeys[0]?.profile?.id === people?.profile?.id;
  const names = [...(profile === undefined || isDefault ? [] : [profile.skill]), ...journeys.map(({ skill }) => skill)];
  return {
    kind: 'chosen',
    name: names.length === 0 ? (people?.skill ?? '') : names.join('-'),
    profile: people?.profile,
    journeys: journeys.flatMap((template) => template.journeys),
    parts,
  };
}
