/** The English that a request is written in: function words, people, sexes, comparisons, numbers. No disease, drug or plan. */

/** Words that carry no meaning of their own. */
export const FUNCTION_WORDS: ReadonlySet<string> = words(`
  a an the and or but of for with in on to by from at as into about per via than then
  that which who whose whom where when is are was were be been being am has have having had do does
  i me my we us our you your he she it its they them their this these those there here
  some any all both everyone everybody anyone anybody everything anything please just also so such only can could would should will shall may might
  hi hello thanks thank pls plz kindly dear w gen select pick fetch retrieve pull
  like need want wants let lets give gives get gets got received show make makes made build builds built create creates created
  generate generates generated generating produce produces simulate simulates synthesize write
  using use used including include includes x roughly approximately around circa
  i'd we'd i'll we'll i'm we're let's what's help looking look find assemble prepare set up together comorbid concurrent concomitant
`);

/** Words for what is asked for, whatever it is. */
export const REQUEST_WORDS: ReadonlySet<string> = words(`
  cohort cohorts population populations template templates sample samples dataset datasets data record records set group
  groups random fake dummy demo test sample realistic healthcare synthetic spec specification entity entities file
  mock fictional artificial example examples database duckdb db list batch testing demonstration
`);

/** `count: 50`, `n = 50` */
export const COUNT_WORDS: ReadonlySet<string> = words('count n size total number');

/** A number before one of these is a length of time or a frequency, never a count of people. */
export const TIME_STEMS: ReadonlySet<string> = words('day week month year hour minute time quarter');

export const JOURNEY_WORDS: ReadonlySet<string> = words('journey journeys timeline timelines');
export const PROFILE_WORDS: ReadonlySet<string> = words('profile profiles');

export const PERSON_WORDS: ReadonlySet<string> = words(`
  member patient person individual beneficiary enrollee subscriber human subject participant user pt mbr claimant client resident
`);
export const PEOPLE_WORDS: ReadonlySet<string> = words(`
  members patients persons people individuals beneficiaries enrollees subscribers humans subjects participants users
  pts mbrs claimants clients residents ppl folks
`);

export interface SexWord {
  readonly sex: 'F' | 'M';
  /** What the word says about age. */
  readonly age: 'child' | 'adult' | undefined;
}

export const SEX_WORDS: ReadonlyMap<string, SexWord> = new Map<string, SexWord>([
  ['woman', { sex: 'F', age: 'adult' }],
  ['women', { sex: 'F', age: 'adult' }],
  ['female', { sex: 'F', age: undefined }],
  ['females', { sex: 'F', age: undefined }],
  ['girl', { sex: 'F', age: 'child' }],
  ['girls', { sex: 'F', age: 'child' }],
  ['man', { sex: 'M', age: 'adult' }],
  ['men', { sex: 'M', age: 'adult' }],
  ['male', { sex: 'M', age: undefined }],
  ['males', { sex: 'M', age: undefined }],
  ['boy', { sex: 'M', age: 'child' }],
  ['boys', { sex: 'M', age: 'child' }],
]);

/** Completed years of the oldest person who is still a child. */
export const LAST_YEAR_OF_CHILDHOOD = 17;

/** People told by their age, in completed years. */
export const AGE_PEOPLE: ReadonlyMap<string, { readonly low?: number; readonly high?: number }> = new Map([
  ...aged('infant infants newborn newborns baby babies', { high: 0 }),
  ...aged('toddler toddlers', { low: 1, high: 3 }),
  ...aged('child children kid kids minor minors', { high: LAST_YEAR_OF_CHILDHOOD }),
  ...aged('teen teens teenager teenagers adolescent adolescents', { low: 13, high: LAST_YEAR_OF_CHILDHOOD }),
  ...aged('adult adults', { low: LAST_YEAR_OF_CHILDHOOD + 1 }),
  ...aged('senior seniors elder elders elderly', { low: 65 }),
]);

export const NEGATIONS: ReadonlySet<string> = words(
  'no not non none neither sans without excluding except nor never minus lacking nobody dont doesnt isnt arent',
);

