/** `trialsim.sites`: where a study enrolls. Sites stand in the states of the people, by their numbers, and enroll people of their state. */
import type { PlannedTable, Relation, Term } from '../../../model/index.ts';
import type { PlanContext } from '../../context.ts';
import { eligiblePlaces } from '../../geography.ts';
import type { WeightedPlace } from '../../geography.ts';
import { nameKeys } from '../../keys.ts';
import { call, column, integer, literal, smallint, text } from '../../terms.ts';
import { planTable, unionOf } from '../table.ts';
import { ofStudy } from './design.ts';
import { numbersBefore } from './trial.ts';
import type { Trial, Trials } from './trial.ts';

interface Site {
  /** Counted from 1, state by state, behind the number of the study. */
  readonly number: number;
  readonly city: string;
  readonly state: string;
}

/** Each state has its share of the sites, by largest remainder; the sites of a state stand in its largest places in turn. */
function sitesOf({ cohort, knowledge, library }: PlanContext, trial: Trial): readonly Site[] {
  const { journey } = trial;
  const count = journey.study.sites.value;
  const places = eligiblePlaces(cohort.profile.geography, knowledge.places, library.states);
  const states = new Map<string, WeightedPlace[]>();
  for (const one of places) states.set(one.place.state, [...(states.get(one.place.state) ?? []), one]);
  const shares = [...states].map(([state, within]) => ({
    state,
    within: within.toSorted((a, b) => b.weight - a.weight || (a.place.postalCode < b.place.postalCode ? -1 : 1)),
    share: count * within.reduce((sum, { weight }) => sum + weight, 0),
  }));
  const left = count - shares.reduce((sum, { share }) => sum + Math.floor(share), 0);
  const byRemainder = shares.toSorted(
    (a, b) => (b.share % 1) - (a.share % 1) || b.share - a.share || (a.state < b.state ? -1 : 1),
  );
  const extra = new Set(byRemainder.slice(0, left).map(({ state }) => state));
  let number = numbersBefore(trial, SITE_KEYS);
  return shares
    .toSorted((a, b) => (a.state < b.state ? -1 : 1))
    .flatMap(({ state, within, share }) =>
      Array.from({ length: Math.floor(share) + (extra.has(state) ? 1 : 0) }, (_, at) => {
        number += 1;
        return { number, city: within[at % within.length]?.place.city ?? '', state };
      }),
    );
}

/** More than a study can have. */
const SITE_KEYS = 1000;

/** SDTM SITEID: the number within the study. */
export function siteNumber(trial: Trial): Term {
  const before = numbersBefore(trial, SITE_KEYS);
  return before === 0 ? column('site_id') : call('subtract', column('site_id'), before);
}

/** Whom the sites of a study enroll: the people of these states go to one of these sites, evenly. */
export interface Enrolling {
  readonly states: readonly string[];
  readonly sites: readonly number[];
}

export function enrollingSites(context: PlanContext, trial: Trial): readonly Enrolling[] {
  const sites = sitesOf(context, trial);
  const states = [...new Set(context.knowledge.places.map(({ state }) => state))];
  const [own, others] = [new Set(sites.map(({ state }) => state)), sites.map(({ number }) => number)];
  return [
    ...[...own].map((state) => ({
      states: [state],
      sites: sites.filter((site) => site.state === state).map(({ number }) => number),
    })),
    { states: states.filter((state) => !own.has(state)), sites: others },
  ];
}

/** The number of the study, from 0, by that of a site. */
export function studyOfSite(site: Term): Term {
  return call('integer_divide', site, SITE_KEYS);
}

/** By place: the first of the sites that enroll its people, and how many there are; all, where the state has none. */
export function sitesByPlace(context: PlanContext, trial: Trial): Relation {
  const sites = sitesOf(context, trial);
  const keys = nameKeys(context.knowledge.places.map(({ postalCode }) => postalCode));
  return {
    kind: 'values',
    columns: [
      { name: 'place', type: integer },
      { name: 'first_site', type: integer },
      { name: 'site_count', type: integer },
    ],
    rows: context.knowledge.places.map(({ postalCode, state }) => {
      const near = sites.filter((site) => site.state === state);
      const some = near.length === 0 ? sites : near;
      return [
        keys.get(postalCode) ?? 0,
        some[0]?.number ?? numbersBefore(trial, SITE_KEYS) + 1,
        Math.max(1, some.length),
      ];
    }),
  };
}

export function sitesTable(context: PlanContext, trials: Trials): PlannedTable {
  return unionOf(trials.map((trial) => sitesOfStudy(context, trial)));
}

function sitesOfStudy(context: PlanContext, trial: Trial): PlannedTable {
  return planTable({
    schema: 'trialsim',
    name: 'sites',
    comment: 'Sites that enroll subjects of the study.',
    fill: 'reference',
    from: {
      kind: 'values',
      columns: [
        { name: 'site_id', type: smallint },
        { name: 'city', type: text },
        { name: 'state', type: text },
      ],
      rows: sitesOf(context, trial).map(({ number, city, state }) => [number, city, state]),
    },
    primaryKey: ['site_id'],
    origins: [trial.journey.study.sites.at],
    columns: [
      {
        name: 'site_id',
        type: smallint,
        term: column('site_id'),
        comment:
          'Number of the site; its last three digits are SDTM SITEID, those before are of the study from the second on.',
      },
      ofStudy(trial),
      { name: 'city', type: text, term: column('city'), comment: 'City or town.' },
      { name: 'state', type: text, term: column('state'), comment: 'State, by its postal abbreviation.' },
      { name: 'country', type: text, term: literal('USA'), comment: 'Country (SDTM COUNTRY).' },
    ],
  });
}
