/** What to write in place of words that nothing took up, where their kind tells: a time, a dose, a town, a word for nothing else. */
import { PERCENT } from './read-share.ts';
import { tokenizePhrase } from './tokens.ts';
import type { Token } from './tokens.ts';
import { DOSE_UNITS, MONTHS_WRITTEN, TIME_STEMS, UNIT_WORDS } from './vocabulary.ts';

/** What a request may name. */
export interface Names {
  readonly towns: () => ReadonlySet<string>;
  /** Stems with which the name of something measured begins. */
  readonly measures: ReadonlySet<string>;
  readonly payers: readonly string[];
}

/** `next`: the word behind. */
export function insteadOf(text: string, { towns, measures, payers }: Names, next = ''): string | undefined {
  if (towns().has(text)) return `Write \`in ${text}\`, if the town is meant.`;
  const tokens = tokenizePhrase(text);
  if (tokens.some(({ word }) => AVERAGES.has(word))) return UNSPREAD;
  if (tokens.some(({ stem }) => measures.has(stem))) return BOUNDED;
  const instead = rules.find(({ isOf }) => isOf(tokens))?.instead;
  if (instead !== undefined || !INSURED.has(next) || payers.length === 0) return instead;
  const names = payers.map((name) => `\`${name}\``).join(', ');
  return `If a payer or a plan is meant, there is none of that name: payers are ${names}; another one is a row of the reference that has them.`;
}

const UNSPREAD =
  'How far people are from an average is open: ask for bounds, such as `aged 40 to 60` or `A1c 7 to 8`, or say the whole curve in a profile, such as `age: { distribution: normal, mean: 50, std_dev: 12 }`.';
const BOUNDED = 'A value is asked for by its bounds, such as `A1c over 9`, `A1c 7 to 8` or `BP above 140/90`.';

const rules: readonly { readonly isOf: (tokens: readonly Token[]) => boolean; readonly instead: string }[] = [
  {
    isOf: (tokens) => tokens.some(({ word }) => PERCENT.has(word)),
    instead:
      'A part of all people is said of one thing at a time: a condition, a medicine, a sex, an age, a value, a race or a language, such as `30% diabetic`, `20% Hispanic` or `half of them over 75`.',
  },
  {
    isOf: (tokens) => tokens.some((token, at) => isOfUnit(token, tokens[at + 1], DOSE_UNITS) || DAILY.has(token.word)),
    instead:
      'Write the medicine alone: its strength and how often it is taken stand in the dispensing reference and in the events of a journey.',
  },
  {
    isOf: (tokens) => tokens.some((token, at) => isOfUnit(token, tokens[at + 1], UNIT_WORDS)),
    instead: 'Write what is measured before the number, such as `height over 6 feet` or `A1c over 9`.',
  },
  {
    isOf: (tokens) => tokens.some((token) => isTime(token)),
    instead:
      'Leave it out: what is generated ends on the day of `as of 2024-12-31` (or `--as-of`); when people fall ill, are enrolled or seen is said in a profile (`coverage`, `utilization`) or a journey.',
  },
  {
    isOf: (tokens) => tokens.every(({ word }) => word === 'only'),
    instead: 'Write `with no other conditions`, if that is meant.',
  },
  {
    isOf: (tokens) => tokens.length > 0 && tokens.every(({ word }) => AGES.has(word)),
    instead: 'Say the ages, such as `aged 18 to 30` or `over 75`.',
  },
  {
    isOf: (tokens) => tokens.some(({ word }) => CODE_SYSTEMS.has(word)),
    instead:
      'Of codes only diagnoses of ICD-10-CM are asked for. Groups of stays, services, products and tests follow from what happens to people: ask for that, and look for the code in the tables of the file.',
  },
  {
    isOf: ([first, ...others]) => first?.kind === 'number' && /^\d+$/.test(first.word) && others.length <= 1,
    instead:
      'A number counts people, such as `100 members`: how many visits, claims or prescriptions they have follows from the care that they use.',
  },
];

const AVERAGES: ReadonlySet<string> = new Set(['median', 'average', 'mean', 'averaging', 'avg']);
const CODE_SYSTEMS: ReadonlySet<string> = new Set(
  'drg drgs msdrg ms-drg cpt hcpcs ndc ndcs loinc rxnorm rxcui cvx snomed revenue taxonomy icd-10-pcs'.split(' '),
);
const INSURED: ReadonlySet<string> = new Set(
  'member members enrollee enrollees beneficiary beneficiaries subscriber subscribers insured coverage insurance plan plans'.split(
    ' ',
  ),
);

const AGES: ReadonlySet<string> = new Set('very young younger youngest old older oldest'.split(' '));
const DAILY: ReadonlySet<string> = new Set(['qd', 'bid', 'tid', 'qid', 'qhs', 'prn', 'daily']);
const TIMES: ReadonlySet<string> = new Set(
  'ago since past last recent recently currently current previously lately today yesterday annual annually monthly weekly ytd'.split(
    ' ',
  ),
);

function isOfUnit(number: Token, unit: Token | undefined, units: ReadonlySet<string>): boolean {
  return number.kind === 'number' && unit !== undefined && units.has(unit.word);
}

function isTime({ kind, word, stem }: Token): boolean {
  if (kind === 'date' || TIME_STEMS.has(stem) || TIMES.has(word)) return true;
  return kind === 'number' ? /^(?:19|20)\d\d$/.test(word) : MONTHS_WRITTEN.has(word) && word !== 'may';
}