/** Negations of several words. */
export const LONG_NEGATIONS: readonly (readonly string[])[] = [
  'no one',
  'other than',
  'outside of',
  'outside',
  'rather than',
  'instead of',
  'exclusive of',
  'apart from',
  'aside from',
  'free of',
  'free from',
  'negative for',
].map((text) => text.split(' '));

/** Somewhat before a `but` that takes away: `all but smokers`. */
export const BEFORE_BUT: ReadonlySet<string> = words(
  'all any every everyone everybody everything anyone anybody anything',
);

/** Who is said to have these of an illness may well not have it. */
export const HEDGES: ReadonlySet<string> = words(`
  history risk suspected suspicion possible possibly probable probably undiagnosed unconfirmed rule ruled screened screening
`);

/** Right behind what somebody does not have: `statin-naive`. */
export const NEGATIONS_BEHIND: ReadonlySet<string> = words('naive free');

/** Words that call nothing by themselves: they only say which of its kind is meant. */
export const QUALIFIERS: ReadonlySet<string> = words(`
  new newly recent recently first second third last next short long early late high low big small large old young other same full
`);

/** Behind a negation: of some it is so, of others not. */
export const WHOLES: ReadonlySet<string> = words('all every everyone everybody always only just');

/** `of them`, `of whom`: of all who were spoken of. */
export const ALL_OF: ReadonlySet<string> = words('them whom these those which');

/** Verbs that tie a fact to a person (`diagnosed with`, `living in`): meaningless beside the fact, meaningful without it. */
export const CONNECTORS: ReadonlySet<string> = words(`
  diagnosed suffering living live lives residing reside located based covered insured enrolled coverage insurance plan plans
  taking take prescribed treated identified aged disease diagnosis condition conditions state city county counties fips payer sex gender geography age
`);

/** Words that are spelt right, however near another may be. */
export const PLAIN_WORDS: ReadonlySet<string> = new Set([
  ...CONNECTORS,
  ...words(
    'median effective negative positive remission readmission readmissions dependent dependents fully files pumps plans joint fraction',
  ),
]);

/** `bound` says which end of the range is meant, `shift` what is added to the number. */
export interface Comparison {
  readonly words: readonly string[];
  readonly bound: 'low' | 'high';
  readonly shift: -1 | 0 | 1;
  /** Said of ages alone (`older than`); the others may be said of anything. */
  readonly ageOnly: boolean;
}

export const COMPARISONS: readonly Comparison[] = [
  ...comparisons({ bound: 'low', shift: 1, ageOnly: true }, ['older than']),
  ...comparisons({ bound: 'high', shift: -1, ageOnly: true }, ['younger than']),
  ...comparisons({ bound: 'low', shift: 0, ageOnly: true }, ['no younger than', 'not younger than']),
  ...comparisons({ bound: 'high', shift: 0, ageOnly: true }, ['no older than', 'not older than']),
  ...comparisons({ bound: 'low', shift: 0, ageOnly: false }, [
    'at least',
    'minimum',
    'no less than',
    'not under',
    'not below',
    '≥',
    '> =',
  ]),
  ...comparisons({ bound: 'high', shift: 0, ageOnly: false }, [
    'at most',
    'no more than',
    'not more than',
    'up to',
    'maximum',
    'not over',
    '≤',
    '< =',
  ]),
  ...comparisons({ bound: 'low', shift: 1, ageOnly: false }, ['over', 'above', 'more than', 'greater than', '>']),
  ...comparisons({ bound: 'high', shift: -1, ageOnly: false }, ['under', 'below', 'less than', '<']),
];

/** What may stand behind `65 and …`. */
export const AFTER_COMPARISONS: ReadonlyMap<string, 'low' | 'high'> = new Map([
  ['over', 'low'],
  ['older', 'low'],
  ['higher', 'low'],
  ['more', 'low'],
  ['greater', 'low'],
  ['lower', 'high'],
  ['less', 'high'],
  ['above', 'low'],
  ['up', 'low'],
  ['under', 'high'],
  ['younger', 'high'],
  ['below', 'high'],
]);

