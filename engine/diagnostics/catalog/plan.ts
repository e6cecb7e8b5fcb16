/** What the stage `plan` has to say. */
import type { Catalog } from '../entry.ts';
import { counted, didYouMean, excerpt, excerptList } from '../wording.ts';

export interface PlanParams {
  'plan-too-many-people': { people: number; limit: number };
  'plan-limit-people': { people: number; limit: number };
  'plan-limit-events': { events: number; event: string; times: number; limit: number };
  'plan-too-often': { event: string; times: number; limit: number };
  'plan-no-place': { areas: readonly string[]; settlement: string | undefined };
  'plan-bounds-empty': { name: string; bound: string; whom: readonly string[] };
  'plan-bounds-formula': { name: string; sources: readonly string[]; whom: string | undefined };
  'plan-nobody-has': { name: string };
  /** `reached`: where people in the middle would come to. `place`: where the limit stands. */
  'plan-effect-beyond': { name: string; limit: number; isMost: boolean; reached: number; place: string | undefined };
  'plan-correlations-impossible': { pairs: readonly string[] };
  'plan-correlations-many': { combinations: number; limit: number };
  /** `ends`: a phase or series that others see as it is once it is over. */
  'plan-circle': { path: readonly string[]; asks: boolean; ends: string | undefined };
  'plan-circle-journeys': { event: string; journey: string; other: string; beside: string; place: string };
  'plan-rounds': { event: string; rounds: number; limit: number };
  'plan-branch-without-event': { point: string };
  'plan-change-impossible': { event: string; plan: string | undefined; payer: string | undefined };
  'plan-no-primary-condition': { event: string; profile: string };
  'plan-start-never': { journey: string; profile: string; lacks: 'coverage' | 'condition' | 'age'; what: string };
  'plan-studies-many': { studies: number; limit: number };
  'plan-study-twice': { study: string; journeys: readonly string[] };
  'plan-study-none': { profile: string };
  'plan-study-unrecorded': { study: string; profile: string };
  'plan-stratum-unfit': { name: string; known: readonly string[] };
  'plan-trial-missing': { what: readonly string[] };
  'plan-assessment-unlisted': { observation: string };
  'plan-claims-missing': { what: readonly string[] };
  'plan-pharmacy-without-coverage': { profile: string };
  'plan-pharmacy-missing': { what: readonly string[] };
  'plan-network-missing': { what: readonly string[] };
  'plan-drug-not-listed': { drug: string };
  'plan-refill-of-nothing': { event: string; drug: string };
  'plan-adherence-no-share': { profile: string };
}

