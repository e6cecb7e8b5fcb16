/** Made from `schemas/vocabulary.schema.json`: do not edit, run `npm run types`. */
/**
 * What a skill file is. An alias with underscores (`profile_template`) is accepted and normalised.
 */
export type SkillKind =
  | 'skill'
  | 'builder'
  | 'executor'
  | 'distribution'
  | 'journey-pattern'
  | 'profile-template'
  | 'journey-template'
  | 'event'
  | 'reference'
  | 'cohort';

/**
 * What a fenced block holds, found by its shape or by the word behind the language.
 */
export type SpecificationKind = 'profile' | 'journey' | 'distributions' | 'events' | 'cohort' | 'defaults' | 'phrases';

/**
 * A product whose tables a build holds.
 */
export type ProductName = 'patientsim' | 'membersim' | 'rxmembersim' | 'trialsim' | 'networksim';

/**
 * `independent`: every person is drawn alone. `stratified`: shares come out exact to one person: every distribution of an attribute, every constant prevalence and probability, plans, places, and severities within a condition of constant prevalence that is not correlated. Conditional values are drawn by quota over all people, so within one case, as for the second of two correlated, shares hold on average. Journeys draw their events independently.
 */
export type Sampling = 'independent' | 'stratified';

/**
 * What an event is, and so which rows it makes.
 */
export type EventType =
  | 'encounter'
  | 'admission'
  | 'discharge'
  | 'transfer'
  | 'er_visit'
  | 'observation'
  | 'lab_order'
  | 'diagnosis'
  | 'procedure'
  | 'immunization'
  | 'prescription'
  | 'refill'
  | 'referral'
  | 'care_plan'
  | 'prior_authorization'
  | 'enrollment'
  | 'plan_change'
  | 'disenrollment'
  | 'outreach'
  | 'milestone'
  | 'care_gap'
  | 'screening'
  | 'randomization'
  | 'trial_visit'
  | 'dose'
  | 'adverse_event'
  | 'deviation'
  | 'withdrawal'
  | 'death';

/**
 * The shape of a journey.
 */
export type JourneyPattern = 'linear' | 'branching' | 'cyclic' | 'protocol' | 'lifecycle';

/**
 * How a value is spread over people or occurrences.
 */
export type DistributionName =
  | 'fixed'
  | 'categorical'
  | 'explicit'
  | 'uniform'
  | 'normal'
  | 'log_normal'
  | 'exponential'
  | 'gamma'
  | 'beta'
  | 'weibull'
  | 'triangular'
  | 'poisson'
  | 'negative_binomial'
  | 'zipf'
  | 'age_bands'
  | 'empirical'
  | 'mixture'
  | 'conditional'
  | 'derived'
  | 'seasonal';