export const SMALL_NUMBERS: ReadonlyMap<string, number> = numbered(
  `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
  eighteen nineteen`,
  (index) => index,
);
/** Into how many parts the whole is cut. */
export const FRACTIONS: ReadonlyMap<string, number> = new Map([
  ['third', 3],
  ['thirds', 3],
  ['quarter', 4],
  ['quarters', 4],
  ['fifth', 5],
  ['fifths', 5],
  ['tenth', 10],
  ['tenths', 10],
]);
/** Behind a word: `phase III`. */
export const ROMAN_NUMBERS: ReadonlyMap<string, string> = new Map([
  ['ii', '2'],
  ['iii', '3'],
  ['iv', '4'],
]);
export const TENS: ReadonlyMap<string, number> = numbered(
  'twenty thirty forty fifty sixty seventy eighty ninety',
  (index) => (index + 2) * 10,
);
/** `in their sixties` */
export const DECADES: ReadonlyMap<string, number> = numbered(
  'twenties thirties forties fifties sixties seventies eighties nineties',
  (index) => (index + 2) * 10,
);
/** Which years of a decade. */
export const PARTS_OF_DECADE: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['early', [0, 3]],
  ['mid', [4, 6]],
  ['late', [7, 9]],
]);
export const MULTIPLIERS: ReadonlyMap<string, number> = new Map([
  ['couple', 2],
  ['pair', 2],
  ['dozen', 12],
  ['hundred', 100],
  ['thousand', 1000],
  ['million', 1_000_000],
]);
export const SUFFIXES: ReadonlyMap<string, number> = new Map([
  ['k', 1000],
  ['m', 1_000_000],
]);

/** Units of what is measured, none of which is a person. */
export const UNIT_WORDS: ReadonlySet<string> = words(`
  kg kgs kilo kilos kilograms lb lbs pound pounds stone g gram grams mg ug ng pg mmol umol nmol pmol mol meq iu
  cm m mm meters metres inch inches feet foot ft ml l dl fahrenheit celsius f mmhg kpa bpm
`);

/** Of these, what medicines are dosed in. */
export const DOSE_UNITS: ReadonlySet<string> = words('mg mcg ug g ml iu units');

/** What one person has several of: a number before it counts no people and is no age. */
export const HAD_WORDS: ReadonlySet<string> = words(`
  comorbidity comorbidities condition conditions disease diseases diagnosis diagnoses illness illnesses problem problems
  medication medications medicine medicines med meds drug drugs prescription prescriptions allergy allergies
  visit visits admission admissions hospitalization hospitalizations stay stays claim claims fill fills
`);

/** Said of how many there are, without a number. */
export const VAGUE_COUNTS: ReadonlySet<string> = words(`
  few several handful many lots plenty dozens hundreds thousands millions
`);

/** Between people who are counted and further ones. */
export const ADDING: ReadonlySet<string> = new Set(['and', '&', ',', 'plus']);

/** Said of a part of the people, without a number. */
export const VAGUE_SHARES: ReadonlySet<string> = words('mostly mainly largely predominantly primarily');

const MONTHS: ReadonlyMap<string, number> = numbered(
  'january february march april may june july august september october november december',
  (index) => index + 1,
);
const SHORT_MONTHS = words('jan feb mar apr may jun jul aug sep oct nov dec sept');
/** `Dec 31, 2024` too. */
export const MONTHS_WRITTEN: ReadonlyMap<string, number> = new Map([
  ...MONTHS,
  ...[...SHORT_MONTHS].map((word, index) => [word, word === 'sept' ? 9 : index + 1] as const),
]);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter((word) => word !== ''));
}

function aged(
  text: string,
  limits: { readonly low?: number; readonly high?: number },
): readonly (readonly [string, { readonly low?: number; readonly high?: number }])[] {
  return [...words(text)].map((word) => [word, limits]);
}

function numbered(text: string, valueOf: (index: number) => number): ReadonlyMap<string, number> {
  return new Map([...words(text)].map((word, index) => [word, valueOf(index)]));
}

function comparisons(kind: Omit<Comparison, 'words'>, texts: readonly string[]): readonly Comparison[] {
  return texts.map((text) => ({ ...kind, words: text.split(' ') }));
}