export const planCatalog: Catalog<PlanParams> = {
  'plan-too-many-people': {
    severity: 'error',
    message: ({ people, limit }) => `Person ${people} has no key of its own: a cohort may have ${limit} people.`,
    hint: () => 'Cut the cohort into several with seeds of their own.',
  },
  'plan-limit-people': {
    severity: 'error',
    message: ({ people, limit }) => `${counted(people)} people are asked for; the limit is ${counted(limit)}.`,
    hint: () => 'Ask for fewer, or raise `limits: people` in the defaults of the profile executor.',
  },
  'plan-limit-events': {
    severity: 'error',
    message: ({ events, event, times, limit }) =>
      `Up to ${counted(events)} events may happen to one person, ${counted(times)} of them "${event}"; the limit is ${counted(limit)}.`,
    hint: () =>
      'Let it happen less often, or raise `limits: events_per_person` in the defaults of the profile executor.',
  },
  'plan-too-often': {
    severity: 'error',
    message: ({ event, times, limit }) =>
      `The event "${event}" may happen ${counted(times)} times to a person; ${counted(limit)} times have keys of their own.`,
    hint: () => 'Count it less often, or give its recurrence a `count`, a longer interval or a shorter phase.',
  },
  'plan-no-place': {
    severity: 'error',
    message: ({ areas, settlement }) => {
      const place = settlement === undefined ? 'place' : `${settlement} place`;
      const where = areas.length === 0 ? 'this geography' : areas.join(' nor in ');
      return `No ${place} of the places reference lies in ${where}.`;
    },
    hint: () => 'Add a row to the places reference, or choose another area.',
  },
  'plan-bounds-empty': {
    severity: 'error',
    message: ({ name, bound, whom }) =>
      `The bounds of \`${name}\` leave no value of ${whom.length === 0 ? 'anybody' : `those for whom ${excerptList(whom)}`}: nobody of them has one ${bound}.`,
    hint: () => 'Give people a condition or an age at which there are such values, or widen the bounds.',
  },
  'plan-bounds-formula': {
    severity: 'error',
    message: ({ name, sources, whom }) =>
      `\`${name}\`${whom === undefined ? '' : ` of those for whom ${excerpt(whom)}`} follows by a formula${sources.length === 0 ? '' : ` from ${sources.map((one) => `\`${one}\``).join(' and ')}`}, so it has no curve that bounds could cut.`,
    hint: ({ sources }) =>
      sources.length === 0
        ? 'Bound what it is made of.'
        : `Bound what it is made of: ${sources.map((one) => `\`bounds.${one}\``).join(' or ')}.`,
  },
  'plan-nobody-has': {
    severity: 'warning',
    message: ({ name }) => `Nobody of these people has a value of \`${excerpt(name)}\`, so nothing is measured of it.`,
    hint: () => 'Leave it out, have people of other ages, or declare values: the reference says `none` of them.',
  },
  'plan-effect-beyond': {
    severity: 'warning',
    message: ({ name, limit, isMost, reached }) =>
      `The effect would move \`${excerpt(name)}\` of most people to ${Number(reached.toPrecision(4))} and ${isMost ? 'above' : 'below'}, but nobody has ${isMost ? 'more' : 'less'} than ${limit}, where it stops.`,
    hint: ({ limit, place }) =>
      `Let it change less${place === undefined ? '' : `, or move the limit of ${limit} at \`${place}\``}.`,
  },
  'plan-correlations-impossible': {
    severity: 'error',
    message: ({ pairs }) => `These correlations cannot hold at once, whoever the people are: ${pairs.join('; ')}.`,
    hint: () => 'Bring one of them nearer to none (an odds ratio of 1, a rank correlation of 0).',
  },
  'plan-correlations-many': {
    severity: 'error',
    message: ({ combinations, limit }) =>
      `The prevalences that are correlated take ${combinations} combinations of shares; the limit is ${limit}.`,
    hint: () => 'Correlate fewer conditions whose prevalence has many cases.',
  },
  'plan-branch-without-event': {
    severity: 'error',
    message: ({ point }) => `Ways part at "${point}" by what has happened, but nothing says when that is asked.`,
    hint: () =>
      'Name the event that comes before, as in `after: a1c_check`, or let each event of the phase ask for itself.',
  },
  'plan-circle': {
    severity: 'error',
    message: ({ path, asks }) =>
      asks
        ? `What an event is decided by depends on the event itself, for it may come before as well: ${path.join(' → ')}.`
        : `These events wait for each other: ${path.join(' → ')}.`,
    hint: ({ asks, ends }) =>
      ends !== undefined
        ? `What is beside the ${ends} sees it as it is once it is over. Ask from within it, ask for a fixed time of the journey, as in \`a1c > 8 at month 6\`, or write what leads up to the others as a phase of its own.`
        : asks
          ? 'Time one of them clearly after the other, or ask for a fixed time of the journey, as in `a1c > 8 at month 6`.'
          : 'Let one of them count from the start of the journey, or from an event that comes before them all.',
  },
  'plan-circle-journeys': {
    severity: 'error',
    message: ({ event, journey, other, beside, place }) =>
      `"${event}" of ${journey} and "${other}" of ${beside} (${place}) decide on each other, again and again: which comes first is another matter for each person, for their journeys run beside each other.`,
    hint: ({ journey, beside }) =>
      `Let ${journey} call ${beside} in its cycles (\`journey: ${beside}\`), write the events of both into one cycle, or ask for a fixed time, as in \`a1c > 8 at month 6\`.`,
  },
  'plan-rounds': {
    severity: 'error',
    message: ({ event, rounds, limit }) =>
      `"${event}" is decided ${rounds} times for a person, each time by what came of the times before; the limit is ${limit}.`,
    hint: () =>
      'Let it recur less often, give its recurrence a `count`, or ask for a fixed time of the journey, as in `a1c > 8 at month 6`.',
  },
  'plan-change-impossible': {
    severity: 'error',
    message: ({ event, plan, payer }) => {
      const plans = plan === undefined ? 'another plan' : `the plan "${plan}"`;
      const why = payer === undefined ? 'the profile has no coverage' : `the payer ${payer} has none such`;
      return `The event "${event}" moves people to ${plans}, but ${why}.`;
    },
    hint: () => 'Name a plan of the payer in the plans reference, as in `plan: Medicare Advantage PPO`.',
  },
  'plan-no-primary-condition': {
    severity: 'error',
    message: ({ event, profile }) =>
      `The event "${event}" diagnoses the person's primary condition, but the profile "${profile}" has no conditions.`,
    hint: () => 'Give the profile a condition, or name a code among the `conditions` of the event.',
  },
  'plan-start-never': {
    severity: 'error',
    message: ({ journey, profile, lacks, what }) => {
      const head = `Nobody of "${profile}" begins the journey "${journey}": it begins with`;
      if (lacks === 'coverage') return `${head} the enrollment of people, but they have no coverage.`;
      return lacks === 'condition'
        ? `${head} the onset of ${excerpt(what)}, but nobody of them has a condition of that code.`
        : `${head} the age of ${what}, but nobody of them is as old.`;
    },
    hint: ({ lacks }) => {
      const given =
        lacks === 'coverage' ? 'a `coverage`' : lacks === 'condition' ? 'such a condition' : 'people of that age';
      return `Give the profile ${given}, or let the journey begin otherwise, as with \`start: { trailing_days: 365 }\`.`;
    },
  },
  'plan-studies-many': {
    severity: 'error',
    message: ({ studies, limit }) =>
      `These people take ${studies} studies; numbers of subjects tell ${limit} of one cohort apart.`,
    hint: () => 'Share the studies out among several cohorts.',
  },
  'plan-study-twice': {
    severity: 'error',
    message: ({ study, journeys }) =>
      `The studies of ${journeys.map((one) => `\`${one}\``).join(' and ')} are both called "${study}", with which the identifiers of their subjects begin.`,
    hint: () => 'Give one of them another `id` in its `study`.',
  },
  'plan-stratum-unfit': {
    severity: 'error',
    message: ({ name }) =>
      `\`${excerpt(name)}\` cannot stratify: it is no attribute of these people with named values, nor how severe their first condition is.`,
    hint: ({ name, known }) =>
      didYouMean(name, known) ??
      (known.length === 0 ? undefined : `Known: ${known.map((one) => `\`${one}\``).join(', ')}.`),
  },
  'plan-study-none': {
    severity: 'warning',
    message: ({ profile }) => `The cohort of "${profile}" asks for trialsim, and none of its journeys has a \`study\`.`,
    hint: () => 'Add a journey of the pattern protocol with a `study`, or leave the product out.',
  },
  'plan-study-unrecorded': {
    severity: 'warning',
    message: ({ study, profile }) =>
      `The people of "${profile}" take part in the study \`${excerpt(study)}\`, but nothing asks for its record: no subjects, arms or visits are written.`,
    hint: () =>
      'Add `trialsim` to the `products` of the profile or the cohort, or take the `study` out of the journey.',
  },
  'plan-trial-missing': {
    severity: 'error',
    message: ({ what }) => `The record of a study needs ${what.join('; ')}.`,
    hint: () => 'Add these rows to a reference skill, as skills/trialsim/conduct.md has them.',
  },
  'plan-assessment-unlisted': {
    severity: 'warning',
    message: ({ observation }) =>
      `The study measures "${observation}", which has no SDTM code; it stays out of trialsim.assessments.`,
    hint: () => 'Add a row to the table `trial_assessments`.',
  },
  'plan-claims-missing': {
    severity: 'error',
    message: ({ what }) => `Claims cannot be made without these rows of the reference skills: ${what.join('; ')}.`,
    hint: () => 'Add them, each with its source, or leave out the rules under `claim_rules`.',
  },
  'plan-pharmacy-without-coverage': {
    severity: 'error',
    message: ({ profile }) =>
      `The product rxmembersim is the record of a payer's pharmacy benefit, but the profile "${profile}" has no coverage.`,
    hint: () => 'Give the profile a `coverage`, or leave the product out.',
  },
  'plan-pharmacy-missing': {
    severity: 'error',
    message: ({ what }) => `The pharmacy cannot work without these rows of the reference skills: ${what.join('; ')}.`,
    hint: () => 'Add them, each with its source.',
  },
  'plan-network-missing': {
    severity: 'error',
    message: ({ what }) => `Nobody can be cared for without these rows of the reference skills: ${what.join('; ')}.`,
    hint: () => 'Add them, each with its source.',
  },
  'plan-drug-not-listed': {
    severity: 'warning',
    message: ({ drug }) => `The medicine "${drug}" has no row in the formulary, so the pharmacy never sees it.`,
    hint: () => 'Add a row to the table `formulary`; with `covered: no` its claims are rejected.',
  },
  'plan-refill-of-nothing': {
    severity: 'warning',
    message: ({ event, drug }) =>
      `The event "${event}" refills ${drug}, which nothing in the cohort prescribes, so the pharmacy dispenses nothing for it.`,
    hint: () => 'Let an event of type prescription order it, with its refills.',
  },
  'plan-adherence-no-share': {
    severity: 'error',
    message: ({ profile }) =>
      `The attribute \`adherence\` of "${profile}" is the share of days on which a person has the medicine, but is no number or leaves the range from 0.05 to 1.`,
    hint: () => 'Bound it, as in `adherence: { distribution: normal, mean: 0.8, std_dev: 0.15, min: 0.05, max: 1 }`.',
  },
};
